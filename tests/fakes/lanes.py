"""The outage lane and the flood counters in memory."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from lacre.model.draft import Draft
from lacre.ports.errors import StoreUnavailableError
from lacre.ports.floods import Flood
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

    def count(self, minute: str, kind: str, ip_address: str) -> int:
        self.counts[minute, kind, ip_address] += 1
        return self.counts[minute, kind, ip_address]

    def floods(self, minute: str) -> Sequence[Flood]:
        return [Flood(*key, count) for key, count in self.counts.items() if key[0] == minute and count > LIMIT]

    def forget(self, flood: Flood) -> None:
        del self.counts[flood.minute, flood.kind, flood.ip_address]


@dataclass
class MemoryBacklog:
    """What waits; an unacknowledged draft comes again."""

    waiting: dict[str, Draft] = field(default_factory=dict)

    def drain(self, batch: int) -> list[tuple[str, Draft]]:
        return list(self.waiting.items())[:batch]

    def ack(self, handle: str) -> None:
        del self.waiting[handle]
