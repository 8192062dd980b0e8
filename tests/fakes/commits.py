"""Committing writes of state as the product does: together with an event."""

from collections.abc import Callable, Sequence
from itertools import count

from lacre.ports.events import EventAppender, StateWrite
from tests.fakes.drafts import agent_created
from tests.fakes.trail import MemoryTrail

Commit = Callable[[Sequence[StateWrite]], None]


def committing(appender: EventAppender) -> Commit:
    """Each call is one transaction of an event of its own and the writes."""
    recorder, numbers = MemoryTrail().recorder(), count()

    def commit(writes: Sequence[StateWrite]) -> None:
        appender.append([recorder.prepare(agent_created(next(numbers)))], writes)

    return commit
