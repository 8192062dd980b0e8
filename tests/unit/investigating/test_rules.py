"""The rules that run, as people read them."""

import pytest

from lacre.detection.bundle import load_bundle
from tests.unit.investigating.worlds import World, code


@pytest.fixture
def world() -> World:
    return World()


def test_every_rule_of_the_bundle_is_listed_with_its_condition(world: World) -> None:
    found = world.get("/v1/rules").json()
    bundle = load_bundle()
    assert found["bundle_hash"] == bundle.hash
    assert [one["name"] for one in found["rules"]] == [rule.name for rule in bundle.rules]
    assert all(one["condition"] and one["title"] and one["description"] and one["owner"] for one in found["rules"])
    assert world.told == [("READ_ALERTS", "*")]


def test_one_rule_tells_what_it_groups_by_and_whom_it_blocks(world: World) -> None:
    found = world.get("/v1/rules/consecutive_failed_logins").json()
    assert (found["condition"], found["timespan_ms"]) == (">= 10 events in 24 h", 24 * 60 * 60 * 1000)
    assert [one["name"] for one in found["group_by"]] == ["account"]
    assert found["response"] == {"block": "account", "expiry_ms": 30 * 60 * 1000}
    assert found["exceptions"] == []
    assert (world.only_event.entity_type, world.only_event.entity_id) == ("RULE", "consecutive_failed_logins")


@pytest.mark.parametrize("name", ["no_such_rule", "MANY_FAILED_LOGINS", "x" * 300])
def test_a_rule_that_is_none_is_not_found(world: World, name: str) -> None:
    assert code(world.get(f"/v1/rules/{name}")) == (404, "NO_SUCH_RULE")


def test_a_clerk_reads_no_rules(world: World) -> None:
    assert code(world.get("/v1/rules", "clerk")) == (403, "ROLE_MISSING")
