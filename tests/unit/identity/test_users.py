"""Users: made by an administrator, read by one; every refusal is one event."""

import pytest

from identity.model.role import Role
from identity.people.user_draft import UserDraft
from lacre.ports.errors import StateConflictError
from tests.unit.identity.worlds import PIN, IdentityWorld

NEW = {
    "username": "rui.clerk",
    "name": "Rui Clerk",
    "role": "FUNCIONARIO",
    "province": "Nampula",
    "district": "Centro",
    "pin": "135790",
}


def changed(**other: object) -> dict[str, object]:
    merged: dict[str, object] = {**NEW, **other}
    return {name: value for name, value in merged.items() if value is not ...}


def test_a_user_is_created_with_its_event_and_can_log_in() -> None:
    world = IdentityWorld()
    answer = world.client.post("/v1/users", json=NEW, headers=world.bearer())
    assert answer.status_code == 201
    made = answer.json()
    assert (made["username"], made["role"], made["version"], made["state"]) == ("rui.clerk", "FUNCIONARIO", 1, "ACTIVE")
    event = world.only_event
    assert (event.action, event.entity_type, event.entity_id) == ("CREATE_USER", "USER", made["id"])
    assert world.only_body["after"]["username"] == "rui.clerk"
    assert "pin" not in world.only_body["request"]["body"]
    assert "135790" not in world.kept + answer.text
    assert "argon2" not in world.kept + answer.text
    assert (world.users.credentials[made["id"]].pin_hash or "").startswith("$argon2id$")
    login = {"username": "rui.clerk", "pin": "135790"}
    assert world.client.post("/v1/auth/login", json=login).status_code == 200


def test_a_user_begins_with_a_password_as_well() -> None:
    world = IdentityWorld()
    body = changed(pin=..., password="a good password 7")
    answer = world.client.post("/v1/users", json=body, headers=world.bearer())
    assert (answer.status_code, answer.headers["ETag"]) == (201, '"1"')
    assert "a good password 7" not in world.kept + answer.text
    login = {"username": "rui.clerk", "password": "a good password 7"}
    assert world.client.post("/v1/auth/login", json=login).status_code == 200


def test_a_user_is_read_with_an_event() -> None:
    world = IdentityWorld()
    bearer = world.bearer()
    (user,) = world.users.rows.values()
    answer = world.client.get(f"/v1/users/{user.id}", headers=bearer)
    assert answer.status_code == 200
    assert (answer.json()["id"], answer.json()["username"]) == (user.id, "ana")
    assert "hash" not in answer.text
    assert (world.only_event.action, world.only_event.entity_id) == ("READ_ENTITY", user.id)


@pytest.mark.parametrize("user_id", ["01a1ee56-5e00-75b1-a522-4a58b791df00", "17", "482913112233", "x", "%00", "..%2F"])
def test_an_unknown_id_is_not_found_and_recorded(user_id: str) -> None:
    world = IdentityWorld()
    answer = world.client.get(f"/v1/users/{user_id}", headers=world.bearer())
    assert answer.status_code == 404
    event = world.only_event
    assert (event.action, event.outcome) == ("UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED")
    assert "482913112233" not in world.kept + answer.text


@pytest.mark.parametrize(
    "body",
    [
        changed(username=...),
        changed(name=...),
        changed(role=...),
        changed(pin=...),
        changed(province=...),
        changed(district=...),
        changed(role="SUPERVISOR", province=None),
        changed(role="AGENT", district=None),
        changed(extra=1),
        changed(role="KING"),
        changed(role=1),
        changed(username="Rui"),
        changed(username="482913112233"),
        changed(username="ru"),
        changed(username="a" * 41),
        changed(username="rui\n"),
        changed(username="a482913112233"),
        changed(pin="482913112233"),
        changed(pin="12345"),
        changed(pin="١٢٣٤٥٦"),
        changed(pin="123456\n"),
        changed(pin=135790),
        changed(pin="123456"),
        changed(pin=..., password="482913112233"),
        changed(pin=..., password="too short 7"),
        changed(pin=..., password="no digit in here"),
        changed(pin=..., password="rui.clerk and a 7"),
        changed(password="a good password 7"),
        changed(role="AGENT"),
        changed(role="MERCHANT"),
        changed(role="PRODUCER"),
        changed(name="482913112233"),
        changed(name="my PIN is 482913112233"),
        changed(name=""),
        changed(name="   "),
        changed(name="a" * 201),
        changed(name="abc\u202edef"),
        changed(name="a\u0000b"),
        changed(name=["a"]),
        changed(name={"482913112233": 1}),
        changed(province="Nam\u001fpula"),
        changed(district="482913112233"),
        [NEW],
        "482913112233",
    ],
)
def test_a_body_that_does_not_fit_is_refused_and_recorded_once(body: object) -> None:
    world = IdentityWorld()
    answer = world.client.post("/v1/users", json=body, headers=world.bearer())
    assert answer.status_code == 422
    event = world.only_event
    assert (event.action, event.outcome) == ("CREATE_USER", "FAILED")
    assert "482913112233" not in world.kept + answer.text
    assert list(world.users.names) == ["ana"]


def test_some_roles_have_no_jurisdiction() -> None:
    for role in ("ADMIN", "AUDITOR", "TRADER", "RISK_MANAGER"):
        world = IdentityWorld()
        body = changed(role=role, province=None, district=...)
        assert world.client.post("/v1/users", json=body, headers=world.bearer()).status_code == 201


def test_a_taken_name_is_refused_and_recorded() -> None:
    world = IdentityWorld()
    answer = world.client.post("/v1/users", json=changed(username="ana"), headers=world.bearer())
    assert (answer.status_code, answer.json()["code"]) == (409, "USERNAME_TAKEN")
    assert (world.only_event.action, world.only_event.outcome) == ("CREATE_USER", "FAILED")


def test_of_two_creations_of_one_name_at_once_one_wins_and_both_are_recorded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = IdentityWorld()
    bearer = world.bearer()
    # Neither sees the other when it looks: the condition of the write decides.
    monkeypatch.setattr(world.users, "by_username", lambda _: None)
    first, second = (world.client.post("/v1/users", json=NEW, headers=bearer) for _ in range(2))
    assert (first.status_code, second.status_code, second.json()["code"]) == (201, 409, "CONFLICT")
    outcomes = [(one.action, one.outcome.value) for one in world.trail.events.headers_in_order]
    assert outcomes == [("CREATE_USER", "SUCCEEDED"), ("CREATE_USER", "FAILED")]
    assert len(world.users.rows) == 2, "the administrator and the winner"


def test_the_writes_of_the_loser_leave_nothing() -> None:
    world = IdentityWorld()
    user = world.person()
    with pytest.raises(StateConflictError):
        world.trail.events.append(
            [], world.users.creating(*world.maker.make(UserDraft(user.username, "Another", Role.ADMIN, PIN)))
        )
    assert len(world.users.rows) == 1
