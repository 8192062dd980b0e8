"""The events table in memory: the same promises, kept by a dictionary and a lock."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from lacre.model.event import ReceiptedEvent
from lacre.model.header import Header
from lacre.model.partition import index_keys
from lacre.ports.errors import DuplicateEventError, StateConflictError, StoreUnavailableError
from lacre.ports.events import Index, Slice, StateWrite, position_of

ATTRIBUTES = {
    Index.TIME: "time_bucket",
    Index.ENTITY: "entity_key",
    Index.ACTOR: "actor_key",
    Index.CORRELATION: "correlation_key",
    Index.CRITICAL: "critical_bucket",
}


@dataclass(frozen=True)
class MemoryWrite(StateWrite):
    """A condition, and what to do when every condition of the transaction holds."""

    holds: Callable[[], bool]
    apply: Callable[[], None]


@dataclass
class MemoryEvents:
    rows: dict[str, ReceiptedEvent] = field(default_factory=dict)
    is_away: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def append(self, events: Sequence[ReceiptedEvent], writes: Sequence[StateWrite] = ()) -> None:
        self._check()
        memory = [write for write in writes if isinstance(write, MemoryWrite)]
        assert len(memory) == len(writes), "a fake commits only writes of fakes"
        with self.lock:
            taken = [stored for stored in events if stored.event.header.id in self.rows]
            if taken:
                if len(taken) == len(events) and all(
                    self.rows[one.event.header.id].event == one.event for one in taken
                ):
                    return
                raise DuplicateEventError
            if not all(write.holds() for write in memory):
                raise StateConflictError
            self.rows.update({stored.event.header.id: stored for stored in events})
            for write in memory:
                write.apply()

    def event(self, event_id: str) -> ReceiptedEvent | None:
        self._check()
        return self.rows.get(event_id)

    def headers(self, wanted: Slice, *, ascending: bool, limit: int) -> Sequence[Header]:
        self._check()
        with self.lock:
            found = [stored.event.header for stored in self.rows.values()]
        of_key = [one for one in found if index_keys(one).get(ATTRIBUTES[wanted.index]) == wanted.key]
        inside = [one for one in of_key if wanted.low < position_of(one.recorded_at, one.id) < wanted.high]
        ordered = sorted(inside, key=lambda one: position_of(one.recorded_at, one.id), reverse=not ascending)
        return ordered[:limit]

    @property
    def headers_in_order(self) -> list[Header]:
        found = [stored.event.header for stored in self.rows.values()]
        return sorted(found, key=lambda one: position_of(one.recorded_at, one.id))

    def _check(self) -> None:
        if self.is_away:
            raise StoreUnavailableError("away")
