"""How long each part of an audited request takes, measured around the part that is really used."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from lacre.http.trail import Authenticator, Credentials
from lacre.model.actor import Actor
from lacre.model.caller import Caller
from lacre.model.draft import Draft
from lacre.model.event import ReceiptedEvent
from lacre.model.vocabulary import EntityType
from lacre.ports.ambient import Clock
from lacre.ports.events import EventAppender, StateWrite
from lacre.recording.recorder import Recorder
from network.entities.changed import Changed
from network.entities.update_entity import UpdateEntity
from network.model.agent import Agent
from network.ports.entities import Entities

AUTH, DOMAIN, COMPOSITION, TRANSACTION = "auth", "domain", "composition", "transaction"


@dataclass
class Stopwatch:
    """Milliseconds by part, one figure a request; parts do not overlap, what is left is the rest of the request."""

    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    @contextmanager
    def measured(self, part: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self.taken[part].append((time.perf_counter() - began) * 1000)

    def forget(self) -> None:
        """What was measured until now was the warming up."""
        self.taken.clear()


@dataclass(frozen=True)
class TimedAuthenticator:
    inner: Authenticator
    watch: Stopwatch

    def authenticate(self, credentials: Credentials) -> Caller:
        with self.watch.measured(AUTH):
            return self.inner.authenticate(credentials)


class TimedUpdate(UpdateEntity[Agent]):
    def __init__(self, agents: Entities[Agent], clock: Clock, watch: Stopwatch) -> None:
        super().__init__(agents, EntityType.AGENT, clock)
        self._watch = watch

    def __call__(self, actor: Actor, entity_id: str, version: int, edit: Callable[[Agent], Agent]) -> Changed[Agent]:
        with self._watch.measured(DOMAIN):
            return super().__call__(actor, entity_id, version, edit)


@dataclass(frozen=True)
class TimedAppender:
    inner: EventAppender
    watch: Stopwatch

    def append(self, events: Sequence[ReceiptedEvent], writes: Sequence[StateWrite] = ()) -> None:
        with self.watch.measured(TRANSACTION):
            self.inner.append(events, writes)

    def event(self, event_id: str) -> ReceiptedEvent | None:
        return self.inner.event(event_id)


class TimedRecorder(Recorder):
    """What is not the appending is composing: ids, canonical bytes, hashes, the receipt's signature."""

    def __init__(self, like: Recorder, watch: Stopwatch) -> None:
        vars(self).update(vars(like))
        self._watch = watch

    def record(self, drafts: Sequence[Draft], writes: Sequence[StateWrite] = ()) -> list[ReceiptedEvent]:
        with self._watch.measured(COMPOSITION):
            events = super().record(drafts, writes)
        self._watch.taken[COMPOSITION][-1] -= self._watch.taken[TRANSACTION][-1]
        return events
