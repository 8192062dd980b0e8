"""Events of a small, plainly fictional network."""

from collections.abc import Sequence

from lacre.model.actor import Actor
from lacre.model.draft import Draft
from lacre.model.event import ReceiptedEvent
from lacre.model.vocabulary import ActorType, EventSource
from tests.fakes.trail import MemoryTrail

CLERK = Actor(ActorType.FUNCIONARIO, "u-clerk", "Ana Clerk", "FUNCIONARIO", "Nampula", "Centro", "s-1")


def agent_created(number: int) -> Draft:
    return Draft(
        action="CREATE_AGENT",
        actor=CLERK,
        source=EventSource.API,
        entity_id=f"a-{number}",
        ip_address="192.0.2.7",
        after={"name": f"Agent {number}"},
    )


def events(count: int) -> Sequence[ReceiptedEvent]:
    """Events recorded one after another, a millisecond apart or more."""
    recorder = MemoryTrail().recorder()
    return [recorder.prepare(agent_created(number)) for number in range(count)]
