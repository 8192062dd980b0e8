"""Why a group fired a rule or did not, asked of the live windows."""

import json

import pytest

from lacre.detection.subject import Subject
from lacre.detection.whom import names_a_type
from lacre.ports.detection import WindowState
from tests.fakes.windows import MemoryWindows
from tests.unit.detection import worlds
from tests.unit.detection.worlds import burst, event_id
from tests.unit.investigating.worlds import World, code

RULE, PATH = "many_failed_logins", "/v1/rules/many_failed_logins/explanation"
GROUP = '{"entity_id":"account-1","entity_id.type":"USER"}'


@pytest.fixture
def world() -> World:
    return World()


def counted(world: World, events: int) -> MemoryWindows:
    """The live windows, after so many failed logins of an account have been counted by the rules in force."""
    kept = world.console.investigation
    rules = [one.rule for one in kept.rulebook.rules.values()]
    detecting = worlds.World(rules)
    detecting.detect([Subject(header) for header in burst(events)])
    assert isinstance(kept.windows, MemoryWindows)
    kept.windows.states.update(detecting.windows.states)
    return kept.windows


def test_a_near_miss_is_told_with_what_is_missing(world: World) -> None:
    counted(world, 4)
    found = world.get(PATH, group=GROUP).json()
    assert (found["verdict"], found["reached"], found["needed"], found["events_count"]) == ("near_miss", 4, 5, 4)
    assert [one["id"] for one in found["events"]] == [event_id(one) for one in (1, 2, 3, 4)]
    assert found["sentence"].startswith("4 of 5 events in 10 min, from ")
    assert (found["alerts"], found["alert_id"], found["quiet_until"]) == (0, None, None)
    assert (found["window_start"], found["window_end"]) == (found["events"][0]["at"], found["events"][-1]["at"])
    assert found["group"] == json.loads(GROUP)
    assert (world.only_event.action, world.only_event.entity_type) == ("READ_ALERTS", "RULE")
    assert world.only_event.entity_id == RULE


def test_a_firing_names_its_alert_and_its_evidence(world: World) -> None:
    counted(world, 7)
    found = world.get(PATH, group=GROUP).json()
    assert (found["verdict"], found["alerts"], found["events_count"]) == ("fired", 1, 5)
    written = world.console.investigation.rulebook.rule(RULE)
    assert found["alert_id"] == written.rule.alert_id(worlds.named("entity_id", "account-1", "USER"), 1)
    assert found["quiet_until"] > found["window_end"]


def test_nothing_is_written_and_one_state_is_read(world: World) -> None:
    windows = counted(world, 4)
    before, calls = dict(windows.states), len(windows.steps.names)
    world.get(PATH, group=GROUP)
    assert windows.states == before
    assert windows.steps.names[calls:] == ["before windows.load", "after windows.load"]


@pytest.mark.parametrize(
    "group",
    [
        '{"entity_id": "account-1", "entity_id.type": "POS"}',
        '{"entity_id": "ACCOUNT-1", "entity_id.type": "USER"}',
        json.dumps({"entity_id": "x" * 300, "entity_id.type": "USER"}),
    ],
)
def test_of_a_group_without_a_state_nothing_is_counted(world: World, group: str) -> None:
    counted(world, 4)
    found = world.get(PATH, group=group).json()
    assert (found["verdict"], found["events"], found["reached"]) == ("nothing", [], None)
    assert found["sentence"] == "Nothing is counted of this group, or nothing any more."


def test_the_order_of_names_makes_no_other_group(world: World) -> None:
    counted(world, 4)
    found = world.get(PATH, group='{ "entity_id.type":"USER", "entity_id":"account-1" }').json()
    assert found["verdict"] == "near_miss"


@pytest.mark.parametrize(
    ("group", "what"),
    [
        ("account-1", "JSON object of texts"),
        ("[]", "JSON object of texts"),
        ('{"entity_id": 7, "entity_id.type": "USER"}', "JSON object of texts"),
        ('{"entity_id": "", "entity_id.type": "USER"}', "JSON object of texts"),
        ('{"entity_id": "a", "entity_id": "b", "entity_id.type": "USER"}', "each name once"),
        ("[" * 4000, "JSON object of texts"),
        ("{}", "has the names entity_id, entity_id.type"),
        ('{"entity_id": "account-1"}', "has the names entity_id, entity_id.type"),
        ('{"entity_id": "a", "entity_id.type": "USER", "ip_address": "192.0.2.1"}', "and no others"),
        ('{"entity_id": "a", "entity_id.type": "NOBODY"}', "types of entities"),
        ('{"entity_id": "\\ud800", "entity_id.type": "USER"}', "Unicode"),
    ],
)
def test_a_text_that_names_no_group_of_the_rule_is_refused(world: World, group: str, what: str) -> None:
    answer = world.get(PATH, group=group)
    assert code(answer) == (400, "BAD_GROUP")
    assert what in answer.json()["detail"]
    assert "account-1" not in answer.text


def test_what_is_no_group_at_all_is_invalid(world: World) -> None:
    for query in ({}, {"group": "x" * 4097}, {"group": GROUP, "other": "1"}):
        assert code(world.get(PATH, "auditor", **query)) == (422, "INVALID_INPUT")


def test_a_rule_that_is_none_is_not_found(world: World) -> None:
    assert code(world.get("/v1/rules/no_such_rule/explanation", group=GROUP)) == (404, "NO_SUCH_RULE")


@pytest.mark.parametrize("who", ["auditor", "admin"])
def test_who_reads_rules_reads_why(world: World, who: str) -> None:
    assert world.get(PATH, who, group=GROUP).status_code == 200


def test_a_clerk_is_told_nothing(world: World) -> None:
    assert code(world.get(PATH, "clerk", group=GROUP)) == (403, "ROLE_MISSING")


def test_every_rule_explains_a_group_of_its_own(world: World) -> None:
    """None of the bundle's kinds is left out, and each takes the group that its alerts show."""
    kept = world.console.investigation
    for written in kept.rulebook.rules.values():
        names = {one.name: "somebody" for one in written.rule.group_by}
        types = {f"{one.name}.type": "USER" for one in written.rule.group_by if all(map(names_a_type, one.fields))}
        path = f"/v1/rules/{written.rule.name}/explanation"
        answer = world.get(path, group=json.dumps({**names, **types}))
        assert (answer.status_code, answer.json()["verdict"]) == (200, "nothing"), written.rule.name


def test_a_store_that_is_away_is_no_answer(world: World) -> None:
    windows = world.console.investigation.windows
    assert isinstance(windows, MemoryWindows)
    windows.is_away = True
    assert world.get(PATH, group=GROUP).status_code == 503
    assert windows.states == dict[str, WindowState]()
