"""A silence that fires is never a near miss, and one that does not has a true reason, by any events of a group."""

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from lacre.detection.admitting import admit
from lacre.detection.explaining import explain_arrivals, explain_state
from lacre.detection.explanation import Explanation, Verdict
from lacre.detection.kinds.absence import Absence
from lacre.detection.window import Windowing
from lacre.model import moment
from lacre.ports.detection import Arrival, WindowState
from tests.unit.detection.worlds import event_id

ARMING, DISARMING, OTHER = 1, 2, 4
START_MS = 1_000
Looked = tuple[list[Arrival], Windowing, int]
"""A group's events in order, the windowing, and up to when all is known."""


@st.composite
def looked_at(draw: st.DrawFn) -> Looked:
    marks = st.sampled_from([ARMING, ARMING, DISARMING, ARMING | DISARMING, OTHER])
    # Steps about as long as the silence: it ends just before, with, and just after the next event.
    silence = draw(st.integers(1, 9))
    steps = draw(st.lists(st.tuples(st.integers(0, 12), marks), max_size=12))
    events, at = [], START_MS
    for number, (step, mark) in enumerate(steps):
        at += step
        events.append(Arrival(at, event_id(number), mark))
    windowing = Windowing(Absence(silence, ARMING, DISARMING), 5, silence + 5, silence + 5)
    return events, windowing, at + draw(st.integers(0, 12))


def counted(events: Sequence[Arrival]) -> list[Arrival]:
    return sorted(one for one in events if one.marks & (ARMING | DISARMING))


def with_silence(own: Sequence[Arrival], until: int) -> list[tuple[Arrival, int]]:
    """Each with the last moment up to which nothing came after it."""
    ends = [*(one.at - 1 for one in own[1:]), until]
    return list(zip(own, ends[: len(own)], strict=True))


def silences(events: Sequence[Arrival], silence_ms: int, until: int) -> list[Arrival]:
    """From the definition: what armed the rule, and the next of the group came only after the silence was complete."""
    pairs = with_silence(counted(events), until)
    return [
        one for one, silent in pairs if one.marks & (ARMING | DISARMING) == ARMING and one.at + silence_ms <= silent
    ]


def silence_of(windowing: Windowing) -> int:
    assert isinstance(windowing.kind, Absence)
    return windowing.kind.silence_ms


@settings(max_examples=100, deadline=None)
@given(looked=looked_at())
def test_the_archive_tells_what_fired_what_waits_and_what_was_ended(looked: Looked) -> None:
    events, windowing, until = looked
    told, own = explain_arrivals(events, windowing, until), counted(events)
    silence_ms = silence_of(windowing)
    fired = silences(events, silence_ms, until)
    assert told.episodes == len(fired)
    assert (told.verdict is Verdict.NOTHING) == (not own)
    assert (told.verdict is Verdict.FIRED) == (bool(fired) and fired[-1] == own[-1])
    if told.verdict is Verdict.FIRED:
        assert tuple(told.events) == (own[-1],)
    if told.verdict is Verdict.WAITING:
        _is_waited_for(told, events, windowing)
    if told.verdict is Verdict.NEAR_MISS and told.reached is not None:
        _was_ended(told, events, windowing)


def _is_waited_for(told: Explanation, events: Sequence[Arrival], windowing: Windowing) -> None:
    """At the moment that the sentence names it fires if nothing comes, and not a millisecond before."""
    complete_at = counted(events)[-1].at + silence_of(windowing)
    assert told.sentence.endswith(f"complete at {moment.to_text(complete_at)}.")
    assert explain_arrivals(events, windowing, complete_at).verdict is Verdict.FIRED
    assert explain_arrivals(events, windowing, complete_at - 1).verdict is Verdict.WAITING


def _was_ended(told: Explanation, events: Sequence[Arrival], windowing: Windowing) -> None:
    """By an event without which it would have fired; and no other came nearer."""
    last, ending = told.events
    silence_ms = silence_of(windowing)
    assert told.needed == silence_ms
    assert told.reached == ending.at - last.at <= silence_ms
    until_then = [one for one in events if one <= last]
    assert silences(until_then, silence_ms, last.at + silence_ms)[-1] == last
    lasted = [
        after.at - before.at
        for before, after in pairwise(counted(events))
        if before.marks & (ARMING | DISARMING) == ARMING
    ]
    assert told.reached == max(one for one in lasted if one <= silence_ms)


@settings(max_examples=100, deadline=None)
@given(looked=looked_at())
def test_the_live_state_tells_what_the_archive_tells(looked: Looked) -> None:
    events, windowing, until = looked
    state = WindowState("live")
    for arrival, silent_until in with_silence(counted(events), until):
        # Once as the event comes, and once as the schedule decides.
        for known in (arrival.at, silent_until):
            state = admit(state, [arrival], windowing, 0, known).state
    now, all_told = explain_state(state, windowing), explain_arrivals(events, windowing, until)
    assert (now.verdict, now.episodes) == (all_told.verdict, all_told.episodes)
    assert now.sentence.endswith(".")
