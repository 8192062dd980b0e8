"""A group that fires is never a near miss, one that does not always has a reason, and the reason is true."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lacre.detection.explanation import Explanation, Verdict
from lacre.detection.kinds.ratio import Ratio
from lacre.model import moment
from lacre.ports.detection import Arrival
from tests.unit.detection.explained import (
    KINDS,
    MARKS,
    VALUES,
    Made,
    event_count,
    live,
    of_all,
    value_count,
    windowings,
)
from tests.unit.detection.feeding import batches_of
from tests.unit.detection.worlds import event_id

_MISSING = re.compile(r"; (\d+) more(?: values?)? by (\S+Z) would have fired\.")
_FIRED = (Verdict.FIRED, Verdict.SUPPRESSED)


@pytest.mark.parametrize("made", KINDS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_what_fires_is_no_near_miss_and_what_does_not_has_a_reason(
    data: st.DataObject, made: Callable[[int, int], Made]
) -> None:
    windowing, definition = data.draw(windowings(made))
    batches = data.draw(batches_of(windowing, MARKS, VALUES, most=24))
    events = {event for batch in batches for event in batch}
    episodes = definition.episodes(events)
    told = of_all(events, windowing, max(events).at + windowing.lateness_ms + 1)
    assert told.episodes == len(episodes)
    assert told.sentence.endswith(".")
    if told.verdict is Verdict.FIRED:
        assert told.events == episodes[-1][-100:] or made.__name__ == "chain"
    if told.verdict is Verdict.NEAR_MISS:
        assert told.reached is not None
        assert told.needed is not None
        assert told.reached < told.needed
        # The events of a share are no share without what they are compared with.
        assert isinstance(windowing.kind, Ratio) or not definition.episodes(told.events)
    assert told.verdict is not Verdict.WAITING
    assert (told.verdict is Verdict.NOTHING) <= (not any(one.marks & definition.counted for one in events))


@pytest.mark.parametrize("made", KINDS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_live_windows_tell_what_the_archive_tells(data: st.DataObject, made: Callable[[int, int], Made]) -> None:
    windowing, _ = data.draw(windowings(made))
    batches = data.draw(batches_of(windowing, MARKS, VALUES, most=24))
    now, all_told = live(batches, windowing), of_all({event for batch in batches for event in batch}, windowing)
    assert (now.episodes, now.quiet_until) == (all_told.episodes, all_told.quiet_until)
    if windowing.reset_on and not now.count:
        # What came before a reset that is decided is not kept.
        assert now.verdict in (Verdict.NOTHING, Verdict.SUPPRESSED)
        return
    assert (now.verdict in _FIRED) == (all_told.verdict in _FIRED)
    if now.verdict not in _FIRED:
        assert now.verdict is all_told.verdict
        assert isinstance(windowing.kind, Ratio) or (now.reached or 0) <= (all_told.reached or 0)


def completed(told: Explanation, later_ms: int = 0) -> list[Arrival]:
    """The events that the sentence says are missing, all of them at the last moment that it names."""
    missing = _MISSING.search(told.sentence)
    assert missing is not None, told.sentence
    at = moment.to_milliseconds(missing[2]) + later_ms
    return [Arrival(at, event_id(1000 + turn), 1, f"new-{turn}") for turn in range(int(missing[1]))]


@pytest.mark.parametrize("made", [event_count, value_count])
@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_exactly_what_is_missing_makes_it_fire(data: st.DataObject, made: Callable[[int, int], Made]) -> None:
    windowing, _ = data.draw(windowings(made))
    batches = data.draw(batches_of(windowing, (1,), VALUES, most=16))
    events = {event for batch in batches for event in batch}
    told = of_all(events, windowing)
    if told.verdict is not Verdict.NEAR_MISS:
        return
    missing = completed(told)
    fired = told.episodes + 1
    assert of_all({*events, *missing}, windowing).episodes == fired
    assert of_all({*events, *missing[1:]}, windowing).episodes == told.episodes
    assert of_all({*events, *completed(told, later_ms=1)}, windowing).episodes == told.episodes
