"""The use case over stores in memory: what a firing records. The checks of exactness are in test_checks_*."""

from dataclasses import replace

from lacre.model import moment
from lacre.model.event import ReceiptedEvent
from lacre.model.vocabulary import EventSource, Severity
from tests.unit.detection.worlds import MINUTE, World, burst, by, event_id, failed_login, group_of, named, rule


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
    assert (alert.evidence_count, alert.status, alert.severity) == (5, "open", "CRITICAL")
    assert (alert.kind, alert.condition, alert.muted) == ("event_count", ">= 5 events in 10 min", None)
    assert (alert.entity_type, alert.entity_id) == ("USER", "account-1")
    assert alert.group_key == rule().group_key(group_of(burst(1)[0]))
    assert alert.group == named("entity_id", "account-1", "USER").text
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


def test_other_actions_and_events_without_a_group_touch_no_store() -> None:
    world = World([rule(group_by=[by("session_id")])])
    world.detect([failed_login(1, 1), failed_login(2, 2, action="LOGIN_SUCCESS")])
    assert world.steps.names == []


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


def test_an_event_whose_id_is_no_uuid_is_set_aside_and_the_rest_counts() -> None:
    world = World()
    detection = world.detect([*burst(4), replace(failed_login(7, 5), id="not-a-uuid"), failed_login(5, 5_000)])
    assert len(world.alerts) == 1
    assert [one.event_ids for one in detection.set_aside] == [("not-a-uuid",)]


def test_windows_without_an_episode_expire_and_numbers_of_episodes_are_never_given_twice() -> None:
    world = World()
    world.detect(burst(1))
    (expiry,) = world.windows.expiries.values()
    last = moment.to_milliseconds(burst(1)[0].recorded_at) // 1000
    assert expiry is not None
    assert expiry - last == 15 * 60 + (48 + 72) * 3600
    world.detect(burst(5))
    assert list(world.windows.expiries.values()) == [None]
    world.detect([failed_login(9, 24 * 3600 * 1000)])
    assert list(world.windows.expiries.values()) == [None]
