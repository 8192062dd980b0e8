"""Counts in windows: edges, and that the result depends on the set of events alone."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lacre.detection.admitting import admit
from lacre.detection.kinds.event_count import EventCount
from lacre.detection.window import Windowing
from lacre.ports.detection import Arrival
from tests.unit.detection.definition import Definition, count
from tests.unit.detection.feeding import batches_of, run
from tests.unit.detection.worlds import HOUR, MINUTE, WINDOWING, event_id

DAY_BEFORE_MIDNIGHT = 1_795_046_400_000 - 2 * MINUTE


def at(*moments: int, start: int = 0) -> list[Arrival]:
    return [Arrival(start + moment, event_id(number)) for number, moment in enumerate(moments, 1)]


def test_n_minus_one_is_silent() -> None:
    assert run([at(1, 2, 3, 4)], WINDOWING).evidence == {}


def test_n_fires_once_with_exactly_n_evidence_ids() -> None:
    events = at(1, 2, 3, 4, 5, 6, 7)
    running = run([[event] for event in events], WINDOWING)
    assert running.evidence == {1: tuple(events[:5])}


def test_exactly_w_fires() -> None:
    assert len(run([at(1, 2, 3, 4, 10 * MINUTE + 1)], WINDOWING).evidence) == 1


def test_one_millisecond_more_than_w_does_not() -> None:
    assert run([at(1, 2, 3, 4, 10 * MINUTE + 2)], WINDOWING).evidence == {}


def test_a_window_crosses_midnight_and_every_bucket() -> None:
    events = at(*(turn * MINUTE for turn in range(5)), start=DAY_BEFORE_MIDNIGHT)
    assert len(run([[event] for event in events], WINDOWING).evidence) == 1


@pytest.mark.parametrize("repeated", [3, 4], ids=["(N-1)th", "Nth"])
def test_a_duplicate_fifty_times_counts_once(repeated: int) -> None:
    events = at(1, 2, 3, 4, 5)
    upto = events[: repeated + 1]
    running = run([[event] for event in upto] + [[events[repeated]]] * 50, WINDOWING)
    assert len(running.evidence) == (1 if repeated == 4 else 0)


def test_events_of_one_millisecond_are_ordered_by_their_ids() -> None:
    events = at(1, 1, 1, 1, 1, 1)
    for seed in range(20):
        shuffled = random.Random(seed).sample(events, 6)
        assert run([[event] for event in shuffled], WINDOWING).evidence == {1: tuple(events[:5])}


def test_an_event_exactly_as_late_as_is_allowed_still_changes_the_evidence() -> None:
    events = at(1, 2, 3, 4, 5, 5)
    newer = Arrival(5 + WINDOWING.lateness_ms, event_id(9))
    running = run([[*events[:4], events[5]], [newer], [events[4]]], WINDOWING)
    assert running.evidence == {1: tuple(events[:5])}


def test_an_attack_without_end_is_told_of_once_in_each_suppression() -> None:
    events = [Arrival(1 + second * 1000, event_id(second + 1)) for second in range(3600)]
    running = run([events[start : start + 7] for start in range(0, 3600, 7)], WINDOWING)
    assert [evidence[-1].at for evidence in running.evidence.values()] == [
        4_001,
        905_001,
        1_806_001,
        2_707_001,
    ]


def test_an_event_later_than_all_that_is_kept_is_named_and_not_counted() -> None:
    batches = [at(1, 16 * MINUTE), [Arrival(2, event_id(9))], [Arrival(MINUTE, event_id(10))]]
    assert run(batches, WINDOWING).late == [Arrival(2, event_id(9))]


def test_retention_counts_what_comes_beyond_the_lateness() -> None:
    patient = Windowing(EventCount(10 * MINUTE, 5), 5 * MINUTE, 15 * MINUTE, retention_ms=HOUR)
    first, rest = at(50 * MINUTE), [Arrival(moment, event_id(moment + 2)) for moment in range(1, 6)]
    assert len(run([first, rest], patient).evidence) == 1


@pytest.mark.parametrize("figure", ["suppression_ms", "retention_ms"])
def test_less_than_timespan_and_lateness_would_lose_events_and_is_refused(figure: str) -> None:
    figures = {**vars(WINDOWING), figure: 15 * MINUTE - 1}
    with pytest.raises(ValueError, match="at least timespan"):
        Windowing(**figures)


def test_more_than_an_item_holds_is_refused() -> None:
    with pytest.raises(ValueError, match="keep up to"):
        Windowing(EventCount(MINUTE, 5), 0, HOUR, retention_ms=HOUR)


@st.composite
def windowings(draw: st.DrawFn) -> Windowing:
    timespan, lateness = draw(st.integers(1, 12)), draw(st.integers(0, 10))
    reach = timespan + lateness
    return Windowing(
        EventCount(timespan, draw(st.integers(1, 5))),
        lateness,
        suppression_ms=reach + draw(st.sampled_from([0, 1, 7])),
        retention_ms=reach + draw(st.sampled_from([0, 1, 20])),
    )


def defined(windowing: Windowing) -> Definition:
    kind = windowing.kind
    assert isinstance(kind, EventCount)
    return Definition(kind.timespan_ms, windowing.suppression_ms, count(kind.threshold))


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_any_order_and_batching_within_the_lateness_ends_as_the_definition(data: st.DataObject) -> None:
    windowing = data.draw(windowings())
    batches = data.draw(batches_of(windowing, most=60))
    events = {event for batch in batches for event in batch}
    expected = dict(enumerate(defined(windowing).episodes(events), 1))
    assert run(batches, windowing).evidence == expected


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_the_state_itself_depends_on_the_set_alone(data: st.DataObject) -> None:
    windowing = data.draw(windowings())
    batches = data.draw(batches_of(windowing))
    events = sorted({event for batch in batches for event in batch})
    assert run(batches, windowing).state == run([[event] for event in events], windowing).state


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_nothing_new_changes_nothing(data: st.DataObject) -> None:
    windowing = data.draw(windowings())
    batches = data.draw(batches_of(windowing))
    state = run(batches, windowing).state
    assert admit(state, state.arrivals, windowing).state == state
