"""Approving and rejecting: by another person than asked, within the own jurisdiction, all or nothing."""

from dataclasses import replace

import pytest

from identity.model.jurisdiction_change import ChangeState
from lacre.model.place import Place
from tests.unit.identity.jurisdiction_worlds import (
    AGENT_ID,
    FAR,
    HOME,
    MARKET_ID,
    MERCHANT_ID,
    NEXT,
    PATH,
    POS_ID,
    JurisdictionWorld,
    by,
)


def test_an_approval_moves_the_agent_and_its_account() -> None:
    world = JurisdictionWorld()
    change = world.asked()
    answer = world.approve("sara", change)
    assert (answer.status_code, answer.headers["ETag"], answer.json()["state"]) == (200, '"2"', "APPROVED")
    assert (answer.json()["decided_by"], answer.json()["decision_reason"]) == ("u-sara", None)
    agent, account = world.agents.rows[AGENT_ID], world.users.rows["u-agent"]
    assert (agent.place, agent.pending_change, agent.version) == (NEXT, None, 3)
    assert (account.province, account.district, account.version) == ("Nampula", "Norte", 2)
    approved, moved = world.events
    assert (approved.action, approved.entity_id, approved.severity) == (
        "APPROVE_JURISDICTION_CHANGE",
        change.id,
        "MEDIUM",
    )
    assert (moved.action, moved.entity_type, moved.entity_id) == ("UPDATE_USER", "USER", "u-agent")
    assert moved.correlation_id == approved.correlation_id
    body = world.body_of(approved)
    assert (body["before"]["state"], body["after"]["state"]) == ("PENDING", "APPROVED")
    assert (body["before"]["entity"]["district"], body["after"]["entity"]["district"]) == ("Centro", "Norte")
    assert (body["before"]["entity"]["version"], body["after"]["entity"]["version"]) == (2, 3)
    account_body = world.body_of(moved)
    assert (account_body["before"]["district"], account_body["after"]["district"]) == ("Centro", "Norte")


def test_a_merchant_moves_with_its_account() -> None:
    world = JurisdictionWorld()
    change = world.asked(entity_type="MERCHANT", entity_id=MERCHANT_ID, target=FAR)
    assert world.approve("ada", change).status_code == 200
    assert world.merchants.rows[MERCHANT_ID].place == FAR
    assert world.users.rows["u-merchant"].province == "Zambézia"
    assert [one.action for one in world.events] == ["APPROVE_JURISDICTION_CHANGE", "UPDATE_USER"]


def test_a_pos_leaves_its_market_behind() -> None:
    world = JurisdictionWorld()
    change = world.asked(entity_type="POS", entity_id=POS_ID)
    assert world.terminals.rows[POS_ID].market_id == MARKET_ID
    assert world.approve("sara", change).status_code == 200
    pos = world.terminals.rows[POS_ID]
    assert (pos.place, pos.market_id, pos.pending_change, pos.version) == (NEXT, None, None, 3)
    body = world.body_of(world.only_event)
    assert (body["before"]["entity"]["market_id"], body["after"]["entity"]["market_id"]) == (MARKET_ID, None)


def test_a_rejection_leaves_everything_where_it_is() -> None:
    world = JurisdictionWorld()
    change = world.asked()
    answer = world.reject("sara", change)
    assert (answer.status_code, answer.headers["ETag"], answer.json()["state"]) == (200, '"2"', "REJECTED")
    assert (answer.json()["decided_by"], answer.json()["decision_reason"]) == ("u-sara", "too far")
    agent = world.agents.rows[AGENT_ID]
    assert (agent.place, agent.pending_change, agent.version) == (HOME, None, 3)
    assert world.users.rows["u-agent"].version == 1
    event = world.only_event
    assert (event.action, event.entity_id) == ("REJECT_JURISDICTION_CHANGE", change.id)
    body = world.body_of(event)
    assert (body["before"]["decision_reason"], body["after"]["decision_reason"]) == (None, "too far")
    assert world.request("carla").status_code == 201, "it may be asked for again"


@pytest.mark.parametrize("name", ["ada", "sara"])
@pytest.mark.parametrize("decide", ["approve", "reject"])
def test_nobody_decides_what_they_asked_for(name: str, decide: str) -> None:
    world = JurisdictionWorld()
    change = world.asked(name)
    answer = getattr(world, decide)(name, change)
    assert (answer.status_code, answer.json()["code"]) == (403, "SAME_PERSON")
    event = world.only_event
    assert (event.action, event.outcome, event.entity_id) == ("UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED", change.id)
    assert world.changes.rows[change.id] == change
    assert world.agents.rows[AGENT_ID].pending_change == change.id
    assert getattr(world, decide)("abel", change).status_code == 200, "another administrator may"


@pytest.mark.parametrize(
    ("name", "target", "approves", "rejects"),
    [
        ("sara", NEXT, 200, 200),
        ("sara", FAR, 403, 200),
        ("zita", NEXT, 403, 403),
        ("zita", FAR, 403, 403),
        ("ada", FAR, 200, 200),
        ("nuno", NEXT, 403, 403),
        ("carla", NEXT, 403, 403),
    ],
)
def test_supervisors_approve_within_their_province_alone(name: str, target: Place, approves: int, rejects: int) -> None:
    for decide, status in (("approve", approves), ("reject", rejects)):
        world = JurisdictionWorld()
        change = world.asked("abel", target)
        assert getattr(world, decide)(name, change).status_code == status
        first = world.events[0]
        if status == 403:
            is_clerk = first.actor_role == "FUNCIONARIO"
            code = "UNAUTHORIZED_ACCESS_ATTEMPT" if is_clerk else "ACCESS_OUTSIDE_JURISDICTION"
            assert (first.action, first.entity_id, len(world.events)) == (code, change.id, 1)
            assert world.changes.rows[change.id] == change


@pytest.mark.parametrize("decide", ["approve", "reject"])
@pytest.mark.parametrize(
    ("if_match", "status", "code"),
    [(None, 428, "IF_MATCH_MISSING"), ("1", 422, "IF_MATCH_INVALID"), ('"2"', 409, "STALE_VERSION")],
)
def test_a_decision_is_on_the_version_that_was_read(decide: str, if_match: str | None, status: int, code: str) -> None:
    world = JurisdictionWorld()
    change = world.asked()
    answer = getattr(world, decide)("sara", change, if_match)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (world.only_event.outcome, world.changes.rows[change.id]) == ("FAILED", change)


@pytest.mark.parametrize("second", ["approve", "reject"])
@pytest.mark.parametrize("first", ["approve", "reject"])
def test_what_is_decided_stays_decided(first: str, second: str) -> None:
    world = JurisdictionWorld()
    change = world.asked()
    assert getattr(world, first)("sara", change).status_code == 200
    decided = world.changes.rows[change.id]
    answer = getattr(world, second)("simon", change, '"2"')
    assert (answer.status_code, answer.json()["code"]) == (409, "ALREADY_DECIDED")
    assert world.events[-1].outcome == "FAILED"
    assert world.changes.rows[change.id] == decided


@pytest.mark.parametrize("body", [None, {}, {"reason": ""}, {"reason": "482913112233"}, {"reason": "x", "y": 1}, []])
def test_a_rejection_has_a_reason(body: object) -> None:
    world = JurisdictionWorld()
    change = world.asked()
    answer = world.client.post(f"{PATH}/{change.id}/reject", json=body, headers=by("sara", '"1"'))
    assert answer.status_code == 422
    assert (world.only_event.action, world.only_event.outcome) == ("REJECT_JURISDICTION_CHANGE", "FAILED")
    assert "482913112233" not in world.kept + answer.text


@pytest.mark.parametrize("pending", [None, "01a1ee56-5e00-75b1-a522-0000000000ff"])
def test_a_change_that_nothing_waits_for_is_not_decided(pending: str | None) -> None:
    world = JurisdictionWorld()
    change = world.asked()
    world.agents.rows[AGENT_ID] = replace(world.agents.rows[AGENT_ID], pending_change=pending)
    answers = [world.approve("sara", change), world.reject("sara", change)]
    assert [(one.status_code, one.json()["code"]) for one in answers] == [(409, "STALE_VERSION")] * 2
    assert world.changes.rows[change.id].state is ChangeState.PENDING


def test_without_its_account_an_agent_does_not_move() -> None:
    world = JurisdictionWorld()
    change = world.asked()
    del world.users.rows["u-agent"]
    assert world.approve("sara", change).status_code == 500
    assert world.only_event.action == "SYSTEM_ERROR"
    assert world.agents.rows[AGENT_ID].place == HOME
    assert world.changes.rows[change.id] == change
