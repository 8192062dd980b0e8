"""Why a group's events fired a rule, or why they did not: of what is known of the group, the window that came nearest.

The live windows keep what can still fire: of a window that is past they tell less than the archive does, never more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lacre.detection.admitting import admit
from lacre.detection.explaining_silence import explain_silence, explain_silences
from lacre.detection.explanation import NOTHING, Explanation, Verdict, fired, near_miss, suppressed, waiting
from lacre.detection.kinds.absence import Absence
from lacre.detection.kinds.kind import Kind
from lacre.detection.kinds.ratio import Ratio
from lacre.detection.kinds.reach import Reach
from lacre.detection.window import Episode, Windowing
from lacre.model import moment
from lacre.ports.detection import Arrival, WindowState


@dataclass(frozen=True)
class _Judged:
    """What is known of a group, in order, and what was made of it. `open_after`: what ends later is wholly known."""

    known: Sequence[Arrival]
    episodes: int
    last: Episode | None
    quiet_until: int
    open_after: int
    due_at: int | None


def explain_arrivals(arrivals: Sequence[Arrival], windowing: Windowing, until_ms: int) -> Explanation:
    """Of all arrivals of a group, in order, when all that happened until then (ms since 1970) is known."""
    kind = windowing.kind
    if isinstance(kind, Absence):
        return explain_silences(arrivals, windowing, kind, until_ms)
    admission = admit(WindowState("explained"), arrivals, windowing, until_ms)
    last = admission.raised[-1] if admission.raised else None
    quiet = last.at + windowing.suppression_ms if last else 0
    judged = _Judged(arrivals, admission.episodes, last, quiet, quiet, admission.state.due_at)
    return _explain(judged, windowing, kind)


def explain_state(state: WindowState, windowing: Windowing) -> Explanation:
    """Of a group's live windows, as they are."""
    kind = windowing.kind
    if isinstance(kind, Absence):
        return explain_silence(state, kind)
    if windowing.is_deferred:
        return _explain(_deferred(state, kind), windowing, kind)
    # What is alerted and can still be amended is found again from the events that are kept for it.
    bare = replace(state, watermark=0, decided_until=0, arrivals=())
    admission = admit(bare, state.arrivals, windowing)
    last = admission.raised[-1] if admission.raised else None
    quiet = last.at + windowing.suppression_ms if last else state.closed_until
    return _explain(_Judged(state.arrivals, admission.episodes, last, quiet, quiet, None), windowing, kind)


def _deferred(state: WindowState, kind: Kind) -> _Judged:
    # Half of what a decided share was one of is forgotten; a count that is partly forgotten is still a true one.
    decided = state.decided_until if isinstance(kind, Ratio) else 0
    quiet = state.closed_until
    return _Judged(state.arrivals, state.closed, None, quiet, max(quiet, decided), state.due_at)


def _explain(judged: _Judged, windowing: Windowing, kind: Kind) -> Explanation:
    counted = [arrival for arrival in judged.known if arrival.marks & kind.counted]
    if judged.episodes and (not counted or counted[-1].at <= judged.quiet_until):
        if judged.last is None:
            return suppressed(judged.episodes, judged.quiet_until)
        return fired(judged.last, kind.told(), judged.quiet_until)
    if not counted:
        return NOTHING
    found = _unfired(judged, windowing, kind)
    if not judged.episodes:
        return found
    since = f" Its last alert kept the group quiet until {moment.to_text(judged.quiet_until)}."
    sentence = found.sentence + since
    earlier = judged.episodes
    return replace(found, sentence=sentence, episodes=earlier, last_episode=earlier, quiet_until=judged.quiet_until)


def _unfired(judged: _Judged, windowing: Windowing, kind: Kind) -> Explanation:
    nearest: tuple[Reach, Arrival | None] | None = None
    for stretch, reset in _stretches(judged.known, windowing, kind):
        reach = kind.nearest(stretch, judged.open_after)
        if reach is not None and (nearest is None or reach.share >= nearest[0].share):
            nearest = reach, reset
    if nearest is None:
        decided = moment.to_text(judged.open_after)
        return Explanation(Verdict.NEAR_MISS, f"What is counted was decided up to {decided}, and was not enough.")
    if judged.due_at is not None:
        return waiting(nearest[0], kind.told(), judged.due_at)
    return near_miss(nearest[0], kind.timespan_ms, nearest[1])


def _stretches(
    known: Sequence[Arrival], windowing: Windowing, kind: Kind
) -> Iterator[tuple[list[Arrival], Arrival | None]]:
    """The counted arrivals between one reset and the next, and that next one."""
    stretch: list[Arrival] = []
    for arrival in known:
        if arrival.marks & kind.counted:
            stretch.append(arrival)
        if arrival.marks & windowing.reset_on:
            yield stretch, arrival
            stretch = []
    yield stretch, None
