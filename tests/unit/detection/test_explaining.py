"""What each kind says of a group in which it did not fire, and of one in which it did."""

from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from lacre.detection.explaining import explain_arrivals, explain_state
from lacre.detection.explanation import Explanation, Verdict
from lacre.detection.kinds.absence import Absence
from lacre.detection.kinds.chain import Chain
from lacre.detection.kinds.distinct import Distinct
from lacre.detection.kinds.event_count import EventCount
from lacre.detection.kinds.kind import Kind
from lacre.detection.kinds.ordered import Ordered
from lacre.detection.kinds.ratio import Ratio
from lacre.detection.window import Windowing
from lacre.model import moment
from lacre.ports.detection import Arrival
from tests.unit.detection.feeding import run
from tests.unit.detection.worlds import HOUR, MINUTE, event_id

START = moment.to_milliseconds("2026-11-23T09:00:00.000Z")
W, L = 10 * MINUTE, 5 * MINUTE
DAY = 24 * HOUR


def clock(text: str) -> int:
    """A moment of the day of START."""
    return moment.to_milliseconds(f"2026-11-23T{text}.000Z")


def events(*each: tuple[float, int, str] | float) -> list[Arrival]:
    """At so many minutes after START, with marks and a value."""
    told = [(one, 1, "") if isinstance(one, int | float) else one for one in each]
    return [
        Arrival(START + int(minutes * MINUTE), event_id(turn), marks, value)
        for turn, (minutes, marks, value) in enumerate(told, 1)
    ]


def window_of(kind: Kind, *, reset_on: int = 0, is_deferred: bool = False) -> Windowing:
    reach = kind.timespan_ms + L
    return Windowing(kind, L, 2 * kind.timespan_ms + L, reach, reset_on, is_deferred or bool(reset_on))


COUNT = window_of(EventCount(W, 5))


def told(windowing: Windowing, arrivals: list[Arrival], after_ms: int = DAY) -> Explanation:
    """When all is known up to so long after START."""
    return explain_arrivals(arrivals, windowing, START + after_ms)


def near_miss(windowing: Windowing, *each: tuple[float, int, str] | float) -> str:
    """The sentence, without the day."""
    found = told(windowing, events(*each))
    assert found.verdict is Verdict.NEAR_MISS
    return found.sentence.replace("2026-11-23T", "").replace(".000Z", "")


def test_a_count_says_how_many_and_until_when_one_more_would_have_fired() -> None:
    found = told(COUNT, events(0, 1, 2, 3))
    assert (found.reached, found.needed, found.count) == (4, 5, 4)
    assert [one.id for one in found.events] == [event_id(one) for one in (1, 2, 3, 4)]
    assert near_miss(COUNT, 0, 1, 2, 3) == (
        "4 of 5 events in 10 min, from 09:00:00 to 09:03:00; 1 more by 09:10:00 would have fired."
    )


def test_of_all_windows_it_is_the_fullest_and_of_these_the_last() -> None:
    assert near_miss(COUNT, 0, 1, 30, 31, 32, 60, 61, 62, 90).startswith(
        "3 of 5 events in 10 min, from 10:00:00 to 10:02:00; 2 more"
    )


def test_events_of_one_moment_are_told_at_it() -> None:
    assert near_miss(COUNT, 7) == "1 of 5 events in 10 min, at 09:07:00; 4 more by 09:17:00 would have fired."


def test_distinct_values_are_counted_once() -> None:
    windowing = window_of(Distinct(W, 4))
    assert near_miss(windowing, (0, 1, "ana"), (2, 1, "rui"), (3, 1, "ana"), (4, 1, "eva")) == (
        "3 of 4 distinct values in 10 min, from 09:02:00 to 09:04:00; 1 more value by 09:12:00 would have fired."
    )


def test_selections_that_are_missing_are_named() -> None:
    windowing = window_of(Distinct(W, 3, 7, by_value=False))
    assert near_miss(windowing, (0, 1, ""), (2, 4, "")) == (
        "2 of 3 selections in 10 min, from 09:00:00 to 09:02:00; "
        "an event of the rule's 2nd selection by 09:10:00 would have fired."
    )


@pytest.mark.parametrize(
    ("values", "sentence", "figures"),
    [
        (["1", "2", "3"], "3 of 4 distinct values in 10 min, 3 of 3 numbers in a chain", (3, 4)),
        (["1", "50", "3", "90"], "2 of 3 numbers in a chain, among 4 values in 10 min", (2, 3)),
        (["a", "b", "c", "90"], "3 of 4 distinct values that are no numbers in 10 min", (3, 4)),
    ],
)
def test_a_chain_says_what_of_it_there_is(values: list[str], sentence: str, figures: tuple[int, int]) -> None:
    arrivals = events(*((turn, 1, value) for turn, value in enumerate(values)))
    found = told(window_of(Chain(W, 4, length=3, gap=3)), arrivals)
    assert (found.verdict, found.reached, found.needed) == (Verdict.NEAR_MISS, *figures)
    assert found.sentence.startswith(f"{sentence}, from 2026-11-23T09:00:00.000Z")


SEQUENCE = window_of(Ordered(W, (0, 0, 0, 1)), is_deferred=True)


def test_an_order_whose_end_is_missing_says_what_would_have_ended_it() -> None:
    assert near_miss(SEQUENCE, 0, 1, 2, (20, 2, "")) == (
        "3 of 4 events in the rule's order in 10 min, from 09:00:00 to 09:02:00; "
        "1 of the rule's 2nd selection by 09:10:00 would have fired."
    )


def test_an_order_with_a_gap_says_what_is_missing_in_it() -> None:
    assert near_miss(SEQUENCE, 0, 1, (3, 2, "")) == (
        "3 of 4 events in the rule's order in 10 min, without 1 of the rule's 1st selection, from 09:00:00 to 09:03:00."
    )


RATIO = window_of(Ratio(W, 1, 0, 5, Fraction("0.30")), is_deferred=True)


def test_a_ratio_of_too_few_says_how_many_it_needs() -> None:
    found = near_miss(RATIO, 0, 1, 2, (3, 3, ""))
    assert found == "4 of 5 events that the ratio needs: 1 of 4 events in 10 min, at 09:03:00."


def test_a_ratio_that_is_too_low_is_told_and_never_rounded_up() -> None:
    among = [turn / 10 for turn in range(64)]
    of = [(6.4 + turn / 10, 3, "") for turn in range(27)]
    assert near_miss(RATIO, *among, *of).startswith("The ratio is 29.6 %, 30 % needed: 27 of 91 events in 10 min")


def test_a_ratio_without_an_event_of_its_share_was_never_judged() -> None:
    assert near_miss(RATIO, *range(8)) == (
        "A ratio is judged when an event of its share comes, and none came, from 09:00:00 to 09:07:00."
    )


CONSECUTIVE = window_of(EventCount(W, 5), reset_on=2)


def test_a_reset_within_the_window_is_the_reason() -> None:
    found = near_miss(CONSECUTIVE, 0, 1, 2, 3, (4, 2, ""), 5, 6)
    assert found == f"4 of 5 events in 10 min, from 09:00:00 to 09:03:00; reset at 09:04:00 by event {event_id(5)}."


def test_a_reset_after_the_window_is_not() -> None:
    assert near_miss(CONSECUTIVE, 0, 1, 2, 3, (15, 2, ""), 16).endswith("; 1 more by 09:10:00 would have fired.")


def test_what_later_facts_can_undo_waits() -> None:
    found = told(CONSECUTIVE, events(0, 1, 2, 3, 4), after_ms=0)
    assert (found.verdict, found.has_fired, found.count) == (Verdict.WAITING, False, 5)
    assert found.sentence == (
        "Waits for its lateness until 2026-11-23T09:09:00.001Z: >= 5 events in 10 min holds "
        "from 2026-11-23T09:00:00.000Z to 2026-11-23T09:04:00.000Z, and what was on its way may still undo it."
    )
    assert explain_state(run([events(0, 1, 2, 3, 4)], CONSECUTIVE).state, CONSECUTIVE) == found


def test_what_fired_says_so_with_its_evidence() -> None:
    arrivals = events(0, 1, 2, 3, 4, 5, 6)
    found = told(COUNT, arrivals)
    assert (found.verdict, found.episodes, found.quiet_until) == (Verdict.FIRED, 1, clock("09:29:00"))
    assert found.events == tuple(arrivals[:5])
    assert found.sentence == (
        "Fired: >= 5 events in 10 min; by 5 events, from 2026-11-23T09:00:00.000Z to 2026-11-23T09:04:00.000Z. "
        "No further alert is raised until 2026-11-23T09:29:00.000Z."
    )


def test_what_came_after_its_quiet_time_is_a_window_of_its_own() -> None:
    found = told(COUNT, events(0, 1, 2, 3, 4, 40, 41))
    assert (found.verdict, found.episodes, found.reached) == (Verdict.NEAR_MISS, 1, 2)
    assert found.sentence.endswith("Its last alert kept the group quiet until 2026-11-23T09:29:00.000Z.")


def test_the_live_windows_name_the_alert_whose_evidence_they_no_longer_keep() -> None:
    found = explain_state(run([events(0, 1, 2, 3, 4), events(*[0] * 7, 20)[7:]], COUNT).state, COUNT)
    assert (found.verdict, found.episodes) == (Verdict.SUPPRESSED, 1)
    assert found.sentence.startswith("Suppressed until 2026-11-23T09:29:00.000Z: alert 1 of the group stands")


SILENCE = Absence(3 * HOUR, armed_by=1, disarmed_by=2, zone=ZoneInfo("UTC"))
SILENT = Windowing(SILENCE, L, 4 * HOUR, 4 * HOUR)


def test_a_silence_says_what_ended_it_and_when_it_would_have_fired() -> None:
    found = told(SILENT, events(0, 170, (171, 2, "")))
    assert (found.verdict, found.reached, found.needed) == (Verdict.NEAR_MISS, 170 * MINUTE, 3 * HOUR)
    assert found.sentence == (
        f"Silent from 2026-11-23T09:00:00.000Z to 2026-11-23T11:50:00.000Z, when event {event_id(2)} came; "
        "it would have fired at 2026-11-23T12:00:00.000Z."
    )


def test_a_silence_that_lasts_is_waited_for() -> None:
    found = told(SILENT, events(0), after_ms=HOUR)
    assert (found.verdict, found.has_fired) == (Verdict.WAITING, False)
    assert found.sentence == (
        "Waits: nothing came since 2026-11-23T09:00:00.000Z, and the silence is complete at 2026-11-23T12:00:00.000Z."
    )
    live = explain_state(run([events(0)], SILENT).state, SILENT)
    assert live.sentence == found.sentence.replace(".000Z.", ".000Z at the earliest.")


def test_a_silence_that_fired_and_one_that_is_disarmed() -> None:
    found = told(SILENT, events(0), after_ms=4 * HOUR)
    assert (found.verdict, found.episodes, found.events) == (Verdict.FIRED, 1, tuple(events(0)))
    assert found.sentence.endswith("No further alert is raised until an event comes.")
    disarmed = told(SILENT, events((0, 2, "")))
    assert disarmed.verdict is Verdict.NEAR_MISS
    assert disarmed.sentence.startswith("Disarmed at 2026-11-23T09:00:00.000Z by event")
    assert explain_state(run([events((0, 2, ""))], SILENT).state, SILENT) == disarmed


@pytest.mark.parametrize("windowing", [COUNT, CONSECUTIVE, RATIO, SEQUENCE, SILENT])
def test_of_nothing_it_is_said_that_there_is_nothing(windowing: Windowing) -> None:
    for found in (told(windowing, []), explain_state(run([], windowing).state, windowing)):
        assert (found.verdict, found.has_fired, found.events) == (Verdict.NOTHING, False, ())
        assert found.sentence == "Nothing is counted of this group, or nothing any more."


def test_a_ratio_whose_past_is_partly_forgotten_is_not_judged_again() -> None:
    """The whole that a decided share was one of has left the windows, and the share alone would look like enough."""
    among, of = [turn / 2 for turn in range(16)], [(8, 3, ""), (8.1, 3, "")]
    running = run([events(*among, *of)], RATIO)
    running.feed([], START + 22 * MINUTE)
    found = explain_state(running.state, RATIO)
    assert (found.verdict, found.reached) == (Verdict.NEAR_MISS, None)
    assert found.sentence == "What is counted was decided up to 2026-11-23T09:16:59.999Z, and was not enough."
