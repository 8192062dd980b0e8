"""What is told of a group: whether it fired, and else how near it came and why that was not enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from lacre.detection.kinds.kind import EVIDENCE
from lacre.detection.kinds.reach import Reach
from lacre.detection.window import Episode
from lacre.model import moment
from lacre.ports.detection import Arrival


class Verdict(StrEnum):
    """`fired`: the last window that could fire did, and its evidence is known. `suppressed`: it did, and the alert
    alone names the evidence. `waiting`: it holds, and later facts may still undo it. `near_miss`: it did not hold.
    `nothing`: none of the group's events is counted, or none any more."""

    FIRED = "fired"
    SUPPRESSED = "suppressed"
    WAITING = "waiting"
    NEAR_MISS = "near_miss"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Explanation:
    """`sentence` is for people. `reached` of `needed` is what the nearest window came to, None where that is no number.

    `events` are those that count, in order, at most the newest EVIDENCE of `count`. `episodes` is how often the rule
    fired in the group, and `last_episode` the number of the last time, if that is known; up to `quiet_until` (ms since
    1970) it raises no further alert.
    """

    verdict: Verdict
    sentence: str
    reached: int | None = None
    needed: int | None = None
    events: tuple[Arrival, ...] = ()
    count: int = 0
    episodes: int = 0
    last_episode: int | None = None
    quiet_until: int | None = None

    @property
    def has_fired(self) -> bool:
        return self.episodes > 0


NOTHING = Explanation(Verdict.NOTHING, "Nothing is counted of this group, or nothing any more.")


def fired(episode: Episode, condition: str, quiet_until: int, then: str = "") -> Explanation:
    """`condition` is the rule's, for people; `then` tells how long no further alert is raised, if not `quiet_until`."""
    then = then or f"No further alert is raised until {moment.to_text(quiet_until)}."
    count = "1 event" if episode.count == 1 else f"{episode.count} events"
    return Explanation(
        Verdict.FIRED,
        f"Fired: {condition}; by {count}, {_spanned(episode.evidence)}. {then}",
        events=episode.evidence,
        count=episode.count,
        episodes=episode.number,
        last_episode=episode.number,
        quiet_until=quiet_until,
    )


def suppressed(episodes: int, quiet_until: int) -> Explanation:
    """An alert of the group stands, and nothing that came after its suppression is counted."""
    sentence = (
        f"Suppressed until {moment.to_text(quiet_until)}: alert {episodes} of the group stands, which names its "
        "evidence. Nothing after that is counted, or nothing any more."
    )
    return Explanation(Verdict.SUPPRESSED, sentence, episodes=episodes, last_episode=episodes, quiet_until=quiet_until)


def waiting(reach: Reach, condition: str, due_at: int) -> Explanation:
    """What seems to have fired, and is decided at `due_at` (ms since 1970)."""
    sentence = (
        f"Waits for its lateness until {moment.to_text(due_at)}: {condition} holds {_spanned(reach.events)}, "
        "and what was on its way may still undo it."
    )
    return _reaching(Verdict.WAITING, sentence, reach)


def near_miss(reach: Reach, timespan_ms: int, reset: Arrival | None) -> Explanation:
    """`reset` is what made the group start anew after the window, if anything did."""
    told = f"{reach.told[0].upper()}{reach.told[1:]}, {_spanned(reach.events)}"
    until = reach.events[0].at + timespan_ms
    if reset is not None and reset.at <= until:
        sentence = f"{told}; reset at {moment.to_text(reset.at)} by event {reset.id}."
    elif reach.lacking:
        sentence = f"{told}; {reach.lacking} by {moment.to_text(until)} would have fired."
    else:
        sentence = f"{told}."
    return _reaching(Verdict.NEAR_MISS, sentence, reach)


def _reaching(verdict: Verdict, sentence: str, reach: Reach) -> Explanation:
    return Explanation(
        verdict,
        sentence,
        reached=reach.reached,
        needed=reach.needed,
        events=reach.events[-EVIDENCE:],
        count=len(reach.events),
    )


def _spanned(events: Sequence[Arrival]) -> str:
    first, last = moment.to_text(events[0].at), moment.to_text(events[-1].at)
    return f"at {first}" if first == last else f"from {first} to {last}"
