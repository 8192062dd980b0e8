"""Beyond 20 denials of one kind from one address in a minute, one event per minute carries the count."""

from lacre.model.actor import UNKNOWN_ACTOR, Actor
from lacre.model.draft import Draft, Reason
from lacre.model.naming import COLLECTION
from lacre.model.vocabulary import ActorType, EventSource, Outcome
from lacre.ports.floods import Flood, FloodCounter

LIMIT = 20


def is_flooding(actor: Actor, kind: str, ip_address: str, recorded_at: str, counter: FloodCounter) -> bool:
    """Whether this anonymous denial is beyond the limit, so that the sum of its minute will tell of it."""
    if actor.type is not ActorType.UNKNOWN:
        return False
    return counter.count(recorded_at[:16], kind, ip_address) > LIMIT


def flood_draft(flood: Flood) -> Draft:
    """The one event of a minute's flood."""
    beyond = flood.count - LIMIT
    return Draft(
        action=flood.kind,
        actor=UNKNOWN_ACTOR,
        source=EventSource.SYSTEM,
        entity_id=COLLECTION,
        ip_address=flood.ip_address,
        outcome=Outcome.DENIED,
        attempted_action=flood.kind,
        reason=Reason("FLOOD", f"{beyond} more such denials came from this address in the minute {flood.minute}Z."),
        after={"count": flood.count, "recorded_singly": LIMIT, "minute": flood.minute},
    )
