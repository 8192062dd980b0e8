"""What reconciliation keeps, the table as a whole, and the function that seals, in memory."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lacre.ports.errors import StoreUnavailableError
from lacre.ports.reconciling import MOST_FED, Fed, Kept, Kind, ScannedPage, ScannedRow
from tests.fakes.crash import Steps
from tests.fakes.events import MemoryEvents
from tests.fakes.sealing import MemorySealing


@dataclass
class MemoryState:
    steps: Steps = field(default_factory=Steps)
    held: dict[tuple[Kind, str], Kept] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def read(self, kind: Kind, name: str) -> Kept:
        with self.steps.call("state.read"):
            return self.held.get((kind, name), Kept(kind, name))

    def replace(self, old: Kept, text: str) -> Kept | None:
        with self.steps.call("state.replace"), self.lock:
            key = (old.kind, old.name)
            if self.held.get(key, Kept(*key)).version != old.version:
                return None
            self.held[key] = Kept(*key, text, old.version + 1)
            return self.held[key]

    def all_of(self, kind: Kind) -> Iterator[Kept]:
        yield from sorted((one for one in self.held.values() if one.kind is kind), key=lambda one: one.name)


@dataclass
class MemoryTable:
    """Scans in the order of the ids; `misplaced` says which rows somebody took out of the indexes."""

    events: MemoryEvents
    misplaced: dict[str, str] = field(default_factory=dict)
    pages: int = 0

    def page(self, after: str | None, limit: int) -> ScannedPage:
        self.pages += 1
        ids = sorted(one for one in self.events.rows if after is None or one > after)
        rows = [ScannedRow(one, self.events.rows[one].event.header, self.misplaced.get(one)) for one in ids[:limit]]
        return ScannedPage(rows, ids[limit - 1] if len(ids) > limit else None)


@dataclass
class MemoryFeeder:
    """Seals rows of the memory's events by a real sealer; `unreadable` are ids whose rows it will not take."""

    events: MemoryEvents
    sealing: MemorySealing
    is_away: bool = False
    lies: bool = False
    unreadable: set[str] = field(default_factory=set)
    calls: list[int] = field(default_factory=list)

    def feed(self, event_ids: Sequence[str]) -> Fed:
        with self.sealing.steps.call("feeder.feed"):
            assert len(event_ids) <= MOST_FED, "the sealer takes no more"
            self.calls.append(len(event_ids))
            if self.is_away:
                raise StoreUnavailableError("away")
            absent = [one for one in event_ids if one not in self.events.rows]
            unreadable = [one for one in event_ids if one in self.unreadable]
            rows = [self.events.rows[one] for one in event_ids if one not in {*absent, *unreadable}]
            sealed = 0 if self.lies else self.sealing.sealer().seal(rows).added
            return Fed(sealed, absent, unreadable)
