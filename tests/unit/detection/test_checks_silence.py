"""Checks of absence: once, not when blocked, closed or lagging; undone when late data arrives."""

import pytest

from lacre.detection.rule import Rule
from lacre.detection.watermark import WATERMARK
from lacre.model import moment
from lacre.model.header import Header
from tests.fakes.ambient import START
from tests.fakes.crash import Killed, Steps
from tests.unit.detection.worlds import HOUR, MINUTE, World, event_id, failed_login, rule

SILENCE = 72 * HOUR


def silent_pos(calendar: str | None = None, **changes: object) -> Rule:
    condition = {"armed_by": [0], "disarmed_by": [1], "silence_ms": SILENCE, "calendar": calendar}
    actions = ["TRANSACTION_CREATED", "POS_BLOCKED"]
    return rule("silent_pos", actions, kind="absence", condition=condition, timespan_ms=SILENCE, **changes)


def sale(number: int, at: int, pos: str = "pos-1", **fields: str) -> Header:
    return failed_login(number, at, pos, action="TRANSACTION_CREATED", **fields)


def blocked(number: int, at: int, pos: str = "pos-1") -> Header:
    return failed_login(number, at, pos, action="POS_BLOCKED")


def others(number: int, at: int) -> Header:
    """Anything else, by which the detector shows how far it has come."""
    return failed_login(number, at, "somebody")


def test_a_silence_is_told_of_once_when_it_is_complete() -> None:
    world = World([silent_pos()])
    world.detect([sale(1, 0), sale(2, HOUR)])
    world.detect([others(3, 80 * HOUR)])
    world.decide(HOUR + SILENCE)
    assert world.alerts == []
    for later in (15_000, 15 * MINUTE, 30 * MINUTE, 50 * HOUR):
        world.decide(HOUR + SILENCE + later)
    (alert,) = world.alerts
    assert (alert.kind, alert.evidence, alert.evidence_count) == ("absence", (event_id(2),), 1)
    assert alert.window_start == moment.to_text(START + HOUR)
    assert alert.window_end == moment.to_text(START + HOUR + SILENCE)
    assert world.actions == ["ALERT_RAISED", "MULTIPLE_FAILED_LOGINS"]


def test_one_millisecond_less_is_no_silence() -> None:
    world = World([silent_pos()])
    world.detect([sale(1, 0), others(2, 80 * HOUR)])
    assert world.decide(SILENCE + 15_000 - 1).raised == []
    assert len(world.decide(SILENCE + 15_000).raised) == 1


def test_a_new_silence_is_a_new_episode() -> None:
    world = World([silent_pos()])
    world.detect([sale(1, 0), others(2, 80 * HOUR)])
    world.decide(80 * HOUR)
    world.detect([sale(3, 90 * HOUR), others(4, 200 * HOUR)])
    world.decide(200 * HOUR)
    assert [one.evidence for one in world.alerts] == [(event_id(1),), (event_id(3),)]
    assert len({one.alert_id for one in world.alerts}) == 2


def test_a_silence_that_late_data_undid_does_not_change_the_name_of_the_next() -> None:
    late, in_order = World([silent_pos()]), World([silent_pos()])
    late.detect([sale(1, 0), others(2, 80 * HOUR)])
    late.decide(80 * HOUR)
    late.detect([sale(3, 40 * HOUR), others(4, 200 * HOUR)])
    in_order.detect([sale(1, 0), sale(3, 40 * HOUR), others(2, 80 * HOUR), others(4, 200 * HOUR)])
    for world in (late, in_order):
        world.decide(200 * HOUR)
    (undone, standing), (only,) = late.alerts, in_order.alerts
    assert (undone.status, undone.disposition, standing.status) == ("closed", "false", "open")
    assert (standing.alert_id, standing.window_end) == (only.alert_id, only.window_end)
    assert standing.evidence == only.evidence == (event_id(3),)


def test_what_is_blocked_is_silent_for_a_reason() -> None:
    world = World([silent_pos()])
    world.detect([sale(1, 0), blocked(2, HOUR), others(3, 200 * HOUR)])
    assert world.decide(200 * HOUR).raised == []
    assert world.windows.due(START + 999 * HOUR, 10) == []


def test_what_was_never_active_is_not_missed() -> None:
    world = World([silent_pos()])
    world.detect([blocked(1, 0), others(2, 200 * HOUR)])
    assert world.decide(200 * HOUR).raised == []


def test_a_sale_that_comes_after_the_block_that_it_was_before_does_not_arm_again() -> None:
    world = World([silent_pos()])
    world.detect([blocked(2, HOUR)])
    world.detect([sale(1, 0), others(3, 200 * HOUR)])
    assert world.decide(200 * HOUR).raised == []


def test_while_the_detector_lags_no_silence_is_told_of() -> None:
    world = World([silent_pos()])
    world.detect([sale(1, 0)])
    assert world.decide(200 * HOUR).raised == []
    world.detect([others(2, SILENCE - MINUTE)])
    assert world.decide(200 * HOUR).raised == []
    world.detect([others(3, SILENCE + MINUTE)])
    assert len(world.decide(200 * HOUR).raised) == 1


def test_what_the_stream_has_not_brought_is_read_before_anything_is_told() -> None:
    world = World([silent_pos()])
    world.detect([sale(1, 0), others(2, 80 * HOUR)])
    world.store([sale(3, 70 * HOUR)])
    assert world.decide(80 * HOUR).raised == []
    assert world.windows.due(START + 999 * HOUR, 10)[0].due_at == START + 70 * HOUR + SILENCE


def test_where_events_cannot_be_read_in_bounds_nothing_is_told() -> None:
    world = World([silent_pos()])
    world.detect([sale(1, 0), others(2, 80 * HOUR)])
    world.events.is_too_much = True
    decision = world.decide(80 * HOUR)
    assert (len(decision.left), decision.raised) == (1, [])
    world.events.is_too_much = False
    assert len(world.decide(80 * HOUR).raised) == 1


@pytest.mark.parametrize("late", [sale(3, 40 * HOUR), blocked(3, 40 * HOUR), sale(3, SILENCE)])
def test_late_data_within_the_silence_undoes_the_alert(late: Header) -> None:
    world = World([silent_pos()])
    world.detect([sale(1, 0), others(2, 80 * HOUR)])
    world.decide(80 * HOUR)
    for _ in range(3):
        world.detect([late])
    (alert,) = world.alerts
    assert (alert.status, alert.disposition, alert.version) == ("closed", "false", 2)
    assert [note.text for note in alert.notes] == ["Late data: the group was not silent."]
    assert world.actions == ["ALERT_RAISED", "ALERT_UPDATED", "MULTIPLE_FAILED_LOGINS"]


def test_what_was_synced_offline_undoes_a_silence_by_when_it_happened() -> None:
    world = World([silent_pos()])
    world.detect([sale(1, 0), others(2, 80 * HOUR)])
    world.decide(80 * HOUR)
    occurred_at = moment.to_text(START + 40 * HOUR)
    world.detect([sale(3, 81 * HOUR, source="OFFLINE_SYNC", occurred_at=occurred_at)])
    assert [alert.status for alert in world.alerts] == ["closed"]


@pytest.mark.parametrize("later", [sale(3, SILENCE + 1), sale(3, 81 * HOUR)])
def test_a_sale_after_the_silence_leaves_the_alert(later: Header) -> None:
    world = World([silent_pos()])
    world.detect([sale(1, 0), others(2, 80 * HOUR)])
    world.decide(80 * HOUR)
    world.detect([later])
    assert [alert.status for alert in world.alerts] == ["open"]
    world.detect([sale(4, 40 * HOUR)])
    assert [alert.status for alert in world.alerts] == ["closed"]


def test_a_silence_of_trading_hours() -> None:
    """The tests' time begins on a Wednesday at 11:06:40 UTC: 72 trading hours later is Tuesday, 13:06:40."""
    assert moment.to_text(START) == "2026-11-18T11:06:40.000Z"
    world = World([silent_pos("trading")])
    world.detect([sale(1, 0), others(2, 300 * HOUR)])
    (due,) = world.windows.due(START + 999 * HOUR, 10)
    assert moment.to_text(due.due_at) == "2026-11-24T13:06:40.000Z"


def test_a_rule_that_is_no_longer_there_is_no_longer_due() -> None:
    world = World([silent_pos()])
    world.detect([sale(1, 0), others(2, 80 * HOUR)])
    world.rules = [rule()]
    assert len(world.decide(80 * HOUR).stale) == 1
    assert world.decide(80 * HOUR).stale == []


def test_windows_of_a_silence_outlive_it() -> None:
    world = World([silent_pos()])
    world.detect([sale(1, 0)])
    expiry = next(at for key, at in world.windows.expiries.items() if key != WATERMARK)
    assert expiry is not None
    assert expiry * 1000 > START + SILENCE


def test_the_watermark_is_written_at_most_once_a_minute() -> None:
    world = World([silent_pos()])
    detector = world.detector()
    for second in range(0, 600, 5):
        world.store([others(1 + second, second * 1000)])
        detector.detect([list(world.events.events.values())[-1]])
    assert world.windows.states[WATERMARK].version == 10


def test_a_crash_before_and_after_every_store_call_ends_in_exactly_one_alert() -> None:
    def live(world: World) -> None:
        for event in (sale(1, 0), others(2, 80 * HOUR)):
            try:
                world.detect([event])
            except Killed:
                world.detect([event])
        try:
            world.decide(80 * HOUR)
        except Killed:
            world.decide(80 * HOUR)

    expected = World([silent_pos()])
    live(expected)
    for fatal in range(len(expected.steps.names)):
        world = World([silent_pos()], Steps(fatal=fatal))
        live(world)
        assert world.outcome == expected.outcome
        assert len(world.windows.events) == 2
