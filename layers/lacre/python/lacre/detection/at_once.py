"""Rules that fire on the event that crosses.

A further event can only make the k-th crossing earlier, never undo it: so an episode that was alerted stays, under the
same number, whatever comes late. Under a lateness L (an event is at most L older than the newest seen of its group),
S >= W + L makes forgetting safe: no window of the next episode reaches back to where the last one could still change.
"""

from collections.abc import Iterable, Sequence

from lacre.detection.kinds.kind import Kind
from lacre.detection.window import Admission, Episode, Windowing
from lacre.ports.detection import Arrival, WindowState


def admit_at_once(state: WindowState, offered: Iterable[Arrival], windowing: Windowing, kind: Kind) -> Admission:
    """As `lacre.detection.admitting.admit`; what is not counted by the kind changes nothing."""
    kept = {arrival.id for arrival in state.arrivals}
    new = {arrival for arrival in offered if arrival.marks & kind.counted and arrival.id not in kept}
    horizon = max(state.watermark - windowing.retention_ms, state.decided_until + 1)
    late = tuple(sorted(arrival for arrival in new if arrival.at < horizon))
    known = sorted(new.difference(late).union(state.arrivals))
    if not known:
        return Admission(state, state.closed, late=late)
    before = _episodes(state, state.arrivals, windowing, kind)
    after = _episodes(state, known, windowing, kind)
    trimmed, forgotten = _trimmed(state, known, after, windowing, kind)
    return Admission(
        state=trimmed,
        episodes=state.closed + len(after),
        raised=after[len(before) :],
        amended=tuple((old, new) for old, new in zip(before, after, strict=False) if old != new),
        late=late,
        forgotten=forgotten,
    )


def _episodes(state: WindowState, known: Sequence[Arrival], windowing: Windowing, kind: Kind) -> tuple[Episode, ...]:
    """The episodes after the closed ones; `known` is in order."""
    found: list[Episode] = []
    scan, quiet_until = kind.scan(), state.closed_until
    for place, arrival in enumerate(known):
        is_open = arrival.at > quiet_until
        if not scan.crosses(arrival, is_open=is_open) or not is_open:
            continue
        window = window_of(known, place, kind.timespan_ms)
        evidence = kind.evidence(window, quiet_until)
        found.append(Episode(state.closed + len(found) + 1, evidence.arrivals, evidence.count, arrival.at))
        quiet_until = arrival.at + windowing.suppression_ms
    return tuple(found)


def window_of(known: Sequence[Arrival], place: int, timespan_ms: int, since: int = 0) -> Sequence[Arrival]:
    """The window of the arrival at `place`, which ends with it and begins with the one at `since` at the earliest."""
    first = place
    while first > since and known[first - 1].at >= known[place].at - timespan_ms:
        first -= 1
    return known[first : place + 1]


def _trimmed(
    state: WindowState, known: Sequence[Arrival], episodes: Sequence[Episode], windowing: Windowing, kind: Kind
) -> tuple[WindowState, tuple[Arrival, ...]]:
    watermark = max(state.watermark, known[-1].at)
    # What is due within L of the newest event may still come; an older crossing can no longer move.
    settled = [episode for episode in episodes if episode.at < watermark - windowing.lateness_ms]
    closed, closed_until = state.closed, state.closed_until
    if settled:
        closed, closed_until = settled[-1].number, settled[-1].at + windowing.suppression_ms
    live = episodes[-1].evidence[-1] if len(episodes) > len(settled) else None
    # From the beginning of a stretch of W on: of half a one, another event would be the first.
    retained = (watermark - windowing.retention_ms) // kind.timespan_ms * kind.timespan_ms
    oldest = max(retained, closed_until - kind.timespan_ms + 1)
    # What follows a live episode is in no window of the next, however early the live one may still move.
    relevant = [one for one in known if one.at >= oldest and (live is None or one <= live or one.at <= closed_until)]
    settled_until = watermark - windowing.retention_ms + kind.timespan_ms - 1
    kept = kind.kept(relevant, closed_until, settled_until)
    capacity = windowing.capacity
    forgotten = tuple(kept[:-capacity]) if len(kept) > capacity else ()
    trimmed = WindowState(
        state.key,
        version=state.version,
        watermark=watermark,
        closed=closed,
        closed_until=closed_until,
        # Nothing is counted any more beside what was forgotten: half of a window would be a wrong one.
        decided_until=max(state.decided_until, forgotten[-1].at) if forgotten else state.decided_until,
        arrivals=tuple(kept[len(forgotten) :]),
    )
    return trimmed, forgotten
