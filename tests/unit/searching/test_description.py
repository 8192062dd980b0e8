"""Words of the description: bodies are read in bounded batches, and rows that cannot be held against them told of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pytest

from lacre.model import canonical, moment
from lacre.model.event import Event, ReceiptedEvent, checksum
from lacre.model.filters import Filters, Selection
from lacre.ports.rows import RowReader, StoredRow, UnreadableRow, entry_position
from lacre.searching import budget
from lacre.searching.search import Page, Search
from tests.fakes.ambient import START
from tests.unit.searching.population import POOL, Population, event, ids

HOUR = 3_600_000
ANA = Selection(text="ana")


@dataclass
class CountingRows:
    reader: RowReader
    batches: list[int] = field(default_factory=list)

    def rows(self, event_ids: Sequence[str]) -> Mapping[str, StoredRow]:
        self.batches.append(len(event_ids))
        return self.reader.rows(event_ids)


def populated(*names: str) -> tuple[Population, list[ReceiptedEvent]]:
    """An event a second, by these people."""
    population = Population()
    population.begin_at(START - 2 * HOUR)
    added = [event(START - HOUR + 1_000 * number, name=name) for number, name in enumerate(names)]
    population.add(added)
    return population, added


def pages_of(search: Search, selection: Selection, *, ascending: bool, limit: int) -> list[Page]:
    pages = [search.page(selection, ascending=ascending, limit=limit)]
    while (cursor := pages[-1].cursor) is not None:
        pages.append(search.page(selection, ascending=ascending, limit=limit, cursor=cursor))
    return pages


@pytest.mark.parametrize("ascending", [True, False])
def test_one_request_reads_so_many_bodies_and_the_next_goes_on(
    monkeypatch: pytest.MonkeyPatch, ascending: bool
) -> None:
    monkeypatch.setattr(budget, "MAXIMUM_BODIES", 50)
    population, added = populated(*["Rui"] * 120, "Ana", *["Rui"] * 120)
    counting = CountingRows(population.rows)
    search = Search(population.events, counting, population.heads, population.clock, POOL)
    pages = pages_of(search, ANA, ascending=ascending, limit=10)
    assert ids(pages) == [added[120].event.header.id]
    assert [page.scanned for page in pages] == [50, 50, 50, 50, 41]
    assert sum(counting.batches) == 241, "each body once"
    assert [page.is_complete for page in pages] == [False] * 4 + [True]


def test_bodies_are_read_only_of_what_the_headers_leave() -> None:
    population, _ = populated("Ana", "Ana", "Ana")
    odd = event(START - HOUR + 500, name="Ana", action="BLOCK_POS")
    population.add([odd])
    counting = CountingRows(population.rows)
    search = Search(population.events, counting, population.heads, population.clock, POOL)
    page = search.page(Selection(Filters(action="BLOCK_POS"), "ana"), ascending=True, limit=10)
    assert (ids([page]), page.scanned, counting.batches) == ([odd.event.header.id], 4, [1])
    search.page(Selection(), ascending=True, limit=10)
    assert counting.batches == [1], "without words no body is read"


def test_no_batch_is_larger_than_the_store_takes_at_once() -> None:
    population, _ = populated(*["Rui"] * 900)
    counting = CountingRows(population.rows)
    search = Search(population.events, counting, population.heads, population.clock, POOL)
    assert ids(pages_of(search, ANA, ascending=True, limit=200)) == []
    assert (max(counting.batches), sum(counting.batches)) == (100, 900)


def test_a_slow_store_of_bodies_ends_the_page_and_not_the_search() -> None:
    population, added = populated(*["Ana", "Rui"] * 150)

    class SlowRows(CountingRows):
        def rows(self, event_ids: Sequence[str]) -> Mapping[str, StoredRow]:
            population.clock.advance(1_500)
            return super().rows(event_ids)

    search = Search(population.events, SlowRows(population.rows), population.heads, population.clock, POOL)
    pages = pages_of(search, ANA, ascending=False, limit=100)
    assert len(pages) > 2
    assert ids(pages) == [one.event.header.id for one in reversed(added[::2])]


@pytest.mark.parametrize("damage", ["removed", "cut", "other", "no description"])
@pytest.mark.parametrize("ascending", [True, False])
def test_a_body_that_is_no_longer_the_recorded_one_is_told_of(damage: str, ascending: bool) -> None:
    population, added = populated("Rui", "Rui", "Ana")
    stored = added[1]
    header = stored.event.header
    if damage == "no description":
        # Somebody who can write the row can write a header that fits its body.
        body = canonical.encode({"actor_name": "Rui"})
        forged = Event.of(replace(header, checksum=checksum(body)), body)
        population.add([ReceiptedEvent(forged, stored.receipt)])
        header = forged.header
    else:
        whole = population.rows.rows([header.id])[header.id]
        changed = {"removed": None, "cut": replace(whole, body=whole.body[:-1]), "other": replace(whole, body="{}")}
        population.rows.changed[header.id] = changed[damage]
    (page,) = population.pages(ANA, ascending=ascending, limit=5)
    expected = [UnreadableRow(header.id, entry_position(header)), added[2].event.header]
    assert list(page.events) == (expected if ascending else expected[::-1])
    assert page.is_complete


def test_the_newest_are_held_against_the_words_too() -> None:
    population = Population()
    population.begin_at(START - HOUR)
    fresh = [event(START - 1_000 - number, name=name) for number, name in enumerate(("Ana", "Rui"))]
    population.add(fresh)
    page = population.search.page(ANA, ascending=False, limit=5)
    assert [one.id for one in page.newest] == [fresh[0].event.header.id]
    assert page.watermark < moment.to_text(START)
