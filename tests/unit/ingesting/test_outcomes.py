"""Outcome, reason and attempted action of a claim keep the rules that our own events keep."""

import pytest

from lacre.ingesting.permitted import ACTIONS, FAILURES, VIOLATIONS
from tests.unit.ingesting.worlds import World, id_of, item, told

REASON = {"code": "LIMIT", "sentence": "Over the limit."}


@pytest.fixture
def world() -> World:
    return World()


def faults(world: World, **changes: object) -> list[str]:
    """Where the one item of a batch is wrong."""
    answer = world.send(item(1, **changes))
    assert told(answer) == [(422, "INVALID_ITEM")]
    assert world.headers == []
    return [error["at"] for error in answer.json()["results"][0]["errors"]]


def test_a_success_needs_no_reason(world: World) -> None:
    assert faults(world, reason=REASON) == ["reason"]


@pytest.mark.parametrize("outcome", ["DENIED", "FAILED"])
def test_whatever_did_not_succeed_says_why(world: World, outcome: str) -> None:
    assert faults(world, outcome=outcome) == ["reason"]
    assert told(world.send(item(1, outcome=outcome, reason=REASON))) == [(201, None)]


@pytest.mark.parametrize("code", ["LOGIN_FAILED", "EDIT_BLOCKED_PENDING_APPROVAL", "TRANSACTION_FAILED"])
def test_a_code_of_a_failure_tells_of_no_success(world: World, code: str) -> None:
    assert code in FAILURES & ACTIONS
    assert faults(world, action=code) == ["outcome"]
    for number, outcome in enumerate(("DENIED", "FAILED"), 1):
        claimed = item(number, action=code, outcome=outcome, reason=REASON)
        assert told(world.send(claimed)) == [(201, None)]


@pytest.mark.parametrize("code", ["UNAUTHORIZED_ACCESS_ATTEMPT", "ACCESS_OUTSIDE_JURISDICTION"])
def test_a_violation_of_access_is_claimed_with_what_was_attempted(world: World, code: str) -> None:
    assert code in VIOLATIONS
    denied = {"action": code, "outcome": "DENIED", "reason": REASON}
    assert faults(world, **denied) == ["attempted_action"]
    assert faults(world, **{**denied, "outcome": "FAILED", "attempted_action": "UPDATE_AGENT"}) == ["outcome"]
    succeeded = {"action": code, "attempted_action": "UPDATE_AGENT"}
    assert faults(world, **succeeded) == ["outcome", "attempted_action"]
    assert told(world.send(item(1, **denied, attempted_action="UPDATE_AGENT"))) == [(201, None)]
    (header,) = world.headers
    assert (header.action, header.outcome, header.severity) == (code, "DENIED", "HIGH")
    assert (header.attempted_action, header.entity_id) == ("UPDATE_AGENT", "agent-12")
    assert world.body(id_of(1))["reason"] == REASON
    other = {**REASON, "code": "LATE"}
    for change in ({"attempted_action": "UPDATE_MARKET"}, {"attempted_action": "UPDATE_AGENT", "reason": other}):
        assert told(world.send(item(1, **{**denied, **change}))) == [(409, "RECORDED_OTHERWISE")]


def test_a_failure_may_tell_what_was_attempted(world: World) -> None:
    claimed = {"action": "EDIT_BLOCKED_PENDING_APPROVAL", "outcome": "DENIED", "reason": REASON}
    world.send(item(1, **claimed, attempted_action="UPDATE_AGENT"), item(2, **claimed))
    assert [one.attempted_action for one in world.headers] == ["UPDATE_AGENT", "EDIT_BLOCKED_PENDING_APPROVAL"]


@pytest.mark.parametrize("attempted", ["LOG_TAMPERED", "READ_ENTITY", "UNAUTHORIZED_ACCESS_ATTEMPT", "", "no code"])
def test_what_was_attempted_is_something_that_a_producer_may_record(world: World, attempted: str) -> None:
    denied = {"action": "ACCESS_OUTSIDE_JURISDICTION", "outcome": "DENIED", "reason": REASON}
    assert faults(world, **denied, attempted_action=attempted) == ["attempted_action"]


def test_a_success_attempted_nothing(world: World) -> None:
    assert faults(world, attempted_action="UPDATE_AGENT") == ["attempted_action"]
