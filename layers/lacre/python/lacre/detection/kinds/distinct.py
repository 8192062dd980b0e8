"""At least N distinct values in a window (value_count), or every selection in it (temporal): N distinct labels.

Repeats of a label are thinned, or a state would have no bound: of each stretch of W of the clock only its first and
its last arrival are kept. A window [t - W, t] begins in one stretch and ends in the next, so this tells exactly which
labels are in it. The first crossing is always the first arrival of a label in its stretch: had the label been there
within W, the arrival before would have crossed. Evidence uses no more than what is kept, so it is a function of the
set of events too: of each label its first arrival in the crossing's stretch, or else its last one before.
"""

from collections import Counter, deque
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from lacre.detection.kinds.kind import EVIDENCE, Evidence, duration, marked
from lacre.detection.kinds.reach import Reach, ordinal, window_at
from lacre.ports.detection import Arrival

Label = Hashable
_SELECTIONS = 8


@dataclass(frozen=True)
class Distinct:
    """`threshold` is N >= 1. By value, or else by selection, of which `counted` are to be there."""

    timespan_ms: int
    threshold: int
    counted: int = 1
    by_value: bool = True
    most: int = 200

    def __post_init__(self) -> None:
        if self.threshold < 1:
            raise ValueError("a count has a threshold")

    def labels(self, arrival: Arrival) -> tuple[Label, ...]:
        if self.by_value:
            return (arrival.value,)
        marks = arrival._replace(marks=arrival.marks & self.counted)
        return tuple(selection for selection in range(_SELECTIONS) if marked(marks, selection))

    def scan(self) -> "LabelScan":
        return LabelScan(self)

    def evidence(self, window: Sequence[Arrival], quiet_until: int) -> Evidence:
        newest = sorted(set(self.standing(window, quiet_until).values()))
        found = tuple(newest[-self.threshold :])
        return Evidence(found[-EVIDENCE:], len(found))

    def standing(self, window: Sequence[Arrival], quiet_until: int) -> dict[Label, Arrival]:
        """The arrival that stands for each label of a crossing's window; the crossing one stands for its own."""
        stretch = window[-1].at // self.timespan_ms
        last: dict[Label, Arrival] = {}
        first: dict[Label, Arrival] = {}
        for arrival in window:
            is_of_stretch = arrival.at > quiet_until and arrival.at // self.timespan_ms == stretch
            for label in self.labels(arrival):
                if not is_of_stretch:
                    last[label] = arrival
                else:
                    first.setdefault(label, arrival)
        return {**last, **first, **dict.fromkeys(self.labels(window[-1]), window[-1])}

    def nearest(self, known: Sequence[Arrival], after_ms: int) -> Reach | None:
        scan, best, ending = self.scan(), Fraction(0), None
        for place, arrival in enumerate(known):
            scan.slide(arrival)
            if arrival.at > after_ms and (share := scan.share()) >= best:
                best, ending = share, place
        if ending is None:
            return None
        window = window_at(known, ending, self.timespan_ms)
        return self.reach(best, {label: arrival for arrival in window for label in self.labels(arrival)})

    def reach(self, share: Fraction, newest: dict[Label, Arrival]) -> Reach:
        """What a window came to, by the newest arrival of each of its labels."""
        reached, missing = len(newest), self.threshold - len(newest)
        what, lacking = "distinct values", f"{missing} more {'value' if missing == 1 else 'values'}"
        if not self.by_value:
            absent = [one for one in range(_SELECTIONS) if self.counted >> one & 1 and one not in newest]
            what = "selections"
            lacking = f"an event of the rule's {' and its '.join(map(ordinal, absent))} selection"
        return Reach(
            share=share,
            reached=reached,
            needed=self.threshold,
            events=tuple(sorted(set(newest.values()))),
            told=f"{reached} of {self.threshold} {what} in {duration(self.timespan_ms)}",
            lacking=lacking,
        )

    def kept(self, known: Sequence[Arrival], closed_until: int, settled_until: int) -> list[Arrival]:
        newest: dict[Label, Arrival] = {}
        first: dict[Label, Arrival] = {}
        last: dict[Label, Arrival] = {}
        for arrival in known:
            for label in self.labels(arrival):
                if arrival.at <= closed_until:
                    newest[label] = arrival
                else:
                    place = (label, arrival.at // self.timespan_ms)
                    first.setdefault(place, arrival)
                    last[place] = arrival
        return sorted({*self._leading(newest.values()), *first.values(), *last.values()})

    def _leading(self, newest: Iterable[Arrival]) -> list[Arrival]:
        # N, and not N - 1: the crossing event's own label can be one of them.
        return sorted(set(newest))[-self.threshold :]

    def capacity(self, retention_ms: int) -> int:
        return (self.threshold - 1) * 2 * (retention_ms // self.timespan_ms + 2) + self.threshold + 1

    def told(self) -> str:
        within = f"in {duration(self.timespan_ms)}"
        return f">= {self.threshold} distinct values {within}" if self.by_value else f"all selections {within}"


@dataclass
class LabelScan:
    """Which labels are in the window of the newest arrival."""

    kind: Distinct
    window: deque[Arrival] = field(default_factory=deque)
    present: Counter[Label] = field(default_factory=Counter)

    def crosses(self, arrival: Arrival, *, is_open: bool) -> bool:
        self.slide(arrival)
        return is_open and self.holds()

    def holds(self) -> bool:
        return len(self.present) >= self.kind.threshold

    def share(self) -> Fraction:
        """How much of what the kind needs is in the window; 1 and more if it holds."""
        return Fraction(len(self.present), self.kind.threshold)

    def slide(self, arrival: Arrival) -> None:
        self.window.append(arrival)
        for label in self.kind.labels(arrival):
            self.present[label] += 1
            if self.present[label] == 1:
                self.entered(label)
        while self.window[0].at < arrival.at - self.kind.timespan_ms:
            for label in self.kind.labels(self.window.popleft()):
                self.present[label] -= 1
                if not self.present[label]:
                    del self.present[label]
                    self.left(label)

    def entered(self, label: Label) -> None:
        """A label that was not in the window is."""

    def left(self, label: Label) -> None:
        """A label is no longer in the window."""
