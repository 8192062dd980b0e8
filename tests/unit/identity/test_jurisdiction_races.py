"""Two who decide at the same moment: one wins, the other gets 409, and both are recorded."""

from dataclasses import replace

import pytest

from identity.model.jurisdiction_change import JurisdictionChange
from lacre.ports.events import StateWrite
from tests.unit.identity.jurisdiction_worlds import AGENT_ID, FAR, HOME, NEXT, JurisdictionWorld


def both_have_read(world: JurisdictionWorld, change: JurisdictionChange, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on everybody reads what was there before anybody decided: the conditions of the writes decide."""
    agent, account = world.agents.rows[AGENT_ID], world.users.rows["u-agent"]
    monkeypatch.setattr(world.changes, "find", lambda _: change)
    monkeypatch.setattr(world.agents, "find", lambda _: agent)
    monkeypatch.setattr(world.users, "by_id", lambda _: account)


@pytest.mark.parametrize("second", ["approve", "reject"])
@pytest.mark.parametrize("first", ["approve", "reject"])
def test_of_two_decisions_at_once_one_wins(first: str, second: str, monkeypatch: pytest.MonkeyPatch) -> None:
    world = JurisdictionWorld()
    change = world.asked()
    both_have_read(world, change, monkeypatch)
    answers = [getattr(world, first)("sara", change), getattr(world, second)("simon", change)]
    assert [one.status_code for one in answers] == [200, 409]
    assert answers[1].json()["code"] == "CONFLICT"
    names = {"approve": "APPROVE_JURISDICTION_CHANGE", "reject": "REJECT_JURISDICTION_CHANGE"}
    own = [one for one in world.outcomes if one[0] != "UPDATE_USER"]
    assert own == [(names[first], "SUCCEEDED"), (names[second], "FAILED")]
    decided = world.changes.rows[change.id]
    assert decided.decision is not None
    assert (decided.decision.by, decided.version) == ("u-sara", 2)
    assert world.agents.rows[AGENT_ID].version == 3
    assert world.agents.rows[AGENT_ID].place == (NEXT if first == "approve" else HOME)
    assert world.users.rows["u-agent"].district == ("Norte" if first == "approve" else "Centro")


def test_of_two_requests_at_once_one_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    world = JurisdictionWorld()
    agent = world.agents.rows[AGENT_ID]
    monkeypatch.setattr(world.agents, "find", lambda _: agent)
    answers = [world.request("carla", NEXT), world.request("sara", FAR)]
    assert [one.status_code for one in answers] == [201, 409]
    assert world.outcomes == [
        ("REQUEST_JURISDICTION_CHANGE", "SUCCEEDED"),
        ("REQUEST_JURISDICTION_CHANGE", "FAILED"),
    ]
    assert world.agents.rows[AGENT_ID].pending_change == answers[0].json()["id"]
    assert len(world.changes.rows) == 1, "the loser leaves no change behind that nothing waits for"


def commit(world: JurisdictionWorld, *writes: StateWrite) -> None:
    world.trail.events.append([], writes)


def test_a_request_loses_against_an_edit(monkeypatch: pytest.MonkeyPatch) -> None:
    world = JurisdictionWorld()
    read = world.agents.rows[AGENT_ID]
    commit(world, world.agents.replacing(replace(read, name="Lia", version=2), 1))
    monkeypatch.setattr(world.agents, "find", lambda _: read)
    assert world.request("carla").status_code == 409
    assert world.outcomes == [("REQUEST_JURISDICTION_CHANGE", "FAILED")]
    edited = world.agents.rows[AGENT_ID]
    assert (edited.name, edited.pending_change, world.changes.rows) == ("Lia", None, {})


@pytest.mark.parametrize("decide", ["approve", "reject"])
def test_a_decision_loses_against_whatever_changed_the_entity(decide: str, monkeypatch: pytest.MonkeyPatch) -> None:
    world = JurisdictionWorld()
    change = world.asked()
    held = world.agents.rows[AGENT_ID]
    commit(world, world.agents.replacing(replace(held, version=3), 2))
    monkeypatch.setattr(world.agents, "find", lambda _: held)
    assert getattr(world, decide)("sara", change).status_code == 409
    assert [outcome for _, outcome in world.outcomes] == ["FAILED"]
    assert world.changes.rows[change.id] == change
    assert world.users.rows["u-agent"].version == 1


def test_an_approval_loses_against_a_change_of_the_account(monkeypatch: pytest.MonkeyPatch) -> None:
    world = JurisdictionWorld()
    change = world.asked()
    read = world.users.rows["u-agent"]
    world.users.rows["u-agent"] = replace(read, version=2)
    monkeypatch.setattr(world.users, "by_id", lambda _: read)
    assert world.approve("sara", change).status_code == 409
    assert world.outcomes == [("APPROVE_JURISDICTION_CHANGE", "FAILED")]
    assert world.agents.rows[AGENT_ID].place == HOME
