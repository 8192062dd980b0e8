"""Rules that later facts can undo: an event is decided when the lateness has passed, and then for good.

The group's watermark is the time of its newest event, or what a schedule knows better. Events more than L older than
the watermark are decided in their order; what comes later than that is late, and named. In a flood of more than a
state may keep undecided, the oldest are decided before their time: the lateness shrinks, and what it no longer allows
is named too.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lacre.detection.at_once import window_of
from lacre.detection.kinds.kind import Kind
from lacre.detection.window import Admission, Episode, Windowing
from lacre.ports.detection import Arrival, WindowState


@dataclass
class _Decided:
    """What the events up to a moment decide: episodes, when the next begins at the earliest, where the last reset is,
    and when what seems to cross after them is due."""

    raised: list[Episode] = field(default_factory=list)
    quiet_until: int = 0
    reset: int = 0
    due_at: int | None = None


def admit_deferred(
    state: WindowState, offered: Iterable[Arrival], windowing: Windowing, kind: Kind, up_to: int
) -> Admission:
    """As `lacre.detection.admitting.admit`; what the kind neither counts nor resets by changes nothing."""
    kept = {arrival.id for arrival in state.arrivals}
    relevant = kind.counted | windowing.reset_on
    new = {arrival for arrival in offered if arrival.marks & relevant and arrival.id not in kept}
    late = tuple(sorted(arrival for arrival in new if arrival.at <= state.decided_until))
    known = sorted(new.difference(late).union(state.arrivals))
    newest = known[-1].at if known else 0
    watermark = max(state.watermark, newest, up_to)
    decided_until = _bound(known, max(state.decided_until, watermark - windowing.lateness_ms - 1), kind.most)
    decided = _decide(state, known, decided_until, windowing, kind)
    closed = state.closed + len(decided.raised)
    arrivals, forgotten = _kept(known, decided_until, decided, windowing, kind)
    return Admission(
        state=WindowState(
            state.key,
            version=state.version,
            watermark=watermark,
            closed=closed,
            closed_until=decided.quiet_until,
            decided_until=decided_until,
            due_at=decided.due_at,
            arrivals=arrivals,
            group=state.group,
            rule=state.rule,
        ),
        episodes=closed,
        raised=tuple(decided.raised),
        late=late,
        forgotten=forgotten,
    )


def _bound(known: Sequence[Arrival], decided_until: int, most: int) -> int:
    """Up to where to decide, so that no more than `most` are left undecided."""
    if len(known) > most and known[-most - 1].at > decided_until:
        return known[-most - 1].at
    return decided_until


def _decide(
    state: WindowState, known: Sequence[Arrival], decided_until: int, windowing: Windowing, kind: Kind
) -> _Decided:
    decided = _Decided(quiet_until=state.closed_until)
    scan, since = kind.scan(), 0
    for place, arrival in enumerate(known):
        is_open = arrival.at > max(decided.quiet_until, state.decided_until)
        if arrival.marks & kind.counted and scan.crosses(arrival, is_open=is_open) and is_open:
            if arrival.at > decided_until:
                decided.due_at = arrival.at + windowing.lateness_ms + 1
                break
            window = [one for one in window_of(known, place, kind.timespan_ms, since) if one.marks & kind.counted]
            evidence = kind.evidence(window, decided.quiet_until)
            number = state.closed + len(decided.raised) + 1
            decided.raised.append(Episode(number, evidence.arrivals, evidence.count, arrival.at))
            decided.quiet_until = arrival.at + windowing.suppression_ms
        if arrival.marks & windowing.reset_on:
            scan, since = kind.scan(), place + 1
            decided.reset = since if arrival.at <= decided_until else decided.reset
    return decided


def _kept(
    known: Sequence[Arrival], decided_until: int, decided: _Decided, windowing: Windowing, kind: Kind
) -> tuple[tuple[Arrival, ...], tuple[Arrival, ...]]:
    """What is to be kept, and what of it has no place."""
    oldest = max(decided_until, decided.quiet_until) - kind.timespan_ms + 1
    first_pending = bisect_right(known, decided_until, key=lambda arrival: arrival.at)
    pending = [arrival for arrival in known[first_pending:] if arrival.at >= oldest]
    past = [arrival for arrival in known[decided.reset : first_pending] if arrival.at >= oldest]
    kept = kind.kept(past, decided.quiet_until, decided_until)
    surplus = max(0, len(kept) - windowing.capacity)
    return (*kept[surplus:], *pending), tuple(kept[:surplus])
