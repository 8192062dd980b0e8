"""What takes another person is not done by a user whom the same person made: the maker's secret decides nothing."""

from collections.abc import Mapping

import pytest

from tests.api.operation import Caller, Operation
from tests.api.operations import operation
from tests.api.targets import FIRST_PIN, HOME, NEW_PASSWORD, NEW_PIN
from tests.api.test_hostile_requests import refused
from tests.api.world import Told, World

REQUEST, CREATION = operation("POST /v1/jurisdiction-changes"), operation("POST /v1/users")
READING = operation("GET /v1/jurisdiction-changes/{change_id}")
DECISIONS = [operation(f"POST /v1/jurisdiction-changes/{{change_id}}/{one}") for one in ("approve", "reject")]
LOGIN = operation("POST /v1/auth/login")
CHANGES = {kind: operation(f"POST /v1/auth/{kind}") for kind in ("pin", "password")}
FIRST = {"pin": FIRST_PIN, "password": "a first good password 7"}
OWN = {
    "pin": {"old_pin": FIRST_PIN, "new_pin": NEW_PIN},
    "password": {"current_secret": FIRST["password"], "new_password": NEW_PASSWORD},
}


def logged_in(world: World, kind: str) -> Mapping[str, str]:
    """As the second person, by the secret that the maker gave."""
    token = world.ask(LOGIN, body={"username": "second", kind: FIRST[kind]}).answer.json["access_token"]
    return {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda one: one.name)
@pytest.mark.parametrize("role", [Caller.ADMIN, Caller.SUPERVISOR])
@pytest.mark.parametrize("kind", ["pin", "password"])
def test_who_makes_a_second_user_does_not_decide_by_it(
    world: World, kind: str, role: Caller, decision: Operation
) -> None:
    asked = world.ask(REQUEST, Caller.ADMIN).answer
    wanted = {"change_id": asked.json["id"]}

    def decide(headers: Mapping[str, str]) -> Told:
        return world.ask(decision, Caller.ADMIN, ids=wanted, headers={**headers, "If-Match": asked.headers["etag"]})

    assert decide({}).answer.code == "SAME_PERSON", "the maker's own session"
    person = {"username": "second", "name": "Rita Segunda", "role": role, "province": HOME.province}
    second = world.ask(CREATION, Caller.ADMIN, body={**person, kind: FIRST[kind]}).answer.json["id"]
    by_the_maker = logged_in(world, kind)
    attempt = decide(by_the_maker)
    assert refused(attempt, 403, "SECRET_CHANGE_REQUIRED", "UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED", decision)
    assert attempt.only.header.actor_id == second
    assert world.ask(READING, ids=wanted).answer.json["state"] == "PENDING"

    by_the_second = logged_in(world, kind)
    assert world.ask(CHANGES[kind], headers=by_the_second, body=OWN[kind]).status == 204
    assert world.ask(LOGIN, body={"username": "second", kind: FIRST[kind]}).status == 401
    assert decide(by_the_maker).status == 401
    assert world.ask(READING, ids=wanted).answer.json["state"] == "PENDING"
    assert decide(by_the_second).status == 200, "who has chosen a secret is another person"
