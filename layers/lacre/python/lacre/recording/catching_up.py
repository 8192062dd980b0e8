"""What could not be recorded when it happened: events that waited out an outage, and the sums of floods."""

from dataclasses import replace

from lacre.model import moment
from lacre.model.composition import derived_uuid
from lacre.model.draft import Draft
from lacre.ports.ambient import Clock
from lacre.ports.errors import DuplicateEventError
from lacre.ports.floods import FloodLedger
from lacre.ports.outage import OutageBacklog
from lacre.recording.flood import flood_draft
from lacre.recording.recorder import Recorder

WAITING_AT_ONCE = 100
FLOOD_MINUTES = 30
_MINUTE_MS = 60_000


def record_waiting(backlog: OutageBacklog, recorder: Recorder) -> int:
    """Record what the outage lane holds, acknowledging each event once it is recorded; returns how many."""
    drained = backlog.drain(WAITING_AT_ONCE)
    for handle, draft in drained:
        _record_once(draft, recorder)
        backlog.ack(handle)
    return len(drained)


def sum_up_floods(ledger: FloodLedger, recorder: Recorder, clock: Clock) -> int:
    """One event for each flooded minute of the last half hour that is over; returns how many floods there were."""
    now = clock.now()
    minutes = [moment.to_text(now - ago * _MINUTE_MS)[:16] for ago in range(1, FLOOD_MINUTES + 1)]
    floods = [flood for minute in minutes for flood in ledger.floods(minute)]
    for flood in floods:
        # The id comes from the flood, so that a run that dies before it forgets does not sum it up twice.
        event_id = derived_uuid("FLOOD", flood.minute, flood.kind, flood.ip_address)
        _record_once(replace(flood_draft(flood), id=event_id), recorder)
        ledger.forget(flood)
    return len(floods)


def _record_once(draft: Draft, recorder: Recorder) -> None:
    try:
        recorder.record([draft])
    except DuplicateEventError:
        return
