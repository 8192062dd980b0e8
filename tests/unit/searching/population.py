"""Events with chosen headers, and the searches over them."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace

from lacre.model import canonical, moment
from lacre.model.composition import Stamp, compose
from lacre.model.draft import Draft
from lacre.model.event import Event, ReceiptedEvent
from lacre.model.filters import Selection
from lacre.model.header import Header
from lacre.model.vocabulary import EventSource
from lacre.searching.search import Page, Search
from tests.fakes.ambient import ManualClock, SeededEntropy
from tests.fakes.crash import Steps
from tests.fakes.drafts import CLERK
from tests.fakes.events import MemoryEvents
from tests.fakes.rows import MemoryRows
from tests.fakes.sealing import MemoryHeads

POOL = ThreadPoolExecutor(4)
_ENTROPY = SeededEntropy()


def event(recorded_at: int, name: str = CLERK.name, **fields: object) -> ReceiptedEvent:
    """An event at a moment (ms); its description begins with `name`, `fields` replace those of its header."""
    draft = Draft("CREATE_AGENT", replace(CLERK, name=name), EventSource.API, "a-1", "192.0.2.7")
    made = compose(draft, Stamp.of(recorded_at, _ENTROPY.take(Stamp.ENTROPY_BYTES)))
    header = replace(made.header, **fields)  # type: ignore[arg-type]  # the tests name fields of a header
    return ReceiptedEvent(Event.of(header, made.body_bytes), "receipt")


@dataclass
class Population:
    """Events, and a search over them, at a time that the tests set."""

    events: MemoryEvents = field(default_factory=MemoryEvents)
    clock: ManualClock = field(default_factory=ManualClock)
    heads: MemoryHeads = field(default_factory=lambda: MemoryHeads(Steps()))

    def __post_init__(self) -> None:
        self.rows = MemoryRows(self.events)
        self.search = Search(self.events, self.rows, self.heads, self.clock, POOL)

    def add(self, added: Iterable[ReceiptedEvent]) -> None:
        self.events.rows.update({one.event.header.id: one for one in added})

    def begin_at(self, milliseconds: int) -> None:
        self.heads.head = replace(self.heads.head, began_at=moment.to_text(milliseconds))

    def matching(self, selection: Selection, before: str, *, ascending: bool) -> list[str]:
        """Brute force: the ids of all events before a moment that match, in order; those whose body is gone may."""
        found = [one for one in self.events.headers_in_order if one.recorded_at < before and self._may(selection, one)]
        return [one.id for one in (found if ascending else reversed(found))]

    def pages(self, selection: Selection, *, ascending: bool, limit: int) -> list[Page]:
        """Every page to the end."""
        pages = [self.search.page(selection, ascending=ascending, limit=limit)]
        while (cursor := pages[-1].cursor) is not None:
            pages.append(self.search.page(selection, ascending=ascending, limit=limit, cursor=cursor))
        return pages

    def _may(self, selection: Selection, header: Header) -> bool:
        if header.id in self.rows.changed:
            return selection.filters.match(header)
        return selection.match(header, canonical.decode(self.events.rows[header.id].event.body_bytes))


def ids(pages: Iterable[Page]) -> list[str]:
    return [entry.id for page in pages for entry in page.events]
