"""Beyond 20 denials of one kind from one address in a minute, one event per minute carries the count."""

from lacre.model.action import action
from lacre.model.actor import UNKNOWN_ACTOR
from lacre.model.draft import Draft, Reason
from lacre.model.naming import COLLECTION
from lacre.model.vocabulary import ActorType, EventSource, EventType, Outcome
from lacre.ports.floods import Flood, FloodCounter

LIMIT = 20
KEPT_S = 14 * 24 * 60 * 60
"""How long a counter is kept: long enough for a sum that waits through an outage of days."""


def kind_of(draft: Draft) -> str:
    """What is counted together: denials of one action with one outcome, `<action>#<outcome>`."""
    return f"{draft.action}#{draft.outcome.value}"


def is_flooding(draft: Draft, recorded_at: str, counter: FloodCounter) -> bool:
    """Whether this anonymous denial is beyond the limit, so that the sum of its minute will tell of it."""
    if draft.actor.type is not ActorType.UNKNOWN:
        return False
    return counter.count(recorded_at[:16], kind_of(draft), draft.ip_address) > LIMIT


def flood_draft(flood: Flood) -> Draft:
    """The one event of a minute's flood. Raises ValueError for a kind that `kind_of` does not make."""
    code, _, outcome = flood.kind.partition("#")
    beyond = flood.count - LIMIT
    return Draft(
        action=code,
        actor=UNKNOWN_ACTOR,
        # Of the calls that it sums up: as the system's own, a caller's failures would be errors of the system.
        source=EventSource.API,
        entity_id=COLLECTION,
        ip_address=flood.ip_address,
        outcome=Outcome(outcome),
        # A security code stands in place of whatever was attempted, which can differ from call to call.
        attempted_action=code if action(code).event_type is EventType.NORMAL else None,
        reason=Reason("FLOOD", f"{beyond} more of these came from this address in the minute {flood.minute}Z."),
        after={"count": flood.count, "recorded_singly": LIMIT, "minute": flood.minute},
    )
