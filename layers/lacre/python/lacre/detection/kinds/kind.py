"""What every kind tells of itself, so that windows can be kept without knowing which it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from lacre.detection.kinds.reach import Reach
from lacre.ports.detection import Arrival

EVIDENCE = 100
"""The most events that an alert names."""


@dataclass(frozen=True)
class Evidence:
    """Events of a window that fire the rule by themselves, the crossing one last, and how many there truly are."""

    arrivals: tuple[Arrival, ...]
    count: int


class Scan(Protocol):
    """One pass over a group's arrivals, in order."""

    def crosses(self, arrival: Arrival, *, is_open: bool) -> bool:
        """Take in the next arrival; whether the rule holds at it, of which only an open one need be told truly."""
        ...


class Kind(Protocol):
    """Times are milliseconds. Only arrivals with a mark of `counted` are given to a kind."""

    @property
    def timespan_ms(self) -> int:
        """W: a window is [t - W, t], both included."""
        ...

    @property
    def counted(self) -> int:
        """The selections that count, as a mask of an arrival's marks."""
        ...

    def scan(self) -> Scan: ...

    def evidence(self, window: Sequence[Arrival], quiet_until: int) -> Evidence:
        """Of the window of a crossing, which is its last arrival; no episode began up to `quiet_until`."""
        ...

    def nearest(self, known: Sequence[Arrival], after_ms: int) -> Reach | None:
        """Of windows that end after that moment the one that came nearest; None if there is none.

        `known` are counted arrivals in order, none of them before a reset.
        """
        ...

    def kept(self, known: Sequence[Arrival], closed_until: int, settled_until: int) -> list[Arrival]:
        """What any crossing after `closed_until` can need, when nothing more happens up to `settled_until`."""
        ...

    def capacity(self, retention_ms: int) -> int:
        """The most arrivals that a state keeps."""
        ...

    @property
    def most(self) -> int:
        """What `capacity` may be for a rule to be accepted."""
        ...

    def told(self) -> str:
        """The condition, for people: ">= 5 events in 10 min"."""
        ...


def marked(arrival: Arrival, selection: int) -> bool:
    """Whether the selection of that number matched."""
    return bool(arrival.marks >> selection & 1)


def duration(milliseconds: int) -> str:
    """`10 min`, `72 h`, `90 s`: in the largest unit that leaves no rest."""
    for unit, length in (("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1000)):
        # A day is told as 24 h, and three as 72 h: only whole weeks read better in days.
        if milliseconds % length == 0 and (unit != "d" or milliseconds % (7 * length) == 0):
            return f"{milliseconds // length} {unit}"
    return f"{milliseconds} ms"
