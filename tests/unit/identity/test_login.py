"""Logging in and out: one session, one event, and the same answer to every wrong attempt."""

import json
import re
from dataclasses import replace

import jwt
import pytest
from httpx2 import Response

from identity.model.credential import SecretKind
from identity.model.role import Role
from identity.model.session import SessionState
from identity.model.user import UserState
from lacre.http.recorded_answer import RECEIPT_HEADER
from tests.unit.identity.worlds import AUDIENCE, ISSUER, PASSWORD, PIN, IdentityWorld

LOGIN = "/v1/auth/login"
IN_JSON = {"Content-Type": "application/json"}


def attempt(world: IdentityWorld, username: str, pin: str) -> Response:
    """A login in which lone surrogates go out as JSON escapes."""
    return world.client.post(LOGIN, content=json.dumps({"username": username, "pin": pin}), headers=IN_JSON)


def test_a_login_is_a_session_a_token_and_an_event() -> None:
    world = IdentityWorld()
    user = world.person(Role.FUNCIONARIO)
    answer = world.client.post(LOGIN, json={"username": "ana", "pin": PIN})
    assert answer.status_code == 200
    told = {name: value for name, value in answer.json().items() if not name.endswith("_token")}
    assert told == {"token_type": "Bearer", "expires_in": 900, "refresh_expires_in": 1800, "must_change": None}
    assert answer.headers["Cache-Control"] == "no-store"
    assert RECEIPT_HEADER in answer.headers
    (session,) = world.sessions.rows.values()
    event = world.only_event
    assert (event.action, event.actor_id, event.actor_role) == ("LOGIN_SUCCESS", user.id, "FUNCIONARIO")
    assert (event.entity_type, event.entity_id, event.session_id) == ("SESSION", session.id, session.id)
    assert (event.province, event.district) == ("Nampula", "Centro")
    assert PIN not in world.kept
    assert answer.json()["access_token"] not in world.kept
    assert answer.json()["refresh_token"] not in world.kept
    assert answer.json()["refresh_token"] not in repr(session), "nor in any table, but for its digest"


def test_a_password_logs_in_as_a_pin_does() -> None:
    world = IdentityWorld()
    world.person(pin=None, password=PASSWORD)
    assert world.login(password=PASSWORD).status_code == 200
    assert world.login(pin=PASSWORD).status_code == 401
    assert PASSWORD not in world.kept


@pytest.mark.parametrize("kind", list(SecretKind))
def test_a_one_time_secret_is_told_of(kind: SecretKind) -> None:
    world = IdentityWorld()
    world.person(must_change=kind)
    assert world.login().json()["must_change"] == kind.value


def test_the_token_says_what_it_has_to() -> None:
    world = IdentityWorld()
    user = world.person(Role.AUDITOR)
    token = world.client.post(LOGIN, json={"username": "ana", "pin": PIN}).json()["access_token"]
    (session_id,) = world.sessions.rows
    claims = jwt.decode(
        token,
        world.signer.key.public_key(),
        algorithms=["ES256"],
        issuer=ISSUER,
        audience=AUDIENCE,
        options={"verify_exp": False, "verify_iat": False},
    )
    assert (claims["sub"], claims["sid"], claims["roles"]) == (user.id, session_id, ["AUDITOR"])
    assert claims["exp"] - claims["iat"] == 900
    assert claims["jti"]
    assert jwt.get_unverified_header(token) == {"alg": "ES256", "kid": world.signer.key_id, "typ": "JWT"}


@pytest.mark.parametrize("pin", ["482914", "482913112233", "", "x", "48291\u00b3", "4829130"])
def test_a_wrong_pin_is_recorded_on_the_account(pin: str) -> None:
    world = IdentityWorld()
    user = world.person()
    answer = world.client.post(LOGIN, json={"username": "ana", "pin": pin})
    assert (answer.status_code, answer.json()["code"]) == (401, "LOGIN_FAILED")
    event = world.only_event
    assert (event.action, event.outcome, event.entity_id) == ("LOGIN_FAILED", "DENIED", user.id)
    assert (event.actor_type, event.actor_id) == ("UNKNOWN", "unknown")
    assert not world.sessions.rows


def test_a_pin_that_no_text_encodes_is_a_wrong_one() -> None:
    world = IdentityWorld()
    world.person()
    answers = [attempt(world, name, "\ud800") for name in ("ana", "nobody")]
    wrong = attempt(world, "ana", "000000")
    assert [(one.status_code, one.json()) for one in answers] == [(401, wrong.json())] * 2
    assert {one.action for one in world.trail.events.headers_in_order} == {"LOGIN_FAILED"}


@pytest.mark.parametrize("username", ["nobody", "482913112233", "Ana", "", "a" * 200, "USER#x", "ana\u0000"])
def test_an_unknown_name_has_the_same_answer_and_is_not_kept(username: str) -> None:
    world = IdentityWorld()
    world.person()
    wrong = world.client.post(LOGIN, json={"username": "ana", "pin": "000000"})
    unknown = world.client.post(LOGIN, json={"username": username, "pin": PIN})
    assert (unknown.status_code, unknown.json()) == (wrong.status_code, wrong.json())
    latest = world.trail.events.headers_in_order[-1]
    assert (latest.action, latest.entity_id) == ("LOGIN_FAILED", "unknown")
    assert "482913112233" not in world.kept + unknown.text


def test_a_suspended_user_cannot_log_in() -> None:
    world = IdentityWorld()
    user = world.person()
    world.users.rows[user.id] = replace(user, state=UserState.SUSPENDED)
    answer = world.client.post(LOGIN, json={"username": "ana", "pin": PIN})
    assert (answer.status_code, answer.json()["code"]) == (401, "LOGIN_FAILED")
    assert world.only_event.entity_id == user.id


@pytest.mark.parametrize(
    "body",
    [
        {"username": "ana"},
        {"pin": PIN},
        {"username": "ana", "pin": PIN, "482913112233": 1},
        {"username": 5, "pin": PIN},
        {"username": "ana", "pin": 482913},
        {"username": "ana", "pin": "1" * 201},
        {"username": "ana", "pin": PIN, "password": PASSWORD},
        {"username": "ana", "pin": None},
        ["ana", PIN],
        None,
    ],
)
def test_a_malformed_login_is_refused_and_recorded_once(body: object) -> None:
    world = IdentityWorld()
    world.person()
    answer = world.client.post(LOGIN, json=body)
    assert answer.status_code == 422
    assert world.only_event.outcome == "FAILED"
    # Ids and hashes are random, and hold any four digits now and then.
    assert "4829" not in re.sub(r"[0-9a-f-]{32,}", "", world.kept + answer.text)


def test_a_name_that_no_text_encodes_does_not_fit() -> None:
    world = IdentityWorld()
    answer = attempt(world, "\ud800", PIN)
    assert (answer.status_code, world.only_event.outcome) == (422, "FAILED")


def test_broken_json_is_refused_and_recorded_once() -> None:
    world = IdentityWorld()
    answer = world.client.post(LOGIN, content=b'{"pin":"482913112233"', headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert "482913112233" not in world.kept + answer.text
    assert len(world.trail.events.rows) == 1


def test_without_the_token_key_nobody_logs_in() -> None:
    world = IdentityWorld()
    world.person()
    world.signer.is_away = True
    assert world.client.post(LOGIN, json={"username": "ana", "pin": PIN}).status_code == 503
    assert not world.sessions.rows
    assert [draft.action for draft in world.trail.outage.drafts] == ["SYSTEM_ERROR"]


def test_logging_out_ends_the_session_at_once() -> None:
    world = IdentityWorld()
    bearer = world.bearer(Role.AGENT)
    assert world.client.post("/v1/auth/logout", headers=bearer).status_code == 204
    (session,) = world.sessions.rows.values()
    assert session.state is SessionState.ENDED
    event = world.only_event
    assert (event.action, event.outcome, event.entity_id) == ("LOGOUT", "SUCCEEDED", session.id)
    assert (world.only_body["before"]["state"], world.only_body["after"]["state"]) == ("ACTIVE", "ENDED")
    again = world.client.post("/v1/auth/logout", headers=bearer)
    assert (again.status_code, again.json()["code"]) == (401, "TOKEN_INVALID")
    assert [one.action for one in world.trail.events.headers_in_order] == ["LOGOUT", "TOKEN_INVALID"]


def test_logging_out_without_a_token_is_refused() -> None:
    world = IdentityWorld()
    assert world.client.post("/v1/auth/logout").status_code == 401
    assert (world.only_event.action, world.only_event.attempted_action) == ("TOKEN_INVALID", "LOGOUT")
