"""Producers: machines that come with a key, which is shown once and replaced by another."""

import pytest

from identity.model.role import Role
from lacre.model.api_key import digest_of, read_key
from tests.unit.identity.administration import Administration, meanwhile

NEW = {"username": "ledger", "name": "The ledger", "role": "PRODUCER"}


def made(desk: Administration) -> tuple[str, str]:
    """A producer's id and key, and no event of it."""
    answer = desk.world.client.post("/v1/users", json=NEW, headers=desk.by_ana)
    assert answer.status_code == 201, answer.text
    desk.world.trail.events.rows.clear()
    return answer.json()["id"], answer.json()["api_key"]


def rotation(desk: Administration, user_id: str, **headers: str) -> str:
    answer = desk.world.client.post(f"/v1/users/{user_id}/api-key", headers={**desk.by_ana, **headers})
    assert answer.status_code == 200, answer.text
    key: str = answer.json()["api_key"]
    return key


def test_a_producer_is_made_with_a_key_that_is_shown_once() -> None:
    desk = Administration()
    answer = desk.world.client.post("/v1/users", json=NEW, headers=desk.by_ana)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (201, "no-store")
    key, user_id = answer.json()["api_key"], answer.json()["id"]
    presented = read_key(key)
    assert presented is not None
    assert (presented.kind, presented.holder_id) == ("producer", user_id)
    credential = desk.world.users.credentials[user_id]
    assert (credential.key_digest, credential.pin_hash, credential.password_hash) == (digest_of(key), None, None)
    assert desk.outcomes == [("CREATE_USER", "SUCCEEDED")]
    assert key not in desk.world.kept
    assert digest_of(key) not in desk.world.kept
    assert "api_key" not in desk.world.client.get(f"/v1/users/{user_id}", headers=desk.by_ana).json()


@pytest.mark.parametrize("secret", [{"pin": "759153"}, {"password": "a good password 7"}])
def test_a_producer_takes_neither_pin_nor_password(secret: dict[str, str]) -> None:
    desk = Administration()
    assert desk.world.client.post("/v1/users", json={**NEW, **secret}, headers=desk.by_ana).status_code == 422
    assert desk.outcomes == [("CREATE_USER", "FAILED")]


def test_nobody_logs_in_as_a_producer() -> None:
    desk = Administration()
    _, key = made(desk)
    for kind in ("pin", "password"):
        assert desk.log_in("ledger", key, kind).status_code == 401
    assert key not in desk.world.kept


def test_a_rotated_key_is_another_and_the_old_one_is_dead() -> None:
    desk = Administration()
    user_id, old = made(desk)
    new = rotation(desk, user_id)
    event, body = desk.world.only_event, desk.world.only_body
    assert (event.action, event.entity_type, event.entity_id) == ("ROTATE_API_KEY", "USER", user_id)
    assert (event.severity, event.outcome) == ("MEDIUM", "SUCCEEDED")
    assert (body["before"]["key_version"], body["after"]["key_version"]) == (1, 2)
    kept = desk.world.users.credentials[user_id].key_digest
    presented_old, presented_new = read_key(old), read_key(new)
    assert presented_old is not None
    assert presented_new is not None
    assert (presented_old.proves(kept), presented_new.proves(kept)) == (False, True)
    assert new not in desk.world.kept


def test_of_two_rotations_at_once_one_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Administration()
    user_id, _ = made(desk)
    path = f"/v1/users/{user_id}/api-key"
    answers = meanwhile(desk, monkeypatch, lambda: desk.world.client.post(path, headers=desk.by_ana))
    answers.append(desk.world.client.post(path, headers=desk.by_ana))
    assert [one.status_code for one in answers] == [200, 409]
    assert sorted(outcome for _, outcome in desk.outcomes) == ["FAILED", "SUCCEEDED"]
    winner = read_key(answers[0].json()["api_key"])
    assert winner is not None
    assert winner.proves(desk.world.users.credentials[user_id].key_digest)


def test_a_rotation_that_is_sent_again_shows_no_key() -> None:
    desk = Administration()
    user_id, _ = made(desk)
    headers = {**desk.by_ana, "Idempotency-Key": "once"}
    path = f"/v1/users/{user_id}/api-key"
    first, second = (desk.world.client.post(path, headers=headers) for _ in range(2))
    assert ("api_key" in first.json(), "api_key" in second.json()) == (True, False)
    assert desk.outcomes == [("ROTATE_API_KEY", "SUCCEEDED")]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PRODUCER])
def test_a_person_has_no_key(role: Role) -> None:
    desk = Administration()
    desk.set(desk.rui, role=role)
    answer = desk.ask("POST", "/api-key")
    assert (answer.status_code, answer.json()["code"]) == (409, "NOT_A_PRODUCER")
    assert desk.outcomes == [("ROTATE_API_KEY", "FAILED")]
    assert desk.world.users.credentials[desk.rui.id].key_digest is None


def test_a_producer_without_a_credential_gets_no_key() -> None:
    desk = Administration()
    user_id, _ = made(desk)
    del desk.world.users.credentials[user_id]
    answer = desk.world.client.post(f"/v1/users/{user_id}/api-key", headers=desk.by_ana)
    assert (answer.status_code, [one.action for one in desk.events]) == (500, ["SYSTEM_ERROR"])
