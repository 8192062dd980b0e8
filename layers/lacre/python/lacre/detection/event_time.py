"""When an event happened, for windows: at the server's receipt, because a producer's claim could miss every window."""

from lacre.model import moment
from lacre.model.header import Header
from lacre.model.vocabulary import EventSource

OFFLINE_REACH_MS = 72 * 60 * 60 * 1000
"""A terminal without a network is believed as far back as this."""


def event_time(header: Header) -> int:
    """Milliseconds since 1970. What was synced later counts when it happened, within the offline reach.

    Raises ValueError for a time that is no moment.
    """
    recorded_at = moment.to_milliseconds(header.recorded_at)
    if header.source is not EventSource.OFFLINE_SYNC or header.occurred_at is None:
        return recorded_at
    return max(recorded_at - OFFLINE_REACH_MS, min(recorded_at, moment.to_milliseconds(header.occurred_at)))
