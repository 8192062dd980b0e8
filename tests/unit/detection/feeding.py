"""A state fed batch by batch, and events in any order that keeps the lateness."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from hypothesis import strategies as st

from lacre.detection.admitting import admit
from lacre.detection.window import Windowing
from lacre.ports.detection import Arrival, WindowState
from tests.unit.detection.worlds import event_id

Batches = Sequence[Sequence[Arrival]]


@dataclass
class Run:
    """The evidence of each episode as it stands after the last batch."""

    windowing: Windowing
    state: WindowState = field(default_factory=lambda: WindowState("key"))
    evidence: dict[int, tuple[Arrival, ...]] = field(default_factory=dict)
    late: list[Arrival] = field(default_factory=list)
    forgotten: list[Arrival] = field(default_factory=list)

    def feed(self, batch: Sequence[Arrival], up_to: int = 0) -> None:
        admission = admit(self.state, batch, self.windowing, up_to)
        for episode in admission.raised:
            assert episode.number not in self.evidence, "an episode was raised twice"
            assert len(episode.evidence) == min(episode.count, 100)
            assert episode.at == episode.evidence[-1].at
            self.evidence[episode.number] = episode.evidence
        for old, new in admission.amended:
            assert self.evidence[old.number] == old.evidence
            self.evidence[new.number] = new.evidence
        assert admission.episodes == len(self.evidence)
        undecided = sum(one.at > admission.state.decided_until for one in admission.state.arrivals)
        if self.windowing.is_deferred:
            assert undecided <= self.windowing.kind.most  # type: ignore[union-attr]  # no absence is fed
            undecided = len(admission.state.arrivals) - undecided
        assert undecided <= self.windowing.capacity
        self.state = admission.state
        self.late.extend(admission.late)
        self.forgotten.extend(admission.forgotten)


def run(batches: Batches, windowing: Windowing, up_to: int = 0) -> Run:
    """All batches, and then what is known `up_to` some moment (ms)."""
    running = Run(windowing)
    for batch in batches:
        running.feed(batch)
    if up_to:
        running.feed([], up_to)
    return running


@st.composite
def batches_of(
    draw: st.DrawFn,
    windowing: Windowing,
    marks: Sequence[int] = (1,),
    values: Sequence[str] = ("",),
    most: int = 40,
) -> list[list[Arrival]]:
    """Events in an order that keeps the lateness, as four shards bring them, with repetitions, cut into batches."""
    gaps = draw(st.lists(st.sampled_from([0, 0, 1, 1, 2, 3, 8, 30]), min_size=1, max_size=most))
    names = draw(st.permutations(range(1, len(gaps) + 1)))
    chance = draw(st.randoms(use_true_random=False))
    events, at = [], 1000
    for gap, name in zip(gaps, names, strict=True):
        at += gap
        events.append(Arrival(at, event_id(name), chance.choice(marks), chance.choice(values)))
    shards = [chance.randint(0, windowing.lateness_ms) for _ in range(4)]
    delayed = [(event.at + chance.choice([*shards, windowing.lateness_ms]), event) for event in events]
    # Ordered by time + delay, no event is preceded by one that is more than the lateness newer.
    order = [event for _, event in sorted(delayed, key=lambda pair: (pair[0], chance.random()))]
    return _with_repetitions(order, chance)


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
