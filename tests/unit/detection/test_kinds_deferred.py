"""Kinds that later facts can undo, against their definition over the whole set of events."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lacre.detection.admitting import admit
from lacre.detection.kinds.distinct import Distinct
from lacre.detection.kinds.event_count import EventCount
from lacre.detection.kinds.kind import Kind
from lacre.detection.kinds.ordered import Ordered
from lacre.detection.kinds.ratio import Ratio
from lacre.detection.window import Windowing
from lacre.ports.detection import Arrival, WindowState
from tests.unit.detection.definition import Definition, Holds, count, distinct, in_order, share
from tests.unit.detection.feeding import batches_of, run
from tests.unit.detection.worlds import MINUTE, event_id

MARKS = (1, 1, 1, 2, 2, 3, 4)
NEVER, RESET = 0, 4
Made = tuple[Kind, Holds, int]
"""A kind, its definition, and the mask of what resets it."""


def consecutive(timespan: int, threshold: int) -> Made:
    return EventCount(timespan, threshold, counted=3), count(threshold), RESET


def reset_by_what_counts(timespan: int, threshold: int) -> Made:
    return EventCount(timespan, threshold, counted=3), count(threshold), 2


def distinct_since(timespan: int, threshold: int) -> Made:
    return Distinct(timespan, threshold, counted=3), distinct(threshold, timespan), RESET


def ordered_since(timespan: int, _: int) -> Made:
    return Ordered(timespan, (0, 1)), in_order((0, 1)), RESET


def sequence(timespan: int, threshold: int) -> Made:
    demands = (0,) * threshold + (1,)
    return Ordered(timespan, demands), in_order(demands), NEVER


def sequence_reset_by_its_last_step(timespan: int, threshold: int) -> Made:
    demands = (0,) * threshold + (1,)
    return Ordered(timespan, demands), in_order(demands), 2


def ratio(timespan: int, threshold: int) -> Made:
    return Ratio(timespan, 0, 1, threshold, Fraction("0.30")), share(0, 1, threshold, "0.30"), NEVER


def ratio_of_what_is_among(timespan: int, threshold: int) -> Made:
    return Ratio(timespan, 1, 1, threshold, Fraction(1)), share(1, 1, threshold, "1"), RESET


KINDS = [
    consecutive,
    reset_by_what_counts,
    distinct_since,
    ordered_since,
    sequence,
    sequence_reset_by_its_last_step,
    ratio,
    ratio_of_what_is_among,
]


@st.composite
def windowings(draw: st.DrawFn, made: Callable[[int, int], Made]) -> tuple[Windowing, Definition]:
    timespan, lateness = draw(st.integers(3, 12)), draw(st.integers(0, 10))
    reach = timespan + lateness
    kind, holds, reset_on = made(timespan, draw(st.integers(1, 3)))
    suppression = reach + draw(st.sampled_from([0, 1, 7]))
    windowing = Windowing(kind, lateness, suppression, reach, reset_on=reset_on, is_deferred=True)
    return windowing, Definition(timespan, suppression, holds, kind.counted, reset_on)


@pytest.mark.parametrize("made", KINDS)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_order_and_batching_within_the_lateness_ends_as_the_definition(
    data: st.DataObject, made: Callable[[int, int], Made]
) -> None:
    windowing, definition = data.draw(windowings(made))
    batches = data.draw(batches_of(windowing, MARKS, ("a", "b", "A"), most=24))
    events = {event for batch in batches for event in batch}
    expected = dict(enumerate(definition.episodes(events), 1))
    running = run(batches, windowing, up_to=max(events).at + windowing.lateness_ms + 1)
    assert running.evidence == expected
    assert running.forgotten == []
    assert running.state.due_at is None


@pytest.mark.parametrize("made", KINDS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_what_seems_to_cross_is_due_when_its_lateness_has_passed(
    data: st.DataObject, made: Callable[[int, int], Made]
) -> None:
    """Deciding at each moment that is due, and at none else, ends as the definition."""
    windowing, definition = data.draw(windowings(made))
    batches = data.draw(batches_of(windowing, MARKS, ("a", "b"), most=24))
    events = {event for batch in batches for event in batch}
    running = run(batches, windowing)
    while running.state.due_at is not None:
        running.feed([], running.state.due_at)
    assert list(running.evidence.values()) == definition.episodes(events)


@pytest.mark.parametrize("made", KINDS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_nothing_new_changes_nothing(data: st.DataObject, made: Callable[[int, int], Made]) -> None:
    windowing, _ = data.draw(windowings(made))
    batches = data.draw(batches_of(windowing, MARKS, ("a", "b")))
    running = run(batches, windowing)
    for batch in [list(running.state.arrivals), *batches]:
        again = admit(running.state, batch, windowing)
        assert (again.state, again.raised, again.amended) == (running.state, (), ())


CONSECUTIVE = Windowing(EventCount(10 * MINUTE, 10), 5 * MINUTE, 15 * MINUTE, 15 * MINUTE, reset_on=2, is_deferred=True)


def failures(*seconds: int, first: int = 1) -> list[Arrival]:
    return [Arrival(1_000 * (1 + second), event_id(first + turn)) for turn, second in enumerate(seconds)]


def success(second: int) -> Arrival:
    return Arrival(1_000 * (1 + second), event_id(900), marks=2)


def test_a_success_that_comes_late_undoes_a_row_of_failures_before_it_is_told_of() -> None:
    row = failures(*range(10))
    running = run([row], CONSECUTIVE)
    assert running.evidence == {}
    assert running.state.due_at == row[-1].at + 5 * MINUTE + 1
    undone = run([row, [success(5)]], CONSECUTIVE)
    assert undone.state.due_at is None
    undone.feed([], 60 * MINUTE)
    assert undone.evidence == {}


def test_a_success_after_the_tenth_failure_does_not_undo_it() -> None:
    row = failures(*range(10))
    assert run([[*row, success(10)]], CONSECUTIVE, 60 * MINUTE).evidence == {1: tuple(row)}


def test_a_flood_is_decided_before_its_time_and_what_it_no_longer_allows_is_named() -> None:
    flood = [Arrival(1_000 + turn, event_id(turn)) for turn in range(1, 10_001)]
    running = run([flood], CONSECUTIVE)
    assert running.evidence == {1: tuple(flood[:10])}
    assert len(running.state.arrivals) <= 200 + 9
    straggler = Arrival(1_500, event_id(20_000), marks=2)
    running.feed([straggler])
    assert running.late == [straggler]


def test_a_login_after_a_burst_of_failures() -> None:
    windowing = Windowing(Ordered(10 * MINUTE, (0,) * 5 + (1,)), 5 * MINUTE, 15 * MINUTE, 15 * MINUTE, is_deferred=True)
    row = failures(*range(7))
    assert run([[*row, success(8)]], windowing, 60 * MINUTE).evidence == {1: (*row[2:], success(8))}
    assert run([[*row[:4], success(8)]], windowing, 60 * MINUTE).evidence == {}
    assert run([[success(0), *row[1:]]], windowing, 60 * MINUTE).evidence == {}


def test_thirty_percent_is_exact() -> None:
    day = 24 * 60 * MINUTE
    kind = Ratio(day, 0, 1, 20, Fraction("0.30"))
    windowing = Windowing(kind, 5 * MINUTE, 2 * day, 2 * day, is_deferred=True)
    sales = [Arrival(1_000 + turn, event_id(turn), marks=2) for turn in range(1, 21)]
    cancelled = [Arrival(2_000 + turn, event_id(100 + turn), marks=1) for turn in range(6)]
    assert run([[*sales, *cancelled[:5]]], windowing, 2 * day).evidence == {}
    assert run([[*sales, *cancelled]], windowing, 2 * day).evidence == {1: tuple(cancelled)}
    assert run([[*sales[1:], *cancelled]], windowing, 2 * day).evidence == {}


def test_an_alert_names_a_hundred_events_and_tells_how_many_there_are() -> None:
    day = 24 * 60 * MINUTE
    windowing = Windowing(Ratio(day, 0, 0, 150, Fraction(1)), 5 * MINUTE, 2 * day, 2 * day, is_deferred=True)
    sales = [Arrival(1_000 + turn, event_id(turn)) for turn in range(1, 151)]
    (episode,) = admit(WindowState("key"), sales, windowing, up_to=day).raised
    assert (episode.evidence, episode.count) == (tuple(sales[50:]), 150)


def test_more_events_of_a_share_than_are_kept_are_set_aside_by_name() -> None:
    day = 24 * 60 * MINUTE
    windowing = Windowing(Ratio(day, 0, 1, 20, Fraction("0.30")), 5 * MINUTE, 2 * day, 2 * day, is_deferred=True)
    sales = [Arrival(1_000 + turn, event_id(turn), marks=2) for turn in range(1, 12_001)]
    running = run([sales], windowing, day)
    assert running.forgotten == sales[:7_000]
    assert running.state.arrivals == tuple(sales[7_000:])
