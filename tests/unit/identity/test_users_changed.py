"""What administrators change of a user: name, place, state and role; each change once, with before and after."""

import pytest

from identity.model.role import Role
from identity.model.user import UserState
from tests.unit.identity.administration import NOBODY, Administration
from tests.unit.identity.worlds import PIN

SUSPEND = ("POST", "/suspend", {"reason": "left the company"})
ROLE = ("PUT", "/role", {"role": "SUPERVISOR", "province": "Nampula"})
UPDATE = ("PATCH", "", {"name": "Rui Novo"})
VERSIONED = [UPDATE, SUSPEND, ROLE]
CODES = {"": "UPDATE_USER", "/suspend": "SUSPEND_USER", "/role": "CHANGE_ROLE"}


def test_an_update_has_before_and_after_and_the_next_version() -> None:
    desk = Administration()
    answer = desk.ask("PATCH", "", {"name": "Rui Novo", "district": "Norte"})
    assert (answer.status_code, answer.headers["ETag"], answer.json()["version"]) == (200, '"2"', 2)
    assert (answer.json()["name"], answer.json()["province"], answer.json()["district"]) == (
        "Rui Novo",
        "Nampula",
        "Norte",
    )
    event, body = desk.world.only_event, desk.world.only_body
    assert (event.action, event.severity, event.entity_type, event.entity_id) == (
        "UPDATE_USER",
        "MEDIUM",
        "USER",
        desk.rui.id,
    )
    assert (body["before"]["name"], body["after"]["name"]) == (desk.rui.name, "Rui Novo")
    assert desk.now(desk.rui).district == "Norte"


def test_a_user_acts_from_the_new_place_at_once() -> None:
    desk = Administration()
    by_rui = desk.signed_in(desk.rui)
    desk.ask("PATCH", "", {"district": "Norte"})
    desk.is_let_in(by_rui)
    assert (desk.events[-1].actor_id, desk.events[-1].district) == (desk.rui.id, "Norte")


@pytest.mark.parametrize("role", [Role.AGENT, Role.MERCHANT])
@pytest.mark.parametrize(
    ("edit", "status"), [({"district": "Norte"}, 409), ({"province": "Tete"}, 409), ({"name": "B"}, 200)]
)
def test_the_account_of_an_entity_does_not_move_by_itself(role: Role, edit: dict[str, str], status: int) -> None:
    desk = Administration()
    user = desk.set(desk.rui, role=role, entity_type=role.value, entity_id=NOBODY)
    answer = desk.ask("PATCH", "", edit)
    assert answer.status_code == status
    if status == 409:
        assert answer.json()["code"] == "HAS_ENTITY"
        assert desk.outcomes == [("UPDATE_USER", "FAILED")]
        assert desk.now(desk.rui) == user


def test_a_suspension_ends_the_sessions_and_shuts_out() -> None:
    desk = Administration()
    sessions = [desk.signed_in(desk.rui) for _ in range(3)]
    answer = desk.ask(*SUSPEND)
    assert (answer.status_code, answer.json()["state"], answer.headers["ETag"]) == (200, "SUSPENDED", '"2"')
    body = desk.world.only_body
    assert (body["before"]["state"], body["after"]["state"]) == ("ACTIVE", "SUSPENDED")
    assert (body["after"]["reason"], body["after"]["sessions_ended"]) == ("left the company", 3)
    assert (desk.world.only_event.action, desk.world.only_event.severity) == ("SUSPEND_USER", "MEDIUM")
    assert [desk.is_let_in(one) for one in sessions] == [False] * 3
    assert desk.log_in("rui", PIN).status_code == 401
    again = desk.ask(*SUSPEND, if_match='"2"')
    assert (again.status_code, again.json()["code"]) == (409, "ALREADY_SUSPENDED")


def test_who_is_reinstated_logs_in_anew() -> None:
    desk = Administration()
    old = desk.signed_in(desk.rui)
    desk.ask(*SUSPEND)
    answer = desk.ask("PATCH", "", {"state": "ACTIVE"}, if_match='"2"')
    assert (answer.status_code, answer.json()["state"], desk.now(desk.rui).version) == (200, "ACTIVE", 3)
    assert desk.events[-1].action == "UPDATE_USER"
    assert not desk.is_let_in(old), "no session of before comes back"
    assert desk.log_in("rui", PIN).status_code == 200


def test_another_role_ends_the_sessions_and_counts_from_then_on() -> None:
    desk = Administration()
    old = desk.signed_in(desk.rui)
    answer = desk.ask("PUT", "/role", {"role": "ADMIN"})
    assert (answer.status_code, answer.json()["role"], answer.json()["district"]) == (200, "ADMIN", None)
    body = desk.world.only_body
    assert (body["before"]["role"], body["after"]["role"], body["after"]["sessions_ended"]) == (
        "FUNCIONARIO",
        "ADMIN",
        1,
    )
    assert (desk.world.only_event.action, desk.world.only_event.severity) == ("CHANGE_ROLE", "MEDIUM")
    assert not desk.is_let_in(old)
    assert desk.world.client.get(f"/v1/users/{desk.rui.id}", headers=desk.signed_in(desk.rui)).status_code == 200


@pytest.mark.parametrize(
    ("role", "status", "code"),
    [
        ({"role": "AGENT", "province": "Nampula", "district": "Centro"}, 422, "ROLE_HAS_ENTITY"),
        ({"role": "MERCHANT", "province": "Nampula", "district": "Centro"}, 422, "ROLE_HAS_ENTITY"),
        ({"role": "PRODUCER"}, 422, "ROLE_HAS_ENTITY"),
        ({"role": "SUPERVISOR"}, 422, "JURISDICTION_MISSING"),
        ({"role": "FUNCIONARIO", "province": "Nampula"}, 422, "JURISDICTION_MISSING"),
        ({"role": "FUNCIONARIO", "district": "Centro"}, 422, "JURISDICTION_MISSING"),
        ({"role": "KING"}, 422, "INVALID_INPUT"),
        ({}, 422, "INVALID_INPUT"),
        ({"role": "ADMIN", "extra": 1}, 422, "INVALID_INPUT"),
    ],
)
def test_a_role_that_cannot_be_given_is_refused(role: dict[str, object], status: int, code: str) -> None:
    desk = Administration()
    answer = desk.ask("PUT", "/role", role)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert desk.outcomes == [("CHANGE_ROLE", "FAILED")]
    assert desk.now(desk.rui) == desk.rui


@pytest.mark.parametrize("role", [Role.AGENT, Role.MERCHANT, Role.PRODUCER])
def test_a_role_that_came_with_an_entity_or_key_stays(role: Role) -> None:
    desk = Administration()
    user = desk.set(desk.rui, role=role)
    answer = desk.ask("PUT", "/role", {"role": "ADMIN"})
    assert (answer.status_code, answer.json()["code"]) == (409, "ROLE_FIXED")
    assert desk.now(desk.rui) == user


@pytest.mark.parametrize(
    ("method", "path", "body"), [SUSPEND, ROLE, ("POST", "/pin", None), ("POST", "/password", None)]
)
def test_nobody_does_it_to_the_own_account(method: str, path: str, body: object) -> None:
    desk = Administration()
    answer = desk.ask(method, path, body, user=desk.ana)
    assert (answer.status_code, answer.json()["code"]) == (409, "ONESELF")
    assert [outcome for _, outcome in desk.outcomes] == ["FAILED"]
    assert desk.now(desk.ana) == desk.ana
    assert desk.is_let_in(desk.by_ana)


@pytest.mark.parametrize(("method", "path", "body"), VERSIONED)
@pytest.mark.parametrize(
    ("if_match", "status", "code"),
    [(None, 428, "IF_MATCH_MISSING"), ("1", 422, "IF_MATCH_INVALID"), ('"2"', 409, "STALE_VERSION")],
)
def test_without_the_version_that_is_nothing_changes(
    method: str, path: str, body: object, if_match: str | None, status: int, code: str
) -> None:
    desk = Administration()
    answer = desk.ask(method, path, body, if_match=if_match)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert desk.outcomes == [(CODES[path], "FAILED")]
    assert desk.now(desk.rui) == desk.rui


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "", {}),
        ("PATCH", "", {"name": None}),
        ("PATCH", "", {"name": ""}),
        ("PATCH", "", {"name": "482913112233"}),
        ("PATCH", "", {"state": "SUSPENDED"}),
        ("PATCH", "", {"state": None}),
        ("PATCH", "", {"role": "ADMIN"}),
        ("PATCH", "", {"username": "other"}),
        ("PATCH", "", {"pin": "482913112233"}),
        ("PATCH", "", {"generation": 9, "name": "B"}),
        ("PATCH", "", []),
        ("POST", "/suspend", {}),
        ("POST", "/suspend", {"reason": ""}),
        ("POST", "/suspend", {"reason": "482913112233"}),
        ("POST", "/suspend", {"reason": "a" * 201}),
        ("POST", "/suspend", "482913112233"),
        ("PUT", "/role", {"role": 1}),
        ("PUT", "/role", {"role": "ADMIN", "province": "482913112233"}),
    ],
)
def test_a_body_that_does_not_fit_is_refused_and_recorded_once(method: str, path: str, body: object) -> None:
    desk = Administration()
    answer = desk.ask(method, path, body)
    assert answer.status_code == 422
    assert desk.outcomes == [(CODES[path], "FAILED")]
    assert "482913112233" not in desk.world.kept + answer.text
    assert desk.now(desk.rui) == desk.rui


def test_users_are_listed_a_page_at_a_time_with_an_event() -> None:
    desk = Administration()
    made = [desk.world.person(Role.TRADER, f"trader.{letter}") for letter in "abc"]
    listed: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        answer = desk.world.client.get("/v1/users", params={"limit": 2, **cursor}, headers=desk.by_ana)
        assert answer.status_code == 200
        assert "hash" not in answer.text
        assert "argon2" not in answer.text
        listed += [one["id"] for one in answer.json()["users"]]
        if answer.json()["cursor"] is None:
            break
        cursor = {"cursor": answer.json()["cursor"]}
    assert listed == sorted(one.id for one in (desk.ana, desk.rui, *made))
    assert {(one.action, one.entity_type, one.entity_id) for one in desk.events} == {("LIST_ENTITIES", "USER", "*")}


@pytest.mark.parametrize(("query", "status"), [({"cursor": "x"}, 400), ({"limit": 0}, 422), ({"limit": 101}, 422)])
def test_a_list_that_cannot_be_is_refused_and_recorded_once(query: dict[str, str], status: int) -> None:
    desk = Administration()
    assert desk.world.client.get("/v1/users", params=query, headers=desk.by_ana).status_code == status
    assert desk.outcomes == [("LIST_ENTITIES", "FAILED")]


def test_who_was_suspended_while_asking_suspends_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Administration()
    suspended = desk.set(desk.ana, state=UserState.SUSPENDED)
    # The gate had let Ana in before; the use case sees her as she is now.
    by_id = desk.world.users.by_id
    first = iter([desk.ana])
    monkeypatch.setattr(
        desk.world.users, "by_id", lambda one: next(first, suspended) if one == desk.ana.id else by_id(one)
    )
    answer = desk.ask(*SUSPEND)
    assert (answer.status_code, answer.json()["code"]) == (403, "ROLE_MISSING")
    assert desk.outcomes == [("UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED")]
    assert desk.now(desk.rui).state is UserState.ACTIVE
