"""Checks of rules: one that raises, groups, enumeration, another bundle, its own events, shadow, and a replay."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from lacre.detection.matching import All
from lacre.detection.replaying import replayed
from lacre.detection.rule import Group, Rule
from lacre.detection.subject import Subject
from lacre.ports.errors import StoreUnavailableError
from tests.fakes.ambient import START
from tests.unit.detection.cases import Case, each_kind, finish
from tests.unit.detection.worlds import HOUR, World, burst, by, failed_login, group_of, named, rule, told


def test_its_own_events_are_not_evaluated() -> None:
    own = [failed_login(number, number, source="DETECTOR") for number in range(1, 6)]
    world = World()
    world.detect(own)
    assert world.steps.names == []


def test_groups_differ_by_letter_case_and_are_interleaved() -> None:
    world = World()
    pairs = zip(burst(5, account="abc", first=1), burst(5, account="ABC", first=11), strict=True)
    world.detect([header for pair in pairs for header in pair])
    assert sorted(one.group for one in world.alerts) == [named("entity_id", one, "USER").text for one in ("ABC", "abc")]


class Raising:
    def matches(self, header: object) -> bool:
        raise RuntimeError("a defect of this rule")


def broken() -> Rule:
    return replace(rule("broken"), selections=(Raising(),))


def test_one_raising_rule_leaves_the_others_alone_and_its_records_are_set_aside() -> None:
    world = World([broken(), rule()])
    detection = world.detect(burst(5))
    assert [one.rule for one in world.alerts] == ["many_failed_logins"]
    (aside,) = detection.set_aside
    assert (aside.rule, aside.reason, len(aside.event_ids)) == ("broken", "the rule raised RuntimeError", 5)
    ((record, reason),) = world.quarantine.records.values()
    assert record["event_ids"] == list(aside.event_ids)
    assert reason == aside.reason


def test_a_raising_rule_whose_quarantine_is_away_fails_the_batch() -> None:
    world = World([broken()])
    world.quarantine.is_away = True
    with pytest.raises(StoreUnavailableError):
        world.detect(burst(5))


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
    assert detection.unplaced == [rule().alert_id(group_of(headers[0]), 1)]
    assert not world.alerts


ENUMERATION = rule(
    "id_enumeration",
    kind="chain",
    condition={"gte": 10, "length": 8, "gap": 3},
    group_by=[by("actor_id")],
    value_field="entity_id",
)


@pytest.mark.parametrize(
    ("ids", "alerts"),
    [
        (range(100, 110), 1),
        (range(100, 130, 3), 1),
        ([104, 101, 109, 100, 103, 107, 102, 108, 105, 106], 1),
        ([100, 100, 101, 101, 102, 103, 103, 104, 105, 106, 107, 108, 109, 109], 1),
        (range(100, 109), 0),
        ([100, 101, 102] * 30, 0),
        ([turn * 7_919 % 1_000_003 for turn in range(1, 60)], 0),
    ],
    ids=["in a row", "with gaps", "shuffled", "with repeats", "N-1", "paging a list", "random ids"],
)
def test_enumeration(ids: Sequence[int], alerts: int) -> None:
    world = World([ENUMERATION])
    for number, value in enumerate(ids, 1):
        world.detect([failed_login(number, number * 1000, str(value))])
    assert len(world.alerts) == alerts


def test_a_rule_never_matches_what_it_says_itself() -> None:
    own = rule(actions=["MULTIPLE_FAILED_LOGINS"], condition={"gte": 1})
    world = World([own])
    world.detect([failed_login(1, 1, action="MULTIPLE_FAILED_LOGINS", severity="CRITICAL")])
    assert world.steps.names == []


def test_a_rule_whose_text_changes_keeps_its_windows_and_another_figure_starts_clean() -> None:
    world = World()
    world.detect(burst(4))
    world.rules = [rule(title="Another title", mode="live")]
    world.detect([burst(5)[-1]])
    (alert,) = world.alerts
    assert (alert.title, alert.evidence_count) == ("Another title", 5)
    world.rules = [rule(condition={"gte": 4})]
    world.detect([failed_login(9, 9_000)])
    assert len(world.alerts) == 1
    world.detect([failed_login(number, 9_000 + number) for number in range(10, 13)])
    assert [one.evidence_count for one in world.alerts] == [5, 4]


def test_an_event_counts_in_the_group_of_each_selection_that_it_matches() -> None:
    """An alias: an account is the entity of a failed login, and the actor of a good one."""
    both = rule(
        actions=["LOGIN_FAILED", "LOGIN_SUCCESS"],
        kind="temporal",
        condition={},
        group_by=[{"name": "account", "fields": ["entity_id", "actor_id"]}],
    )
    world = World([both])
    world.detect([failed_login(1, 1, "account-1"), failed_login(2, 2, "other", action="LOGIN_SUCCESS")])
    assert world.alerts == []
    world.detect([failed_login(3, 3, "other", action="LOGIN_SUCCESS", actor_id="account-1")])
    assert [alert.group for alert in world.alerts] == [named("account", "account-1", "USER").text]


def test_what_is_excepted_is_not_counted_until_the_exception_ends() -> None:
    exception = {
        "node": {"field": "ip_address", "equals": "192.0.2.9", "cased": False},
        "until_ms": START + HOUR,
        "reason": "A test of the wall",
        "owner": "security@example.com",
    }
    world = World([rule(exceptions=[exception])])
    world.detect([failed_login(number, number, ip_address="192.0.2.9") for number in range(1, 9)])
    assert world.windows.states == {}
    world.detect([failed_login(10 + number, HOUR + number, ip_address="192.0.2.9") for number in range(5)])
    assert len(world.alerts) == 1


@each_kind
def test_a_replay_raises_what_was_raised_live_id_for_id(case: Case) -> None:
    world = case.world()
    events = [
        one
        for turn in range(3)
        for account in ("account-1", "Account-1")
        for one in case.burst(start=turn * HOUR, first=1 + 100 * turn + 50 * account.startswith("A"), account=account)
    ]
    for event in events:
        world.detect([event])
    finish(world)
    found = {
        case.rule.alert_id(Group.read(text), episode.number): tuple(one.id for one in episode.evidence)
        for text, episodes in replayed(case.rule, map(Subject, events), START + 100 * HOUR).items()
        for episode in episodes
    }
    assert found == {alert.alert_id: alert.evidence for alert in world.alerts}
    assert len(found) >= 3


@each_kind
def test_each_kind_in_shadow_is_silent_and_counts(case: Case) -> None:
    world = World([replace(case.rule, mode="shadow")])
    shadowed = world.detect(case.burst()).shadowed
    shadowed += world.decide(100 * HOUR).shadowed
    assert (shadowed, world.alerts, world.windows.events) == (1, [], {})


def test_an_event_is_tried_on_no_rule_of_another_action() -> None:
    """The other rule would raise on it, before it came to the action."""
    (of_logouts,) = rule(actions=["LOGOUT"]).selections
    elsewhere = replace(broken(), selections=(All((Raising(), of_logouts)),))
    world = World([elsewhere, rule()])
    assert not world.detect(burst(5)).set_aside
    assert len(world.alerts) == 1
    assert world.detect([failed_login(9, 9, action="LOGOUT")]).set_aside


@pytest.mark.parametrize("letter", ["a", "\u00e9", "\u20ac", "\U0001f600"])
def test_a_group_by_a_long_text_fires_and_names_it_in_bounded_length(letter: str) -> None:
    world = World([rule(group_by=[{"name": "agent", "fields": ["after.agent_id"]}], entity="agent")])
    world.detect([told(failed_login(number, number), agent_id=letter * 2_000) for number in range(5)])
    (alert,) = world.alerts
    assert len(alert.entity_id.encode()) == 64
    assert not world.quarantine.records
