"""The indexes of the events table in memory, each kept in order: for many events, which are only added."""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from lacre.model.event import ReceiptedEvent
from lacre.model.header import Header
from lacre.model.partition import index_keys
from lacre.ports.events import Index, Slice, position_of
from tests.fakes.events import ATTRIBUTES, MemoryEvents

_Listed = tuple[str, Header]
_POSITION = itemgetter(0)


@dataclass
class OrderedEvents(MemoryEvents):
    """The table too, as `MemoryEvents` is, except that `add` is the only way into it."""

    listed: dict[tuple[Index, str], list[_Listed]] = field(default_factory=lambda: defaultdict(list))

    def add(self, events: Iterable[ReceiptedEvent]) -> None:
        for stored in events:
            header = stored.event.header
            self.rows[header.id] = stored
            keys = index_keys(header)
            for index, attribute in ATTRIBUTES.items():
                if attribute in keys:
                    entry = (position_of(header.recorded_at, header.id), header)
                    insort(self.listed[index, keys[attribute]], entry, key=_POSITION)

    def headers(self, wanted: Slice, *, ascending: bool, limit: int) -> Sequence[Header]:
        listed = self.listed.get((wanted.index, wanted.key), [])
        first = bisect_right(listed, wanted.low, key=_POSITION)
        last = bisect_left(listed, wanted.high, key=_POSITION)
        if ascending:
            return [header for _, header in listed[first : min(last, first + limit)]]
        return [header for _, header in reversed(listed[max(first, last - limit) : last])]
