"""Kinds that fire on the crossing event, against their definition over the whole set of events."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lacre.detection.admitting import admit
from lacre.detection.kinds.chain import Chain
from lacre.detection.kinds.distinct import Distinct
from lacre.detection.kinds.kind import Kind
from lacre.detection.kinds.ordered import Ordered
from lacre.detection.window import Windowing
from lacre.ports.detection import Arrival
from tests.unit.detection.definition import (
    Definition,
    Holds,
    Window,
    chained,
    distinct,
    in_order,
    together,
)
from tests.unit.detection.feeding import batches_of, run
from tests.unit.detection.worlds import event_id

Values = Callable[[int, int], tuple[Kind, Holds]]
NO_VALUES, MARKS = ("",), (1, 2, 4, 3, 5, 6, 7)


def value_count(timespan: int, threshold: int) -> tuple[Kind, Holds]:
    return Distinct(timespan, threshold), distinct(threshold, timespan)


def temporal(timespan: int, threshold: int) -> tuple[Kind, Holds]:
    selections = min(threshold, 3)
    kind = Distinct(timespan, selections, (1 << selections) - 1, by_value=False)
    return kind, together(selections, timespan)


def temporal_ordered(timespan: int, threshold: int) -> tuple[Kind, Holds]:
    demands = tuple(range(min(threshold, 3)))
    return Ordered(timespan, demands), in_order(demands)


@st.composite
def windowings(draw: st.DrawFn, kind: Values) -> tuple[Windowing, Definition]:
    timespan, lateness = draw(st.integers(3, 12)), draw(st.integers(0, 10))
    reach = timespan + lateness
    found, holds = kind(timespan, draw(st.integers(1, 4)))
    windowing = Windowing(
        found,
        lateness,
        suppression_ms=reach + draw(st.sampled_from([0, 1, 7])),
        retention_ms=reach + draw(st.sampled_from([0, 1, 20])),
    )
    return windowing, Definition(timespan, windowing.suppression_ms, holds, counted=found.counted)


@pytest.mark.parametrize("kind", [value_count, temporal, temporal_ordered])
@settings(max_examples=250, deadline=None)
@given(data=st.data())
def test_any_order_and_batching_within_the_lateness_ends_as_the_definition(data: st.DataObject, kind: Values) -> None:
    windowing, definition = data.draw(windowings(kind))
    batches = data.draw(batches_of(windowing, MARKS, ("a", "b", "A", "c", "d"), most=24))
    events = {event for batch in batches for event in batch}
    expected = dict(enumerate(definition.episodes(events), 1))
    running = run(batches, windowing)
    assert running.evidence == expected
    assert running.forgotten == []


@pytest.mark.parametrize("kind", [value_count, temporal, temporal_ordered])
@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_nothing_new_changes_nothing(data: st.DataObject, kind: Values) -> None:
    windowing, _ = data.draw(windowings(kind))
    batches = data.draw(batches_of(windowing, MARKS, ("a", "b", "c")))
    running = run(batches, windowing)
    assert admit(running.state, running.state.arrivals, windowing).state == running.state
    for batch in batches:
        again = admit(running.state, batch, windowing)
        assert (again.state, again.raised, again.amended) == (running.state, (), ())


@st.composite
def chains(draw: st.DrawFn) -> tuple[Windowing, Chain]:
    timespan, lateness = draw(st.integers(3, 12)), draw(st.integers(0, 6))
    threshold = draw(st.integers(2, 5))
    kind = Chain(timespan, threshold, length=draw(st.integers(2, threshold)), gap=draw(st.integers(1, 3)))
    reach = timespan + lateness
    return Windowing(kind, lateness, suppression_ms=reach + 3, retention_ms=reach), kind


@settings(max_examples=250, deadline=None)
@given(st.data())
def test_a_chain_fires_where_it_is_defined_on_evidence_that_fires_by_itself(data: st.DataObject) -> None:
    windowing, kind = data.draw(chains())
    values = ("1", "2", "4", "7", "12", "13", "30", "a", "b", "c")
    batches = data.draw(batches_of(windowing, (1,), values, most=24))
    events = {event for batch in batches for event in batch}
    holds = chained(kind.threshold, kind.length, kind.gap)

    def crossing(window: Window, _: int) -> tuple[Arrival, ...] | None:
        return (window[-1],) if holds(window) else None

    definition = Definition(kind.timespan_ms, windowing.suppression_ms, crossing)
    expected = [crossed for (crossed,) in definition.episodes(events)]
    straight = run([sorted(events)], windowing).evidence
    running = run(batches, windowing).evidence
    assert running == straight
    assert [evidence[-1] for evidence in running.values()] == expected
    for evidence in running.values():
        assert holds(evidence)
        assert len(evidence) <= kind.threshold + 1
        assert evidence[0].at >= evidence[-1].at - kind.timespan_ms


MINUTE = 60_000
ENUMERATION = Chain(10 * MINUTE, 10, length=8, gap=3)
DENIED = Windowing(ENUMERATION, 5 * MINUTE, suppression_ms=15 * MINUTE, retention_ms=15 * MINUTE)


def reads(*ids: object) -> list[Arrival]:
    return [Arrival(1000 + turn, event_id(turn), 1, str(value)) for turn, value in enumerate(ids, 1)]


@pytest.mark.parametrize(
    ("ids", "fires"),
    [
        (list(range(100, 110)), True),
        (list(range(109, 99, -1)), True),
        (list(range(100, 109)), False),
        ([100, 103, 106, 109, 112, 115, 118, 121, 5000, 9000], True),
        ([100, 104, 108, 112, 116, 120, 124, 128, 132, 136], False),
        ([100, 101, 102, 103, 104, 105, 106, 107, 107, 106], False),
        ([turn * 1000 for turn in range(200)], False),
        ([f"9b1f-{turn}" for turn in range(10)], True),
        ([f"9b1f-{turn}" for turn in range(9)] + [5], False),
        (["a", "A", *range(1, 9)], True),
        ([str(10**17 + turn) for turn in range(10)], True),
        (["1", "01", "001", "0001", "00001", "2", "02", "3", "03", "4"], False),
    ],
    ids=[
        "ten in a row",
        "counted down",
        "N-1",
        "with gaps of three",
        "with gaps of four",
        "repeats are one",
        "random ids",
        "ids that are no numbers",
        "N-1 of them and a number",
        "letter case makes two",
        "long numbers",
        "one number written differently",
    ],
)
def test_enumeration(ids: list[object], *, fires: bool) -> None:
    assert bool(run([reads(*ids)], DENIED).evidence) is fires
    assert bool(run([[one] for one in reads(*ids)][::-1], DENIED).evidence) is fires


def test_more_values_than_a_chain_keeps_are_set_aside_by_name() -> None:
    events = reads(*(turn * 1000 for turn in range(1200)))
    running = run([events], DENIED)
    assert running.forgotten == events[:500]
    assert running.evidence == {}
    running.feed(events[:500])
    assert running.late == events[:500]


def test_what_is_put_in_order_while_it_is_quiet_still_counts_afterwards() -> None:
    """B is there before the A that belongs in front of it, both in the suppression of another episode."""
    windowing = Windowing(Ordered(10 * MINUTE, (0, 1, 2)), 5 * MINUTE, 15 * MINUTE, 15 * MINUTE)
    first = [Arrival(1000 + turn, event_id(1 + turn), 1 << turn) for turn in range(3)]
    quiet = 14 * MINUTE
    a, b, c = (Arrival(quiet + turn * MINUTE, event_id(10 + turn), 1 << turn) for turn in range(3))
    assert run([first, [b], [a], [c]], windowing).evidence == {1: tuple(first), 2: (a, b, c)}


def test_repeats_without_end_of_few_values_are_kept_in_few_arrivals() -> None:
    windowing = Windowing(Distinct(10 * MINUTE, 5), 5 * MINUTE, 15 * MINUTE, 15 * MINUTE)
    running = run([[Arrival(1000 + turn, event_id(turn), 1, str(turn % 4)) for turn in range(10_000)]], windowing)
    assert len(running.state.arrivals) == 8
    running.feed([Arrival(4_321, event_id(20_000), 1, "another")])
    assert len(running.evidence[1]) == 5
