"""A page has one budget, whatever it gathers: what is settled and the newest together."""

import pytest

from lacre.model.filters import Filters, Selection
from lacre.ports.events import Slice
from lacre.ports.rows import Entry
from lacre.searching import budget, rounds
from lacre.searching.search import Search
from tests.fakes.ambient import START
from tests.unit.searching.population import POOL, Population, event

NOTHING = Selection(Filters(action="BLOCK_POS"))


def crowded(newest: int, settled: int) -> Population:
    population = Population()
    population.begin_at(START - 3_600_000)
    population.add(event(START - 9_000 + number) for number in range(newest))
    population.add(event(START - 60_000 + number) for number in range(settled))
    return population


class Counting:
    """An index, what was read of it, and how long each query takes (ms)."""

    def __init__(self, population: Population, slowness: int = 0) -> None:
        self.population, self.slowness = population, slowness
        self.queries = self.entries = 0

    def headers(self, wanted: Slice, *, ascending: bool, limit: int) -> list[Entry]:
        self.population.clock.advance(self.slowness)
        found = list(self.population.events.headers(wanted, ascending=ascending, limit=limit))
        self.queries, self.entries = self.queries + 1, self.entries + len(found)
        return list(found)

    def search(self) -> Search:
        given = self.population
        return Search(self, given.rows, given.heads, given.clock, POOL)


@pytest.mark.parametrize("ascending", [True, False])
def test_entries_of_both_parts_count_together(monkeypatch: pytest.MonkeyPatch, ascending: bool) -> None:
    monkeypatch.setattr(budget, "MAXIMUM_ENTRIES", 600)
    monkeypatch.setattr(rounds, "_CHUNK", 25)
    counting = Counting(crowded(700, 300))
    page = counting.search().page(NOTHING, ascending=ascending, limit=20)
    # Neither part stops in the middle of a round, and neither is left out; two bounds would be 900 at least.
    assert counting.entries < 600 + 2 * 4 * 25
    assert page.has_more_newest


def test_time_of_both_parts_counts_together() -> None:
    counting = Counting(crowded(40, 40), slowness=100)
    page = counting.search().page(NOTHING, ascending=False, limit=20)
    assert counting.population.clock.now() - START <= budget.MAXIMUM_MS + 2 * 8 * 100
    assert page.cursor is not None


def test_newest_that_are_not_shown_are_not_read() -> None:
    counting = Counting(crowded(1_000, 60))
    page = counting.search().page(Selection(), ascending=False, limit=20)
    assert (len(page.newest), page.has_more_newest, len(page.events)) == (20, True, 20)
    assert counting.entries < 300


def test_a_flood_of_new_events_does_not_keep_a_search_from_the_old_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "MAXIMUM_ENTRIES", 50)
    monkeypatch.setattr(rounds, "_CHUNK", 25)
    population = crowded(400, 300)
    pages = population.pages(NOTHING, ascending=False, limit=10)
    assert (pages[0].has_more_newest, pages[-1].is_complete) == (True, True)
    assert sum(page.scanned for page in pages) == 300
