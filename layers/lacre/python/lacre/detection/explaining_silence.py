"""Why a silence fired or did not: how long it lasted and what ended it, or until when it is waited for."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from lacre.detection.explanation import NOTHING, Explanation, Verdict, fired
from lacre.detection.kinds.absence import Absence
from lacre.detection.replaying import episodes_of
from lacre.detection.window import Episode, Windowing
from lacre.model import moment
from lacre.ports.detection import Arrival, WindowState

_UNTIL_IT_ENDS = "No further alert is raised until an event comes."


def explain_silence(state: WindowState, kind: Absence) -> Explanation:
    """Of the live state, which keeps the group's last event and knows when the silence after it is looked at."""
    if not state.arrivals:
        return NOTHING
    last = state.arrivals[-1]
    if last.at <= state.closed_until:
        return _fired(Episode(last.at, (last,), 1, state.closed_until), kind, state.closed)
    if state.due_at is None:
        return _disarmed(last, state.closed)
    # It is looked at too early rather than too late, and then again.
    return _waiting(last, f"at {moment.to_text(state.due_at)} at the earliest", state.closed)


def explain_silences(arrivals: Sequence[Arrival], windowing: Windowing, kind: Absence, until_ms: int) -> Explanation:
    """Of all arrivals of a group, in order, when all until then is known."""
    counted = [arrival for arrival in arrivals if arrival.marks & kind.counted]
    if not counted:
        return NOTHING
    episodes, last = episodes_of(counted, windowing, until_ms), counted[-1]
    if episodes and episodes[-1].evidence[-1] == last:
        return _fired(episodes[-1], kind, len(episodes))
    if kind.is_armed(last):
        return _waiting(last, f"at {moment.to_text(kind.complete_at(last.at))}", len(episodes))
    nearest = max(_ended(counted, kind), key=lambda gap: gap[0], default=None)
    if nearest is None:
        return _disarmed(last, len(episodes))
    return replace(nearest[1], episodes=len(episodes))


def _ended(counted: Sequence[Arrival], kind: Absence) -> Iterator[tuple[Fraction, Explanation]]:
    """Each silence that something ended before it was complete, and how much of it there was."""
    for last, ending in pairwise(counted):
        complete_at = kind.complete_at(last.at)
        if not kind.is_armed(last) or ending.at > complete_at:
            continue
        reached, needed = ending.at - last.at, complete_at - last.at
        sentence = (
            f"Silent from {moment.to_text(last.at)} to {moment.to_text(ending.at)}, when event {ending.id} came; "
            f"it would have fired at {moment.to_text(complete_at)}."
        )
        told = Explanation(Verdict.NEAR_MISS, sentence, reached, needed, events=(last, ending), count=2)
        yield Fraction(reached, needed), told


def _fired(episode: Episode, kind: Absence, episodes: int) -> Explanation:
    return replace(fired(episode, kind.told(), episode.at, _UNTIL_IT_ENDS), episodes=episodes)


def _waiting(last: Arrival, complete: str, episodes: int) -> Explanation:
    sentence = f"Waits: nothing came since {moment.to_text(last.at)}, and the silence is complete {complete}."
    return Explanation(Verdict.WAITING, sentence, events=(last,), count=1, episodes=episodes)


def _disarmed(last: Arrival, episodes: int) -> Explanation:
    sentence = f"Disarmed at {moment.to_text(last.at)} by event {last.id}: until the next event silence is no finding."
    return Explanation(Verdict.NEAR_MISS, sentence, events=(last,), count=1, episodes=episodes)
