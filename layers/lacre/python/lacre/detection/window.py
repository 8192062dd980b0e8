"""Exact sliding windows over events that arrive late, twice and in any order: pure, and a function of the set alone.

Events are ordered by (time, id). An event *crosses* when it and those before it, in the closed window [t - W, t],
are at least N. The first crossing opens episode 1; the next one later than S after it opens episode 2, and so on.
A further event can only make the k-th crossing earlier, never undo it: so an episode that was alerted stays, under
the same number, whatever comes late. Its evidence are the last N events up to the crossing.

Under a lateness L (an event is at most L older than the newest seen of its group), S >= W + L makes forgetting safe:
no window of the next episode reaches back to where the last one could still change. What is kept is bounded by
(N - 1) * (R / W + 2) + 1 events, whatever the rate of an attack.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lacre.ports.detection import Arrival, WindowState


@dataclass(frozen=True)
class Windowing:
    """The figures of an event count. All times are milliseconds.

    `threshold` N >= 1, `timespan_ms` W > 0, `lateness_ms` L, `suppression_ms` S >= W + L, `retention_ms` R >= W + L:
    how far behind its group an event may be and still be counted; beyond L as well as what is kept allows.
    """

    threshold: int
    timespan_ms: int
    lateness_ms: int
    suppression_ms: int
    retention_ms: int

    def __post_init__(self) -> None:
        reach = self.timespan_ms + self.lateness_ms
        if self.threshold < 1 or self.timespan_ms < 1 or self.lateness_ms < 0:
            raise ValueError("a window has a threshold, a timespan and a lateness")
        if min(self.suppression_ms, self.retention_ms) < reach:
            raise ValueError("suppression and retention are at least timespan + lateness: less would lose events")

    @property
    def capacity(self) -> int:
        """The most events that a state keeps."""
        return (self.threshold - 1) * (self.retention_ms // self.timespan_ms + 2) + 1


@dataclass(frozen=True)
class Episode:
    """One crossing of the threshold: its number, and the N events that make it, the crossing one last."""

    number: int
    evidence: tuple[Arrival, ...]

    @property
    def at(self) -> int:
        """Milliseconds since 1970 of the crossing event."""
        return self.evidence[-1][0]


@dataclass(frozen=True)
class Admission:
    """What a batch of one group changed: the state, the episodes that are new, those whose evidence is another.

    `late` are arrivals older than anything kept: they were not counted, or were counted before and came again.
    `episodes` is how many there have been in all.
    """

    state: WindowState
    episodes: int
    raised: tuple[Episode, ...] = ()
    amended: tuple[tuple[Episode, Episode], ...] = ()
    late: tuple[Arrival, ...] = ()


def admit(state: WindowState, arrivals: Iterable[Arrival], windowing: Windowing) -> Admission:
    """The state with the arrivals in it, and what that fires. The state's version is left as it is."""
    offered = set(arrivals)
    horizon = state.watermark - windowing.retention_ms
    late = {arrival for arrival in offered if arrival[0] < horizon}
    known = sorted(offered.difference(late).union(state.arrivals))
    if not known:
        return Admission(state, state.closed, late=tuple(sorted(late)))
    before = _episodes(state, state.arrivals, windowing)
    after = _episodes(state, known, windowing)
    return Admission(
        state=_trimmed(state, known, after, windowing),
        episodes=state.closed + len(after),
        raised=after[len(before) :],
        amended=tuple((old, new) for old, new in zip(before, after, strict=False) if old != new),
        late=tuple(sorted(late)),
    )


def _episodes(state: WindowState, known: Sequence[Arrival], windowing: Windowing) -> tuple[Episode, ...]:
    """The episodes after the closed ones; `known` is in order."""
    found: list[Episode] = []
    quiet_until = state.closed_until
    for last in range(windowing.threshold - 1, len(known)):
        first, at = last - windowing.threshold + 1, known[last][0]
        if at > quiet_until and known[first][0] >= at - windowing.timespan_ms:
            found.append(Episode(state.closed + len(found) + 1, tuple(known[first : last + 1])))
            quiet_until = at + windowing.suppression_ms
    return tuple(found)


def _trimmed(
    state: WindowState, known: Sequence[Arrival], episodes: Sequence[Episode], windowing: Windowing
) -> WindowState:
    watermark = max(state.watermark, known[-1][0])
    # What is due within L of the newest event may still come; an older crossing can no longer move.
    settled = [episode for episode in episodes if episode.at < watermark - windowing.lateness_ms]
    closed, closed_until = state.closed, state.closed_until
    if settled:
        closed, closed_until = settled[-1].number, settled[-1].at + windowing.suppression_ms
    live = episodes[-1].evidence[-1] if len(episodes) > len(settled) else None
    kept = _kept(known, closed_until, live, windowing)
    oldest = watermark - windowing.retention_ms
    return replace(
        state,
        watermark=watermark,
        closed=closed,
        closed_until=closed_until,
        arrivals=tuple(arrival for arrival in kept if arrival[0] >= oldest),
    )


def _kept(known: Sequence[Arrival], closed_until: int, live: Arrival | None, windowing: Windowing) -> list[Arrival]:
    oldest = closed_until - windowing.timespan_ms
    quiet = [arrival for arrival in known if oldest < arrival[0] <= closed_until]
    # They can only lead up to a crossing after them, and for that the last N - 1 do as well as all.
    leading = quiet[max(0, len(quiet) - windowing.threshold + 1) :]
    # What follows a live episode is in no window of the next, however early the live one may still move.
    following = [arrival for arrival in known if arrival[0] > closed_until and (live is None or arrival <= live)]
    return leading + following
