"""The outage lane and the flood counters in memory."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from lacre.model.draft import Draft
from lacre.ports.errors import StoreUnavailableError
from lacre.ports.floods import Flood
from lacre.ports.outage import Waiting
from lacre.recording.flood import LIMIT


@dataclass
class MemoryLane:
    drafts: list[Draft] = field(default_factory=list)
    is_away: bool = False

    def put(self, draft: Draft) -> None:
        if self.is_away:
            raise StoreUnavailableError("away")
        self.drafts.append(draft)


@dataclass
class MemoryFloods:
    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    summed: str | None = None

    def count(self, minute: str, kind: str, ip_address: str) -> int:
        self.counts[minute, kind, ip_address] += 1
        return self.counts[minute, kind, ip_address]

    def floods(self, minute: str) -> Sequence[Flood]:
        return [Flood(*key, count) for key, count in self.counts.items() if key[0] == minute and count > LIMIT]

    def forget(self, flood: Flood) -> None:
        del self.counts[flood.minute, flood.kind, flood.ip_address]

    def last_summed(self) -> str | None:
        return self.summed

    def note_summed(self, minute: str) -> None:
        self.summed = minute


@dataclass
class MemoryBacklog:
    """What waits. What was received is invisible until `reappear`, and `batches` tells how it was asked for."""

    waiting: dict[str, Draft | None] = field(default_factory=dict)
    received: set[str] = field(default_factory=set)
    batches: list[int] = field(default_factory=list)

    def drain(self, batch: int) -> list[Waiting]:
        self.batches.append(batch)
        visible = [handle for handle in self.waiting if handle not in self.received][: min(batch, 10)]
        self.received.update(visible)
        return [Waiting(handle, self.waiting[handle]) for handle in visible]

    def ack(self, handle: str) -> None:
        del self.waiting[handle]

    def reappear(self) -> None:
        self.received.clear()
