"""The use case over stores in memory: what a firing records, and that nothing makes it happen twice or not at all."""

import random
import time
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lacre.model import moment
from lacre.model.event import ReceiptedEvent
from lacre.model.header import Header
from lacre.model.vocabulary import EventSource, Severity
from lacre.ports.detection import WindowState
from lacre.ports.errors import SignerUnavailableError, StoreUnavailableError
from tests.fakes.crash import Killed, Steps
from tests.unit.detection.worlds import MINUTE, World, burst, event_id, failed_login, rule


def stored(world: World, action: str) -> ReceiptedEvent:
    return next(one for one in world.windows.events.values() if one.event.header.action == action)


def test_the_fifth_failure_raises_one_alert_and_two_events() -> None:
    world = World()
    for header in burst(4):
        assert not world.detect([header]).raised
    detection = world.detect([burst(5)[-1]])
    assert [one.alert_id for one in detection.raised] == [one.alert_id for one in world.alerts]
    (alert,) = world.alerts
    assert alert.evidence == tuple(event_id(number) for number in range(1, 6))
    assert (alert.evidence_count, alert.state, alert.severity) == (5, "OPEN", "CRITICAL")
    assert alert.group == '{"entity_id":"account-1"}'
    assert (alert.window_start, alert.window_end) == (burst(5)[0].recorded_at, burst(5)[-1].recorded_at)
    assert world.actions == ["ALERT_RAISED", "MULTIPLE_FAILED_LOGINS"]


def test_the_finding_is_critical_and_names_account_cause_and_detector() -> None:
    world = World()
    world.detect(burst(5))
    finding = stored(world, "MULTIPLE_FAILED_LOGINS").event.header
    assert (finding.severity, finding.source) == (Severity.CRITICAL, EventSource.DETECTOR)
    assert (finding.entity_type, finding.entity_id) == ("USER", "account-1")
    assert (finding.actor_type, finding.actor_id) == ("SYSTEM", "system:fraud")
    assert finding.causation_id == event_id(5)
    alert_raised = stored(world, "ALERT_RAISED").event.header
    assert alert_raised.entity_id == world.alerts[0].alert_id
    assert alert_raised.correlation_id == finding.correlation_id == finding.id == world.alerts[0].finding_id
    assert alert_raised.recorded_at >= world.alerts[0].raised_at == finding.recorded_at


def test_its_own_events_are_not_evaluated() -> None:
    own = [failed_login(number, number, source="DETECTOR") for number in range(1, 6)]
    world = World()
    world.detect(own)
    assert world.steps.names == []


def test_other_actions_and_events_without_a_group_touch_no_store() -> None:
    world = World([rule(group_by=("session_id",), entity="session_id")])
    world.detect([failed_login(1, 1), failed_login(2, 2, action="LOGIN_SUCCESS")])
    assert world.steps.names == []


def test_groups_differ_by_letter_case_and_are_interleaved() -> None:
    world = World()
    pairs = zip(burst(5, account="abc", first=1), burst(5, account="ABC", first=11), strict=True)
    world.detect([header for pair in pairs for header in pair])
    assert sorted(one.group for one in world.alerts) == ['{"entity_id":"ABC"}', '{"entity_id":"abc"}']


def test_late_data_gives_the_alert_its_canonical_evidence_and_is_recorded() -> None:
    world, headers = World(), burst(6, every=MINUTE // 2)
    world.detect(headers[1:])
    (before,) = world.alerts
    detection = world.detect([headers[0]])
    (after,) = world.alerts
    assert not detection.raised
    assert [one.alert_id for one in detection.amended] == [after.alert_id]
    assert before.alert_id == after.alert_id
    assert after.evidence == tuple(event_id(number) for number in range(1, 6))
    assert (after.raised_at, after.version) == (before.raised_at, 2)
    updated = stored(world, "ALERT_UPDATED")
    assert updated.event.header.causation_id == event_id(5)
    assert world.actions == ["ALERT_RAISED", "ALERT_UPDATED", "MULTIPLE_FAILED_LOGINS"]


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 40))
def test_all_permutations_over_four_shards_end_in_the_same_alerts(chance: random.Random, size: int) -> None:
    headers = burst(30, every=9_000)  # four and a half minutes: any order is within the lateness
    straight = World()
    straight.detect(headers)
    shards = [[one for one in headers if chance.randrange(4) == shard] for shard in range(4)]
    delivered = [one for shard in chance.sample(shards, 4) for one in shard] + headers
    shuffled = chance.sample(headers, len(headers)) + chance.choices(delivered, k=20)
    world = World()
    for start in range(0, len(shuffled), size):
        world.detect(shuffled[start : start + size])
    assert world.outcome == straight.outcome
    assert len(world.alerts) == 1


def test_replaying_whole_batches_cut_anew_writes_nothing() -> None:
    world, headers = World(), burst(40)
    world.detect(headers)
    versions = {key: state.version for key, state in world.windows.states.items()}
    for start in range(0, 40, 7):
        world.detect(headers[start : start + 7])
    assert {key: state.version for key, state in world.windows.states.items()} == versions
    assert len(world.alerts) == 1


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
            world.detector().detect(headers[3:])

    world.steps.between = overtake
    world.detect(headers[:4])
    assert overtaken
    assert [one.evidence for one in world.alerts] == [tuple(event_id(number) for number in range(1, 6))]
    assert world.actions == ["ALERT_RAISED", "MULTIPLE_FAILED_LOGINS"]


def test_a_store_that_always_loses_the_race_fails_the_batch() -> None:
    world = World()

    def spoil(name: str) -> None:
        if name == "before windows.save":
            key = rule().state_key(rule().group_of(burst(1)[0]))  # type: ignore[arg-type]  # it has a group
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


class Raising:
    def matches(self, header: object) -> bool:
        raise RuntimeError("a defect of this rule")


def test_one_raising_rule_leaves_the_others_alone_and_its_records_are_set_aside() -> None:
    world = World([rule("broken", selection=Raising()), rule()])
    detection = world.detect(burst(5))
    assert [one.rule for one in world.alerts] == ["many_failed_logins"]
    (aside,) = detection.set_aside
    assert (aside.rule, aside.reason, len(aside.event_ids)) == ("broken", "the rule raised RuntimeError", 5)
    ((record, reason),) = world.quarantine.records.values()
    assert record["event_ids"] == list(aside.event_ids)
    assert reason == aside.reason


def test_a_raising_rule_whose_quarantine_is_away_fails_the_batch() -> None:
    world = World([rule("broken", selection=Raising())])
    world.quarantine.is_away = True
    with pytest.raises(StoreUnavailableError):
        world.detect(burst(5))


def test_an_event_older_than_all_that_is_kept_is_set_aside_by_name() -> None:
    world = World()
    world.detect([failed_login(1, 60 * MINUTE)])
    detection = world.detect([failed_login(2, 0)])
    assert [one.event_ids for one in detection.set_aside] == [(event_id(2),)]
    assert len(world.quarantine.records) == 1


def test_an_event_whose_id_is_no_uuid_is_set_aside_and_the_rest_counts() -> None:
    world = World()
    detection = world.detect([*burst(4), replace(failed_login(7, 5), id="not-a-uuid"), failed_login(5, 5_000)])
    assert len(world.alerts) == 1
    assert [one.event_ids for one in detection.set_aside] == [("not-a-uuid",)]


def test_a_shadow_rule_counts_and_raises_nothing() -> None:
    world = World([rule(mode="shadow")])
    assert world.detect(burst(5)).shadowed == 1
    assert not world.alerts
    assert not world.windows.events


def test_an_alert_of_the_shadow_is_not_amended_into_being() -> None:
    world, headers = World([rule(mode="shadow")]), burst(6)
    world.detect(headers[1:])
    world.rules = [rule()]
    detection = world.detect([headers[0]])
    assert detection.unplaced == [rule().alert_id(rule().group_of(headers[0]), 1)]  # type: ignore[arg-type]  # it has a group
    assert not world.alerts


def test_windows_that_were_lost_raise_no_alert_a_second_time() -> None:
    world = World()
    world.detect(burst(5))
    world.windows.states.clear()
    detection = world.detect(burst(5))
    assert detection.unplaced == [world.alerts[0].alert_id]
    assert len(world.windows.events) == 2
    assert world.windows.states


def test_windows_without_an_episode_expire_and_numbers_of_episodes_are_never_given_twice() -> None:
    world = World()
    world.detect(burst(1))
    (expiry,) = world.windows.expiries.values()
    last = moment.to_milliseconds(burst(1)[0].recorded_at) // 1000
    assert expiry is not None
    assert expiry - last == 15 * 60 + 48 * 3600
    world.detect(burst(5))
    assert list(world.windows.expiries.values()) == [None]
    world.detect([failed_login(9, 24 * 3600 * 1000)])
    assert list(world.windows.expiries.values()) == [None]
