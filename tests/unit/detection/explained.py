"""Kinds beside their definitions, and a group explained in two ways: by all of its events, and by its live windows."""

from collections.abc import Callable, Collection
from fractions import Fraction

from hypothesis import strategies as st

from lacre.detection.explaining import explain_arrivals, explain_state
from lacre.detection.explanation import Explanation
from lacre.detection.kinds.chain import Chain
from lacre.detection.kinds.distinct import Distinct
from lacre.detection.kinds.event_count import EventCount
from lacre.detection.kinds.kind import Kind
from lacre.detection.kinds.ordered import Ordered
from lacre.detection.kinds.ratio import Ratio
from lacre.detection.window import Windowing
from lacre.ports.detection import Arrival
from tests.unit.detection.definition import (
    Definition,
    Holds,
    Window,
    chained,
    count,
    distinct,
    in_order,
    share,
    together,
)
from tests.unit.detection.feeding import Batches, run

MARKS, VALUES = (1, 1, 2, 3, 4), ("a", "b", "A", "1", "2", "5", "9")
RESET = 4
Made = tuple[Kind, Holds, int | None]
"""A kind, its definition, and the mask of what resets it; None for one that decides at once."""


def event_count(timespan: int, threshold: int) -> Made:
    return EventCount(timespan, threshold, counted=3), count(threshold), None


def value_count(timespan: int, threshold: int) -> Made:
    return Distinct(timespan, threshold, counted=3), distinct(threshold, timespan), None


def chain(timespan: int, threshold: int) -> Made:
    kind = Chain(timespan, threshold + 1, length=2, gap=3)
    holds = chained(threshold + 1, 2, 3)

    def crossing(window: Window, _: int) -> tuple[Arrival, ...] | None:
        return (window[-1],) if holds(window) else None

    return kind, crossing, None


def temporal(timespan: int, _: int) -> Made:
    return Distinct(timespan, 3, 7, by_value=False), together(3, timespan), None


def temporal_ordered(timespan: int, _: int) -> Made:
    return Ordered(timespan, (0, 1, 2)), in_order((0, 1, 2)), None


def consecutive(timespan: int, threshold: int) -> Made:
    return EventCount(timespan, threshold, counted=3), count(threshold), RESET


def distinct_since(timespan: int, threshold: int) -> Made:
    return Distinct(timespan, threshold, counted=3), distinct(threshold, timespan), RESET


def sequence(timespan: int, threshold: int) -> Made:
    demands = (0,) * threshold + (1,)
    return Ordered(timespan, demands), in_order(demands), 0


def ratio(timespan: int, threshold: int) -> Made:
    return Ratio(timespan, 1, 0, threshold, Fraction("0.30")), share(1, 0, threshold, "0.30"), 0


KINDS = (
    *(event_count, value_count, chain, temporal, temporal_ordered),
    *(consecutive, distinct_since, sequence, ratio),
)


@st.composite
def windowings(draw: st.DrawFn, made: Callable[[int, int], Made]) -> tuple[Windowing, Definition]:
    timespan, lateness = draw(st.integers(3, 12)), draw(st.integers(0, 10))
    reach = timespan + lateness
    kind, holds, reset_on = made(timespan, draw(st.integers(1, 4)))
    suppression = reach + draw(st.sampled_from([0, 1, 7]))
    resets = reset_on or 0
    windowing = Windowing(kind, lateness, suppression, reach, reset_on=resets, is_deferred=reset_on is not None)
    return windowing, Definition(timespan, suppression, holds, kind.counted, resets)


def of_all(events: Collection[Arrival], windowing: Windowing, until_ms: int = 0) -> Explanation:
    """By all of the events; up to the newest of them if no other moment is said."""
    return explain_arrivals(sorted(set(events)), windowing, until_ms)


def live(batches: Batches, windowing: Windowing) -> Explanation:
    """By what the windows keep after these batches."""
    return explain_state(run(batches, windowing).state, windowing)
