"""Every answer equals a brute-force filter over the same events, whatever is asked and written meanwhile."""

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacre.model import moment
from lacre.model.filters import Filters, Selection, address_filter
from lacre.model.header import Header
from lacre.model.vocabulary import ActorType, EntityType, Severity
from lacre.ports.events import Slice
from lacre.ports.rows import Entry
from lacre.searching import budget, rounds, sieve
from lacre.searching.search import SETTLED_AFTER_MS, Search
from tests.fakes.ambient import START
from tests.unit.searching.population import POOL, Population, event, ids

HOUR = 3_600_000
ACTORS = ("u-1", "u-2", "unknown", "system:sweep")
ENTITIES = ("a-1", "a-2", "*")
NAMES = ("Ana Macuácua", "JOÃO Sitoe", "ﬁlipa (caixa) 100%", "Straße")
TEXTS = ("ana macuácua", "macuacua", "joão", "fil", "100%", "STRASSE", "created the agent a-1", "nobody")
CORRELATIONS = ("0194a000-0000-7000-8000-000000000001", "0194a000-0000-7000-8000-000000000002")

moments = st.integers(0, 5 * HOUR) | st.sampled_from((0, HOUR, 2 * HOUR, 2 * HOUR - 1))
rows = st.fixed_dictionaries(
    {
        "actor_id": st.sampled_from(ACTORS),
        "entity_type": st.sampled_from((EntityType.AGENT, EntityType.USER)),
        "entity_id": st.sampled_from(ENTITIES),
        "severity": st.sampled_from((Severity.INFO, Severity.CRITICAL)),
        "ip_address": st.sampled_from(("192.0.2.7", "192.0.2.200", "2001:db8::1", "system")),
        "name": st.sampled_from(NAMES),
    },
    optional={"correlation_id": st.sampled_from(CORRELATIONS), "actor_type": st.sampled_from(ActorType)},
)
filters = st.builds(
    Filters,
    start=st.none() | moments.map(lambda ms: moment.to_text(START - ms)),
    end=st.none() | moments.map(lambda ms: moment.to_text(START - ms)),
    actor_id=st.none() | st.sampled_from(ACTORS),
    entity_type=st.none() | st.sampled_from((EntityType.AGENT, EntityType.USER)),
    entity_id=st.none() | st.sampled_from(ENTITIES),
    severity=st.none() | st.sampled_from(Severity),
    correlation_id=st.none() | st.sampled_from(CORRELATIONS),
    ip=st.none() | st.sampled_from(("192.0.2.0/25", "192.0.2.7", "system", "2001:db8::/32")).map(address_filter),
    only_critical=st.booleans(),
)
selections = st.builds(Selection, filters, st.none() | st.sampled_from(TEXTS))
populations = st.lists(st.tuples(moments, rows), max_size=40)


@given(populations, selections, st.booleans(), st.integers(1, 9), st.sampled_from((1, 2, 500)), st.data())
def test_every_answer_is_that_of_brute_force(
    drawn: list[tuple[int, dict[str, Any]]],
    asked: Selection,
    ascending: bool,
    limit: int,
    chunk: int,
    data: st.DataObject,
) -> None:
    asked_own = data.draw(st.booleans(), "asks for an event's own correlation")
    population = Population()
    population.add(event(START - back, **fields) for back, fields in drawn)
    population.begin_at(START - 5 * HOUR)
    if asked_own and population.events.rows:
        own = data.draw(st.sampled_from(sorted(population.events.rows)))
        asked = Selection(Filters(correlation_id=own), asked.text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rounds, "_CHUNK", chunk)
        patch.setattr(sieve, "_PORTION", 5)
        patch.setattr(sieve, "_BATCH", 2)
        pages = population.pages(asked, ascending=ascending, limit=limit)
    watermark = moment.to_text(START - SETTLED_AFTER_MS)
    assert ids(pages) == population.matching(asked, watermark, ascending=ascending)
    assert [page.is_complete for page in pages] == [False] * (len(pages) - 1) + [True]
    assert all(len(page.events) <= limit for page in pages)
    shown_apart = [entry.id for page in pages for entry in page.newest]
    everything = population.matching(asked, "9", ascending=ascending)
    expected = [one for one in everything if one not in ids(pages)]
    assert shown_apart == expected[:limit]
    assert any(page.has_more_newest for page in pages) == (len(expected) > limit)


@given(
    populations,
    st.lists(st.tuples(st.integers(0, 9_000), rows), max_size=30),
    selections,
    st.booleans(),
    st.integers(1, 5),
)
def test_no_gap_and_no_double_while_events_arrive(
    before: list[tuple[int, dict[str, Any]]],
    arriving: list[tuple[int, dict[str, Any]]],
    asked: Selection,
    ascending: bool,
    limit: int,
) -> None:
    population = Population()
    population.add(event(START - back, **fields) for back, fields in before)
    population.begin_at(START - 5 * HOUR)
    seen, cursor = [], None
    first_watermark = moment.to_text(START - SETTLED_AFTER_MS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(budget, "MAXIMUM_BODIES", 3)
        while True:
            page = population.search.page(asked, ascending=ascending, limit=limit, cursor=cursor)
            seen += [entry.id for entry in page.events]
            cursor = page.cursor
            if cursor is None:
                break
            # A commit follows recorded_at by less than the function's timeout.
            population.add(event(population.clock.now() - late, **fields) for late, fields in arriving[:3])
            arriving = arriving[3:]
            population.clock.advance(4_000)
    until = page.watermark if ascending else first_watermark
    assert seen == population.matching(asked, until, ascending=ascending)


def test_a_search_without_a_start_begins_where_the_log_does() -> None:
    population = Population()
    population.add([event(START - 90 * HOUR), event(START - 2 * HOUR)])
    assert ids(population.pages(Selection(), ascending=True, limit=5)) == []
    population.begin_at(START - 90 * HOUR)
    (page,) = population.pages(Selection(), ascending=True, limit=5)
    assert len(page.events) == 2
    assert page.since == moment.to_text(START - 91 * HOUR)


@dataclass
class CountingIndex:
    population: Population
    queries: int = 0
    entries: int = 0

    def headers(self, wanted: Slice, *, ascending: bool, limit: int) -> list[Entry]:
        self.queries += 1
        found = list(self.population.events.headers(wanted, ascending=ascending, limit=limit))
        self.entries += len(found)
        return list(found)


@pytest.mark.parametrize("ascending", [True, False])
def test_a_long_and_empty_period_is_walked_in_bounded_steps(ascending: bool) -> None:
    population = Population()
    population.begin_at(START - 500 * HOUR)
    lone = event(START - 250 * HOUR, action="BLOCK_POS")
    population.add([lone])
    index = CountingIndex(population)
    search = Search(index, population.rows, population.heads, population.clock, POOL)
    cursor, found, pages = None, [], 0
    while True:
        index.queries = 0
        page = search.page(Selection(Filters(action="BLOCK_POS")), ascending=ascending, limit=50, cursor=cursor)
        assert index.queries <= budget.MAXIMUM_QUERIES + 32 + 8
        found += [entry.id for entry in page.events]
        pages, cursor = pages + 1, page.cursor
        if cursor is None:
            break
    assert (found, pages) == ([lone.event.header.id], 4)


def test_many_events_that_do_not_match_are_scanned_in_bounded_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "MAXIMUM_ENTRIES", 200)
    monkeypatch.setattr(rounds, "_CHUNK", 50)
    population = Population()
    population.begin_at(START - 2 * HOUR)
    population.add(event(START - HOUR + number) for number in range(1_000))
    pages = population.pages(Selection(Filters(action="BLOCK_POS")), ascending=True, limit=20)
    assert all(page.events == [] for page in pages)
    assert len(pages) >= 4
    assert sum(page.scanned for page in pages) == 1_000
    assert max(page.scanned for page in pages) <= 200 + 4 * 50


def test_a_slow_store_ends_the_page_and_not_the_search() -> None:
    population = Population()
    population.begin_at(START - 20 * HOUR)
    population.add(event(START - HOUR * number - 60_000) for number in range(20))

    class SlowIndex(CountingIndex):
        def headers(self, wanted: Slice, *, ascending: bool, limit: int) -> list[Entry]:
            population.clock.advance(1_000)
            return super().headers(wanted, ascending=ascending, limit=limit)

    search = Search(SlowIndex(population), population.rows, population.heads, population.clock, POOL)
    page = search.page(Selection(), ascending=False, limit=50)
    assert not page.is_complete
    found = [entry.id for entry in page.events]
    while page.cursor:
        page = search.page(Selection(), ascending=False, limit=50, cursor=page.cursor)
        found += [entry.id for entry in page.events]
    assert found == [one.id for one in reversed(population.events.headers_in_order)]


@pytest.mark.parametrize("limit", [0, 201, -1])
def test_a_page_has_1_to_200_events(limit: int) -> None:
    with pytest.raises(ValueError, match="1 to 200"):
        Population().search.page(Selection(), ascending=True, limit=limit)


def test_headers_are_what_is_found() -> None:
    population = Population()
    population.add([event(START - 20_000)])
    (page,) = population.pages(Selection(Filters(start=moment.to_text(START - 30_000))), ascending=True, limit=5)
    assert all(isinstance(entry, Header) for entry in page.events)
    assert page.scanned == 1
