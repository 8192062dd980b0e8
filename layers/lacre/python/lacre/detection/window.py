"""Exact sliding windows over events that arrive late, twice and in any order: pure, and a function of the set alone.

Events are ordered by (time, id). An event *crosses* when the rule's kind holds for it and those before it in the
closed window [t - W, t]. The first crossing opens episode 1; the next one later than S after it opens episode 2, and
so on. What further events can only make earlier is decided at once (`lacre.detection.at_once`), what they can undo is
decided when the lateness has passed (`lacre.detection.deferred`), and silence when it is complete
(`lacre.detection.silent`).
"""

from dataclasses import dataclass

from lacre.detection.kinds.absence import Absence
from lacre.detection.kinds.kind import Kind
from lacre.ports.detection import Arrival, WindowState


@dataclass(frozen=True)
class Windowing:
    """How a rule's groups are kept. All times are milliseconds.

    `lateness_ms` L: an event is at most so much older than the newest of its group. `suppression_ms` S >= W + L: less
    would forget events that still matter. `retention_ms` R >= W + L: how far behind its group an event of a rule that
    decides at once may be and still be counted; beyond L as well as what is kept allows. `reset_on` is the mask of
    the selections that make a group start anew.
    """

    kind: Kind | Absence
    lateness_ms: int
    suppression_ms: int
    retention_ms: int
    reset_on: int = 0
    is_deferred: bool = False

    def __post_init__(self) -> None:
        if isinstance(self.kind, Absence):
            return
        if self.kind.timespan_ms < 1 or self.lateness_ms < 0:
            raise ValueError("a window has a timespan and a lateness")
        if min(self.suppression_ms, self.retention_ms) < self.kind.timespan_ms + self.lateness_ms:
            raise ValueError("suppression and retention are at least timespan + lateness: less would lose events")
        if self.reset_on and not self.is_deferred:
            raise ValueError("what can be undone is decided later")
        if self.capacity > self.kind.most:
            raise ValueError(
                f"a group would keep up to {self.capacity} events, and one item holds {self.kind.most}: "
                "lower the threshold or the retention"
            )

    @property
    def capacity(self) -> int:
        """The most events that a state keeps, beside those that are not decided yet, of which it keeps `most`."""
        return 2 if isinstance(self.kind, Absence) else self.kind.capacity(self.retention_ms)


@dataclass(frozen=True)
class Episode:
    """One firing of a rule in a group: its number, and the events that make it by themselves, in order.

    The number is the same whatever order the events came in: the how many-th it is, of a silence the moment it began.
    `count` is how many they truly are, `at` (ms since 1970) the end of its window.
    """

    number: int
    evidence: tuple[Arrival, ...]
    count: int
    at: int


@dataclass(frozen=True)
class Admission:
    """What a batch of one group changed: the state, the episodes that are new, those whose evidence is another, and
    those that late data undid.

    `late` are arrivals older than anything kept: they were not counted, or were counted before and came again.
    `forgotten` were counted, and had to make room for newer ones while they could still matter. `episodes` is how many
    there have been in all.
    """

    state: WindowState
    episodes: int
    raised: tuple[Episode, ...] = ()
    amended: tuple[tuple[Episode, Episode], ...] = ()
    undone: tuple[Episode, ...] = ()
    late: tuple[Arrival, ...] = ()
    forgotten: tuple[Arrival, ...] = ()
