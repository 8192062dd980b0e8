"""Checks of delivery: races, crashes, faults, floods, and a store that starts anew."""

import time
from collections.abc import Sequence

import pytest

from lacre.model.header import Header
from lacre.ports.detection import WindowState
from lacre.ports.errors import SignerUnavailableError, StoreUnavailableError
from tests.fakes.crash import Killed, Steps
from tests.unit.detection.cases import Case, each_kind, finish
from tests.unit.detection.worlds import World, burst, event_id, failed_login, group_of, rule


def _seconds_of(world: World, headers: Sequence[Header]) -> float:
    """Of this process's computing."""
    began = time.process_time()
    world.detect(headers)
    return time.process_time() - began


def test_ten_thousand_events_of_one_account_in_one_batch() -> None:
    world, headers = World(), burst(10_000, every=50)
    tenth = _seconds_of(World(), headers[:1_000])
    # Ten times the work, give or take the machine: a hundred times would be a search through the window for each event.
    assert _seconds_of(world, headers) < 30 * tenth
    assert len(world.alerts) == 1
    assert len(world.steps.names) / 2 <= 20


def test_ten_thousand_accounts_in_one_batch_no_alert_no_loss() -> None:
    world = World()
    world.detect([failed_login(number, 0, f"account-{number}") for number in range(1, 10_001)])
    assert not world.alerts
    assert sum(len(state.arrivals) for state in world.windows.states.values()) == 10_000


def test_more_findings_than_a_transaction_takes_are_split() -> None:
    world = World()
    world.detect(burst(24 * 3600 // 10, every=10_000))
    assert sorted(one.episode for one in world.alerts) == list(range(1, 96))  # one in 15 min and 10 s


@pytest.mark.parametrize("place", ["after windows.load", "before windows.save"])
def test_two_racing_invocations_end_in_one_alert(place: str) -> None:
    """Between the load and the save of the first, a second detector does the whole of its own batch."""
    headers, world, overtaken = burst(6), World(), list[str]()

    def overtake(name: str) -> None:
        if name == place and not overtaken:
            overtaken.append(name)
            world.detect(headers[3:])

    world.steps.between = overtake
    world.detect(headers[:4])
    assert overtaken
    assert [one.evidence for one in world.alerts] == [tuple(event_id(number) for number in range(1, 6))]
    assert world.actions == ["ALERT_RAISED", "MULTIPLE_FAILED_LOGINS"]


def test_a_store_that_always_loses_the_race_fails_the_batch() -> None:
    world = World()

    def spoil(name: str) -> None:
        if name == "before windows.save":
            key = rule().state_key(group_of(burst(1)[0]))
            held = world.windows.states.get(key, WindowState(key))
            world.windows.states[key] = WindowState(key, version=held.version + 1)

    world.steps.between = spoil
    with pytest.raises(StoreUnavailableError, match="faster"):
        world.detect(burst(5))


def test_a_crash_before_and_after_every_store_call_ends_in_exactly_one_alert() -> None:
    expected = World()
    expected.detect(burst(3))
    expected.detect(burst(8)[3:])
    calls = len(expected.steps.names)
    assert calls == 8
    for fatal in range(calls):
        world = World(steps=Steps(fatal=fatal))
        for batch in (burst(3), burst(8)[3:]):
            try:
                world.detect(batch)
            except Killed:
                world.detect(batch)
        assert world.outcome == expected.outcome
        assert world.actions == ["ALERT_RAISED", "MULTIPLE_FAILED_LOGINS"]


def test_an_unavailable_store_or_signer_fails_the_batch_and_the_retry_succeeds() -> None:
    world = World()
    world.windows.is_away = True
    with pytest.raises(StoreUnavailableError):
        world.detect(burst(5))
    world.windows.is_away, world.trail.signer.is_away = False, True
    with pytest.raises(SignerUnavailableError):
        world.detect(burst(5))
    world.trail.signer.is_away = False
    world.detect(burst(5))
    assert len(world.alerts) == 1


def test_windows_that_were_lost_raise_no_alert_a_second_time() -> None:
    world = World()
    world.detect(burst(5))
    world.windows.states.clear()
    detection = world.detect(burst(5))
    assert detection.unplaced == [world.alerts[0].alert_id]
    ((record, reason),) = world.quarantine.records.values()
    assert (reason, record["event_ids"]) == ("the windows contradict the alerts", [one.id for one in burst(5)])
    assert len(world.windows.events) == 2
    assert world.windows.states


@each_kind
def test_each_kind_survives_a_crash_before_and_after_every_store_call(case: Case) -> None:
    """Of the stream's calls and of the schedule's."""

    def live(world: World) -> None:
        for step in (lambda: world.detect(case.burst()[:3]), lambda: world.detect(case.burst()), lambda: finish(world)):
            try:
                step()
            except Killed:
                step()

    expected = case.world()
    live(expected)
    assert len(expected.alerts) == 1
    for fatal in range(len(expected.steps.names)):
        world = World([case.rule], Steps(fatal=fatal))
        live(world)
        assert world.outcome == expected.outcome
        assert world.actions == ["ALERT_RAISED", "MULTIPLE_FAILED_LOGINS"]


@each_kind
def test_a_detector_that_starts_cold_goes_on_where_the_last_one_was(case: Case) -> None:
    world, events = case.world(), case.burst()
    for event in events:
        world.detector()
        world.detect([event])
    finish(world)
    assert [alert.evidence for alert in world.alerts] == [case.expected(events)]


def test_part_of_a_batch_that_fails_is_given_again_and_counts_once() -> None:
    """From its lowest failed record on, as the stream does: what came before it was counted, and some after it too."""
    world, headers = World(), burst(8)
    world.detect(headers[:6])
    for lowest in (2, 4, 5):
        world.detect(headers[lowest:])
    assert [alert.evidence for alert in world.alerts] == [tuple(event_id(number) for number in range(1, 6))]
    assert world.actions == ["ALERT_RAISED", "MULTIPLE_FAILED_LOGINS"]
