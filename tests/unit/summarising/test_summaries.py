"""What is kept and what is counted on request are together what the log holds, whatever the moment."""

import random
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lacre.model import moment
from lacre.model.header import Header
from lacre.ports.events import COMMITTED_WITHIN_MS
from lacre.ports.rows import Entry
from lacre.ports.sealing import Head
from lacre.ports.summaries import Summary
from lacre.searching.search import SETTLED_AFTER_MS
from lacre.summarising import last_day, summarise_hours
from lacre.summarising.lanes import Lanes, hour_of
from lacre.summarising.last_day import Day, LastDay
from lacre.summarising.summarise_hours import BACK_HOURS, WITHIN_MS, SummariseHours
from tests.fakes.ambient import ManualClock
from tests.fakes.crash import Steps
from tests.fakes.sealing import MemoryHeads
from tests.fakes.summaries import MemorySummaries
from tests.unit.summarising.days import HOUR_MS, NOON, TimeIndex, entries

POOL = ThreadPoolExecutor(4)


class Stage:
    def __init__(self, made: Sequence[Entry] = (), now: int = NOON) -> None:
        self.clock, self.index, self.summaries = ManualClock(now), TimeIndex(), MemorySummaries()
        self.heads = MemoryHeads(Steps(), Head(size=9, published=9, began_at=moment.to_text(now - 72 * HOUR_MS)))
        for entry in made:
            self.index.add(entry)
        lanes = Lanes(self.index, POOL)
        self.summarise = SummariseHours(lanes, self.heads, self.summaries, self.clock)
        self.last_day = LastDay(lanes, self.summaries, self.heads, self.clock)


def brute(made: Sequence[Entry], now: int) -> tuple[dict[str, int], Counter[str], Counter[str], int]:
    """Events by the hour, severities, actors and denials of the 24 hours that end with this one."""
    since = hour_of(now - 23 * HOUR_MS)
    inside = [one for one in made if since <= one.recorded_at[:13] and one.recorded_at <= moment.to_text(now)]
    headers = [one for one in inside if isinstance(one, Header)]
    return (
        dict(Counter(one.recorded_at[:13] for one in inside)),
        Counter(one.severity.value for one in headers),
        Counter(one.actor_id for one in headers),
        sum(one.outcome.value == "DENIED" for one in headers),
    )


def assert_is(day: Day, made: Sequence[Entry], now: int) -> None:
    by_hour, severity, actors, denials = brute(made, now)
    assert [hour.hour for hour in day.hours] == sorted({hour.hour for hour in day.hours})
    assert {hour.hour: hour.events for hour in day.hours if hour.events} == by_hour
    assert sum((hour.severity for hour in day.hours), Counter()) == severity
    assert sum(hour.denials for hour in day.hours) == denials
    for rank in day.actors:
        assert rank.at_least <= actors[rank.name] <= rank.at_most
    assert day.is_whole


LAGS_MS = (0, 1_000, COMMITTED_WITHIN_MS, SETTLED_AFTER_MS - 1)
JUST_MS = 2 * SETTLED_AFTER_MS


def committed(made: Sequence[Entry], seed: int) -> list[tuple[int, Entry]]:
    """When each event can be read (ms since 1970), in that order: up to a while after it was recorded."""
    chance = random.Random(seed)
    lagging = [(moment.to_milliseconds(one.recorded_at) + chance.choice(LAGS_MS), one) for one in made]
    return sorted(lagging, key=lambda one: (one[0], one[1].id))


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    count=st.integers(0, 400),
    names=st.sampled_from([3, 20, 400]),
    runs=st.lists(st.integers(0, 30 * HOUR_MS), max_size=4),
    back=st.integers(0, 2 * HOUR_MS),
)
def test_kept_and_live_are_what_brute_force_counts(
    seed: int, count: int, names: int, runs: list[int], back: int
) -> None:
    now = NOON + back
    looks = [*sorted(now - one for one in runs), now]
    made = entries(seed, count, now - 30 * HOUR_MS, now, names)
    for turn, at in enumerate(looks):
        made += entries(seed + turn + 1, 12, at - JUST_MS, at, names)
    stage, waiting = Stage(now=now), committed(made, seed)
    for at in looks:
        stage.clock.time = at
        while waiting and waiting[0][0] <= at:
            stage.index.add(waiting.pop(0)[1])
        if at < now:
            stage.summarise()
    day = stage.last_day()
    there = [entry for lane in stage.index.lanes.values() for entry in lane]
    assert len(there) + len(waiting) == len(made)
    assert_is(day, there, now)
    if names == 3:
        ordered = sorted(brute(there, now)[2].items(), key=lambda one: (-one[1], one[0]))
        assert [(one.name, one.at_least, one.is_exact) for one in day.actors] == [(*one, True) for one in ordered]


def test_an_hour_is_a_function_of_its_events() -> None:
    made = entries(1, 300, NOON - 3 * HOUR_MS, NOON)
    first, second = Stage(made), Stage(made[::-1])
    second.clock.advance(-HOUR_MS)
    second.summarise()
    second.clock.advance(HOUR_MS)
    for stage in (first, second, second):
        stage.summarise()
    assert {hour: second.summaries.rows[hour] for hour in first.summaries.rows} == first.summaries.rows


def test_what_may_still_appear_is_not_final() -> None:
    stage = Stage(entries(2, 50, NOON - HOUR_MS, NOON), now=NOON + SETTLED_AFTER_MS - 1)
    stage.summarise()
    eleven = stage.summaries.rows["2026-11-22T11"]
    assert (eleven.is_final, eleven.until) == (False, "2026-11-22T11:59:59.999Z")
    stage.clock.advance(1)
    stage.summarise()
    assert stage.summaries.rows["2026-11-22T11"].is_final
    assert stage.summaries.rows["2026-11-22T12"] == Summary("2026-11-22T12", "2026-11-22T12:00:00.000Z", tree_size=9), (
        "of the new hour nothing is settled"
    )


def test_a_final_hour_is_not_read_again() -> None:
    stage = Stage(entries(3, 50, NOON - 5 * HOUR_MS, NOON))
    assert stage.summarise() == {"counted": BACK_HOURS, "left": 0}
    stage.index.asked = 0
    stage.clock.advance(60_000)
    # The hour before noon was not settled, and noon's own has begun.
    assert stage.summarise() == {"counted": 2, "left": 0}
    assert stage.index.asked == 8


def test_a_run_that_is_out_of_time_leaves_the_oldest_hours_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = Stage(entries(4, 50, NOON - 5 * HOUR_MS, NOON))
    keep = stage.summaries.keep

    def slow(summary: Summary) -> bool:
        stage.clock.advance(WITHIN_MS // 10)
        return keep(summary)

    monkeypatch.setattr(stage.summaries, "keep", slow)
    assert stage.summarise() == {"counted": 10, "left": BACK_HOURS - 10}
    assert min(stage.summaries.rows) == "2026-11-22T02"
    monkeypatch.setattr(stage.summaries, "keep", keep)
    assert stage.summarise()["left"] == 0


def test_of_an_hour_that_holds_too_much_a_part_is_counted_and_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summarise_hours, "MOST_OF_AN_HOUR", 40)
    made = entries(5, 200, NOON - HOUR_MS, NOON)
    stage = Stage(made, now=NOON + HOUR_MS)
    stage.summarise()
    kept = stage.summaries.rows["2026-11-22T11"]
    assert kept.is_final
    assert (kept.is_whole, 40 <= kept.events < 200) == (False, True)
    assert stage.summarise()["counted"] == 1, "it is not counted again with each run"
    day = stage.last_day()
    assert not day.is_whole
    assert [hour.events for hour in day.hours if not hour.is_whole] == [kept.events]


def test_one_request_counts_so_much_and_says_how_far_it_came(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(last_day, "MOST_LIVE", 50)
    made = entries(6, 300, NOON - HOUR_MS, NOON)
    day = Stage(made, now=NOON + HOUR_MS // 2).last_day()
    (partly,) = [hour for hour in day.hours if hour.events]
    assert (partly.is_whole, day.is_whole) == (False, False)
    assert day.live == min(50, partly.events)
    before = [one for one in made if one.recorded_at < partly.until[:24]]
    assert len(before) <= partly.events < 300, "all that stands before it is counted"


def test_a_request_ends_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = Stage(entries(7, 300, NOON - HOUR_MS, NOON))
    headers = stage.index.headers

    def slow(*asked: object, **how: object) -> Sequence[Entry]:
        stage.clock.advance(1_000)
        return headers(*asked, **how)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(stage.index, "headers", slow)
    day = stage.last_day()
    assert not day.is_whole
    assert stage.index.asked <= 8


def test_nothing_before_the_log_began_is_looked_at() -> None:
    stage = Stage(entries(8, 10, NOON - 1000, NOON))
    stage.heads.head = Head()
    day = stage.last_day()
    assert sum(hour.events for hour in day.hours) == 10
    assert day.is_whole
    assert stage.index.asked <= 12
    stage.heads.head = replace(Head(), began_at=moment.to_text(NOON - 5 * HOUR_MS))
    stage.index.asked = 0
    assert stage.last_day().is_whole
    assert stage.index.asked <= 4 * 8
