"""N distinct values, and among the numeric ones a chain: ids that somebody counted up or down. Where ids are no
numbers, N distinct ones that are none are enough.

A chain are at least `length` distinct numbers, each at most `gap` after the one before it. More values in a window can
only complete one: what `lacre.detection.kinds.distinct` says of crossings and repeats holds here too. The values
themselves have no bound that follows from silence, so beyond `capacity` the oldest are set aside by name.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from lacre.detection.kinds.distinct import Distinct, Label, LabelScan
from lacre.detection.kinds.kind import EVIDENCE, Evidence, duration
from lacre.detection.kinds.reach import Reach
from lacre.ports.detection import Arrival

_DIGITS = 18


def number_of(label: Label) -> int | None:
    """The number that a value is in decimal digits, at most 18."""
    text = str(label)
    return int(text) if len(text) <= _DIGITS and text.isascii() and text.isdigit() else None


def longest_in(numbers: Iterable[int], gap: int) -> int:
    """How many of these numbers, which ascend, are in the longest chain."""
    longest = length = last = 0
    for number in numbers:
        length = length + 1 if length and number - last <= gap else 1
        longest, last = max(longest, length), number
    return longest


def chain_in(numbers: Iterable[int], length: int, gap: int) -> tuple[int, ...]:
    """The first `length` numbers of the longest chain, of the lowest of them if there are several; or none."""
    best: list[int] = []
    run: list[int] = []
    for number in sorted(set(numbers)):
        if not run or number - run[-1] > gap:
            run = []
        run.append(number)
        best = run if len(run) > len(best) else best
    return tuple(best[:length]) if len(best) >= length else ()


@dataclass(frozen=True)
class Chain(Distinct):
    """`length` of the chain is at most `threshold`."""

    length: int = 8
    gap: int = 3
    most: int = 700
    """With the longest values, and as many undecided, still one item of the store."""

    def scan(self) -> "_Scan":
        return _Scan(self)

    def evidence(self, window: Sequence[Arrival], quiet_until: int) -> Evidence:
        standing = self.standing(window, quiet_until)
        numeric = {label: number for label in standing if (number := number_of(label)) is not None}
        chain = set(chain_in(numeric.values(), self.length, self.gap))
        if chain:
            chosen = self._linked(standing, numeric, chain)
        else:
            chosen = sorted(arrival for label, arrival in standing.items() if label not in numeric)[-self.threshold :]
        found = tuple(sorted({*chosen, window[-1]}))
        return Evidence(found[-EVIDENCE:], len(found))

    def reach(self, share: Fraction, newest: dict[Label, Arrival]) -> Reach:
        numbers = {number for label in newest if (number := number_of(label)) is not None}
        run = longest_in(sorted(numbers), self.gap)
        unnumbered = sum(number_of(label) is None for label in newest)
        within = f"in {duration(self.timespan_ms)}"
        if share == Fraction(unnumbered, self.threshold):
            reached, needed, what = unnumbered, self.threshold, f"distinct values that are no numbers {within}"
        elif len(newest) < self.threshold:
            reached, needed = len(newest), self.threshold
            what = f"distinct values {within}, {run} of {self.length} numbers in a chain"
        else:
            reached, needed, what = run, self.length, f"numbers in a chain, among {len(newest)} values {within}"
        told = f"{reached} of {needed} {what}"
        return Reach(share, reached, needed, tuple(sorted(set(newest.values()))), told)

    def _linked(self, standing: dict[Label, Arrival], numeric: dict[Label, int], chain: set[int]) -> list[Arrival]:
        # Of values that are one number ("7" and "007") the newest is the link.
        links = {number: standing[label] for label, number in sorted(numeric.items(), key=lambda of: standing[of[0]])}
        linked = {links[number] for number in chain}
        others = sorted(set(standing.values()) - linked)
        wanted = max(0, self.threshold - len(linked))
        return [*linked, *others[len(others) - wanted :]]

    def _leading(self, newest: Iterable[Arrival]) -> list[Arrival]:
        return sorted(set(newest))

    def capacity(self, retention_ms: int) -> int:
        return self.most

    def told(self) -> str:
        return (
            f">= {self.threshold} distinct values in {duration(self.timespan_ms)}, "
            f"{self.length} of them in a chain if they are numbers"
        )


@dataclass
class _Scan(LabelScan):
    kind: Chain
    numbers: Counter[int] = field(default_factory=Counter)
    ordered: list[int] = field(default_factory=list)
    numeric: int = 0
    chain: frozenset[int] = frozenset()
    is_broken: bool = False

    def holds(self) -> bool:
        if len(self.present) < self.kind.threshold:
            return False
        return len(self.present) - self.numeric >= self.kind.threshold or self._is_chained()

    def share(self) -> Fraction:
        distinct, chained = len(self.present), longest_in(self.ordered, self.kind.gap)
        numbered = min(Fraction(distinct, self.kind.threshold), Fraction(chained, self.kind.length))
        return max(numbered, Fraction(distinct - self.numeric, self.kind.threshold))

    def _is_chained(self) -> bool:
        if self.is_broken:
            self.chain = frozenset(chain_in(self.ordered, self.kind.length, self.kind.gap))
            self.is_broken = False
        return bool(self.chain)

    def entered(self, label: Label) -> None:
        number = number_of(label)
        if number is None:
            return
        self.numeric += 1
        self.numbers[number] += 1
        if self.numbers[number] == 1:
            place = bisect_left(self.ordered, number)
            self.ordered.insert(place, number)
            # A chain that the number completes lies around it.
            around = self.ordered[max(0, place - self.kind.length) : place + self.kind.length]
            self.chain = frozenset(chain_in(around, self.kind.length, self.kind.gap)) or self.chain

    def left(self, label: Label) -> None:
        number = number_of(label)
        if number is None:
            return
        self.numeric -= 1
        self.numbers[number] -= 1
        if not self.numbers[number]:
            del self.numbers[number]
            del self.ordered[bisect_left(self.ordered, number)]
            self.is_broken = self.is_broken or number in self.chain
