"""The owner of a case: given to another who may have it, by whoever works on cases, under the version that was read."""

import pytest

from tests.fakes.found import uuid
from tests.fakes.people import MemoryPeople
from tests.unit.investigating.worlds import World, code

ROLES = {"u-admin": "ADMIN", "u-other": "AUDITOR", "u-clerk": "FUNCIONARIO", "u-desk": "PRODUCER", "u-trader": "TRADER"}


@pytest.fixture
def world() -> World:
    world = World()
    people = world.console.investigation.people
    assert isinstance(people, MemoryPeople)
    people.roles.update(ROLES)
    return world


@pytest.fixture
def path(world: World) -> str:
    """A case of u-auditor's."""
    return f"/v1/cases/{world.case_of(world.raised(1))}"


@pytest.mark.parametrize("owner", ["u-admin", "u-other"])
@pytest.mark.parametrize("who", ["auditor", "admin"])
def test_a_case_is_given_to_another_administrator_or_auditor(world: World, path: str, who: str, owner: str) -> None:
    answer = world.post(f"{path}/owner", {"owner": owner}, who=who)
    assert (answer.status_code, answer.headers["etag"]) == (200, '"2"')
    assert (answer.json()["owner"], answer.json()["opened_by"]) == (owner, "u-auditor")
    assert world.get(path).json()["owner"] == owner
    event = world.events[-2]
    assert (event.action, event.entity_id, event.actor_id) == ("ALERT_UPDATED", path[-36:], f"u-{who}")
    body = world.body_of(event)
    assert (body["before"]["owner"], body["after"]["owner"]) == ("u-auditor", owner)
    assert {name for name in body["after"] if body["after"][name] != body["before"][name]} == {"owner", "version"}


@pytest.mark.parametrize("owner", ["u-clerk", "u-desk", "u-trader", "u-nobody", uuid(9)])
def test_nobody_else_owns_a_case(world: World, path: str, owner: str) -> None:
    assert code(world.post(f"{path}/owner", {"owner": owner})) == (409, "NOT_AN_OWNER")
    assert world.get(path).json()["owner"] == "u-auditor"
    refused = next(one for one in world.events if one.outcome == "FAILED")
    assert (refused.action, refused.entity_id) == ("ALERT_UPDATED", path[-36:])


def test_whom_only_another_issuer_knows_can_take_a_case_over_and_is_given_none(world: World, path: str) -> None:
    people = world.console.investigation.people
    assert isinstance(people, MemoryPeople)
    people.roles.clear()
    assert code(world.post(f"{path}/owner", {"owner": "u-admin"})) == (409, "NOT_AN_OWNER")
    assert world.post(f"{path}/owner", {"owner": "u-admin"}, who="admin").json()["owner"] == "u-admin"


def test_whoever_has_it_is_given_it_no_second_time(world: World, path: str) -> None:
    assert code(world.post(f"{path}/owner", {"owner": "u-auditor"})) == (409, "ALREADY_OWNER")


def test_a_closed_case_keeps_its_owner(world: World, path: str) -> None:
    world.post(f"{path}/close", {"note": "It was a test."})
    assert code(world.post(f"{path}/owner", {"owner": "u-admin"}, 2)) == (409, "CASE_CLOSED")
    assert world.get(path).json()["owner"] == "u-auditor"


def test_a_case_is_given_in_the_version_that_was_read(world: World, path: str) -> None:
    world.post(f"{path}/notes", {"note": "Called the agent."})
    assert code(world.post(f"{path}/owner", {"owner": "u-admin"}, 1)) == (409, "STALE_VERSION")
    assert world.post(f"{path}/owner", {"owner": "u-admin"}, 2).status_code == 200


def test_of_two_who_give_a_case_at_once_one_does(world: World, path: str) -> None:
    people = world.console.investigation.people
    asking = people.role_of

    def overtaken(user_id: str) -> str | None:
        people.role_of = asking  # type: ignore[method-assign]  # the other one is not overtaken in turn
        assert world.post(f"{path}/owner", {"owner": "u-other"}, who="admin").status_code == 200
        return asking(user_id)

    people.role_of = overtaken  # type: ignore[method-assign]  # somebody else is quicker
    assert code(world.post(f"{path}/owner", {"owner": "u-admin"})) == (409, "CONFLICT")
    assert world.get(path).json()["owner"] == "u-other"


@pytest.mark.parametrize("owner", ["", "x" * 201, None, 1, ["u-admin"]])
def test_an_owner_is_named_by_a_word(world: World, path: str, owner: object) -> None:
    assert code(world.post(f"{path}/owner", {"owner": owner})) == (422, "INVALID_INPUT")


def test_a_clerk_gives_nothing(world: World, path: str) -> None:
    assert code(world.post(f"{path}/owner", {"owner": "u-admin"}, who="clerk")) == (403, "ROLE_MISSING")
