"""An agent who is logged in changes the PIN: "could not identify the agent, log in again" is what is never answered.

One test for each way in which the agent's session and the agent's entry can come apart.
"""

from tests.api.operation import Caller, Where
from tests.api.operations import operation
from tests.api.targets import NEW_PIN, PIN
from tests.api.test_hostile_requests import refused
from tests.api.world import World

PIN_CHANGE, LOGIN, REFRESH = (operation(f"POST /v1/auth/{one}") for one in ("pin", "login", "refresh"))
RENAMING, CREATION = operation("PATCH /v1/agents/{agent_id}"), operation("POST /v1/agents")
REQUEST = operation("POST /v1/jurisdiction-changes")
APPROVAL = operation("POST /v1/jurisdiction-changes/{change_id}/approve")


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def changes_the_pin(world: World, token: str, old: str, username: str, agent_id: str) -> None:
    """It works, is recorded once as the agent's own act, and the new PIN is the one that opens."""
    told = world.ask(PIN_CHANGE, Caller.AGENT, headers=bearer(token), body={"old_pin": old, "new_pin": NEW_PIN})
    assert told.status == 204, told.answer.content
    header = told.only.header
    assert (header.action, header.outcome.value, header.actor_type.value) == ("PIN_RESET", "SUCCEEDED", "AGENT")
    assert (header.entity_type.value, header.entity_id) == ("USER", header.actor_id)
    assert world.ask(operation("GET /v1/agents/{agent_id}"), Caller.AGENT, headers=bearer(token)).status == 200
    signed_in = [world.ask(LOGIN, body={"username": username, "pin": pin}).status for pin in (old, NEW_PIN)]
    assert signed_in == [401, 200]
    assert world.ask(operation("GET /v1/agents/{agent_id}"), ids={"agent_id": agent_id}).status == 200


def fresh(world: World) -> dict[str, str]:
    tokens: dict[str, str] = world.ask(LOGIN, body={"username": "own", "pin": PIN}).answer.json
    return tokens


def own_agent(world: World) -> str:
    return world.targets[Where.OWN]["agent_id"]


def test_with_a_fresh_session(world: World) -> None:
    changes_the_pin(world, fresh(world)["access_token"], PIN, "own", own_agent(world))


def test_after_the_token_was_refreshed(world: World) -> None:
    refreshed = world.ask(REFRESH, body={"refresh_token": fresh(world)["refresh_token"]}).answer.json
    changes_the_pin(world, refreshed["access_token"], PIN, "own", own_agent(world))


def test_after_the_agent_was_renamed(world: World) -> None:
    token = fresh(world)["access_token"]
    assert world.ask(RENAMING, Caller.FUNCIONARIO, body={"name": "Nome Novo"}).status == 200
    changes_the_pin(world, token, PIN, "own", own_agent(world))


def test_after_the_agent_was_moved_to_another_district(world: World) -> None:
    token = fresh(world)["access_token"]
    asked = world.ask(REQUEST, Caller.FUNCIONARIO).answer
    approved = world.ask(APPROVAL, ids={"change_id": asked.json["id"]}, headers={"If-Match": asked.headers["etag"]})
    assert approved.status == 200, approved.answer.content
    changes_the_pin(world, token, PIN, "own", own_agent(world))
    (changed,) = [one for one in world.events() if one.header.action == "PIN_RESET"]
    assert changed.header.district == "Norte", "the agent acts from where it is now"


def test_by_one_whom_a_clerk_created_and_who_never_logged_in_before(world: World) -> None:
    created = world.ask(CREATION, Caller.FUNCIONARIO).answer.json
    account = created["account"]
    tokens = world.ask(LOGIN, body={"username": account["username"], "pin": account["pin"]}).answer.json
    assert tokens["must_change"] == "PIN"
    changes_the_pin_for_the_first_time(world, tokens["access_token"], account["pin"], created["id"])


def changes_the_pin_for_the_first_time(world: World, token: str, once: str, agent_id: str) -> None:
    reading = operation("GET /v1/agents/{agent_id}")
    ids, own = {"agent_id": agent_id}, bearer(token)
    assert world.ask(reading, Caller.AGENT, ids=ids, headers=own).status == 403
    told = world.ask(PIN_CHANGE, Caller.AGENT, headers=bearer(token), body={"old_pin": once, "new_pin": NEW_PIN})
    assert (told.status, told.recorded) == (204, [("PIN_RESET", "SUCCEEDED")])
    assert world.ask(reading, Caller.AGENT, ids=ids, headers=own).status == 200


def test_a_wrong_old_pin_changes_nothing(world: World) -> None:
    told = world.ask(PIN_CHANGE, Caller.AGENT, body={"old_pin": "000111", "new_pin": NEW_PIN})
    assert refused(told, 403, "SECRET_WRONG", "UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED", PIN_CHANGE)
    header = told.only.header
    assert (header.entity_type, header.entity_id) == ("USER", world.accounts[Caller.AGENT])
    assert fresh(world)["must_change"] is None


def test_other_sessions_of_the_agent_end(world: World) -> None:
    other, own = fresh(world), fresh(world)
    assert world.ask(PIN_CHANGE, Caller.AGENT, headers=bearer(own["access_token"])).status == 204
    reading = operation("GET /v1/agents/{agent_id}")
    assert world.ask(reading, Caller.AGENT, headers=bearer(other["access_token"])).status == 401
    assert world.ask(reading, Caller.AGENT, headers=bearer(own["access_token"])).status == 200
