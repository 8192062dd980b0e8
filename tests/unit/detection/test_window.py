"""The windows themselves: edges, and that the result depends on the set of events alone."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lacre.detection.window import Windowing, admit
from lacre.ports.detection import Arrival, WindowState
from tests.unit.detection.worlds import MINUTE, WINDOWING, episodes_of, event_id

DAY_BEFORE_MIDNIGHT = 1_795_046_400_000 - 2 * MINUTE


def at(*moments: int, start: int = 0) -> list[Arrival]:
    return [(start + moment, event_id(number)) for number, moment in enumerate(moments, 1)]


@dataclass
class Run:
    """A state fed batch by batch, and the evidence of each episode as it stands after the last one."""

    windowing: Windowing
    state: WindowState = field(default_factory=lambda: WindowState("key"))
    evidence: dict[int, tuple[Arrival, ...]] = field(default_factory=dict)
    late: list[Arrival] = field(default_factory=list)

    def feed(self, batch: Sequence[Arrival]) -> None:
        admission = admit(self.state, batch, self.windowing)
        for episode in admission.raised:
            assert episode.number not in self.evidence, "an episode was raised twice"
            self.evidence[episode.number] = episode.evidence
        for old, new in admission.amended:
            assert self.evidence[old.number] == old.evidence
            self.evidence[new.number] = new.evidence
        assert admission.episodes == len(self.evidence)
        assert len(admission.state.arrivals) <= self.windowing.capacity
        self.state = admission.state
        self.late.extend(admission.late)


def run(batches: Sequence[Sequence[Arrival]], windowing: Windowing = WINDOWING) -> Run:
    running = Run(windowing)
    for batch in batches:
        running.feed(batch)
    return running


def test_n_minus_one_is_silent() -> None:
    assert run([at(1, 2, 3, 4)]).evidence == {}


def test_n_fires_once_with_exactly_n_evidence_ids() -> None:
    events = at(1, 2, 3, 4, 5, 6, 7)
    running = run([[event] for event in events])
    assert running.evidence == {1: tuple(events[:5])}


def test_exactly_w_fires() -> None:
    assert len(run([at(0, 1, 2, 3, 10 * MINUTE)]).evidence) == 1


def test_one_millisecond_more_than_w_does_not() -> None:
    assert run([at(0, 1, 2, 3, 10 * MINUTE + 1)]).evidence == {}


def test_a_window_crosses_midnight_and_every_bucket() -> None:
    events = at(*(turn * MINUTE for turn in range(5)), start=DAY_BEFORE_MIDNIGHT)
    assert len(run([[event] for event in events]).evidence) == 1


@pytest.mark.parametrize("repeated", [3, 4], ids=["(N-1)th", "Nth"])
def test_a_duplicate_fifty_times_counts_once(repeated: int) -> None:
    events = at(1, 2, 3, 4, 5)
    upto = events[: repeated + 1]
    running = run([[event] for event in upto] + [[events[repeated]]] * 50)
    assert len(running.evidence) == (1 if repeated == 4 else 0)


def test_events_of_one_millisecond_are_ordered_by_their_ids() -> None:
    events = at(1, 1, 1, 1, 1, 1)
    for seed in range(20):
        shuffled = random.Random(seed).sample(events, 6)
        assert run([[event] for event in shuffled]).evidence == {1: tuple(events[:5])}


def test_an_event_exactly_as_late_as_is_allowed_still_changes_the_evidence() -> None:
    events = at(0, 1, 2, 3, 4, 4)
    newer = (4 + WINDOWING.lateness_ms, event_id(9))
    running = run([[*events[:4], events[5]], [newer], [events[4]]])
    assert running.evidence == {1: tuple(events[:5])}


def test_an_attack_without_end_is_told_of_once_in_each_suppression() -> None:
    events = [(second * 1000, event_id(second + 1)) for second in range(3600)]
    running = run([events[start : start + 7] for start in range(0, 3600, 7)])
    assert [evidence[-1][0] for evidence in running.evidence.values()] == [
        4_000,
        905_000,
        1_806_000,
        2_707_000,
    ]


def test_an_event_later_than_all_that_is_kept_is_named_and_not_counted() -> None:
    running = run([at(0, 16 * MINUTE), [(1, event_id(9))], [(MINUTE, event_id(10))]])
    assert running.late == [(1, event_id(9))]


def test_retention_counts_what_a_lagging_shard_brings_beyond_the_lateness() -> None:
    patient = Windowing(5, 10 * MINUTE, 5 * MINUTE, 15 * MINUTE, retention_ms=60 * MINUTE)
    first, rest = at(50 * MINUTE), [(moment, event_id(moment + 2)) for moment in range(5)]
    assert len(run([first, rest], patient).evidence) == 1


@pytest.mark.parametrize("figure", ["suppression_ms", "retention_ms"])
def test_less_than_timespan_and_lateness_would_lose_events_and_is_refused(figure: str) -> None:
    figures = {**vars(WINDOWING), figure: 15 * MINUTE - 1}
    with pytest.raises(ValueError, match="at least timespan"):
        Windowing(**figures)


@st.composite
def windowings(draw: st.DrawFn) -> Windowing:
    timespan, lateness = draw(st.integers(1, 12)), draw(st.integers(0, 10))
    reach = timespan + lateness
    return Windowing(
        draw(st.integers(1, 5)),
        timespan,
        lateness,
        suppression_ms=reach + draw(st.sampled_from([0, 1, 7])),
        retention_ms=reach + draw(st.sampled_from([0, 1, 20])),
    )


@st.composite
def deliveries(draw: st.DrawFn) -> tuple[Windowing, list[list[Arrival]]]:
    """Events in an order that keeps the lateness, with repetitions, cut into batches."""
    windowing = draw(windowings())
    gaps = draw(st.lists(st.sampled_from([0, 0, 1, 1, 2, 3, 8, 30]), min_size=1, max_size=60))
    moments = [1000 + sum(gaps[: index + 1]) for index in range(len(gaps))]
    names = draw(st.permutations(range(1, len(gaps) + 1)))
    events = [(moment, event_id(name)) for moment, name in zip(moments, names, strict=True)]
    delays = [draw(st.integers(0, windowing.lateness_ms)) for _ in events]
    keyed = zip(events, delays, strict=True)
    # Ordered by moment + delay, no event is preceded by one that is more than the lateness newer.
    order = [event for event, delay in sorted(keyed, key=lambda pair: (pair[0][0] + pair[1], pair[1]))]
    return windowing, _with_repetitions(order, draw(st.randoms(use_true_random=False)))


def _with_repetitions(order: list[Arrival], chance: random.Random) -> list[list[Arrival]]:
    batches: list[list[Arrival]] = []
    position = 0
    while position < len(order):
        size = chance.randint(1, 6)
        batches.append(order[position : position + size])
        if chance.random() < 0.4:
            batches.append(chance.choice(batches))
        position += size
    return batches


@settings(max_examples=400, deadline=None)
@given(deliveries())
def test_any_order_and_batching_within_the_lateness_ends_as_the_definition(
    delivery: tuple[Windowing, list[list[Arrival]]],
) -> None:
    windowing, batches = delivery
    events = {event for batch in batches for event in batch}
    expected = dict(enumerate(episodes_of(events, windowing), 1))
    assert run(batches, windowing).evidence == expected


@settings(max_examples=200, deadline=None)
@given(deliveries())
def test_the_state_itself_depends_on_the_set_alone(delivery: tuple[Windowing, list[list[Arrival]]]) -> None:
    windowing, batches = delivery
    events = sorted({event for batch in batches for event in batch})
    assert run(batches, windowing).state == run([[event] for event in events], windowing).state


@settings(max_examples=100, deadline=None)
@given(deliveries())
def test_nothing_new_changes_nothing(delivery: tuple[Windowing, list[list[Arrival]]]) -> None:
    windowing, batches = delivery
    state = run(batches, windowing).state
    assert admit(state, state.arrivals, windowing).state == state
