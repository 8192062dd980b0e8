"""Forged, foreign, expired and revoked tokens: refused, and recorded once; whoever is let in is who it is now."""

import json
from base64 import urlsafe_b64encode
from dataclasses import replace
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from identity.model.credential import SecretKind
from identity.model.role import PERSONS, Role
from identity.model.session import IDLE_S, Session, SessionState
from identity.model.user import UserState
from lacre.http.trail import Credentials
from tests.fakes.token_keys import LocalTokenSigner
from tests.unit.identity.worlds import AUDIENCE, ISSUER, IdentityWorld

PATH = "/v1/users/01a1ee56-5e00-75b1-a522-4a58b791df00"


def claims(world: IdentityWorld, session: Session, **other: Any) -> dict[str, Any]:
    now = world.clock.now() // 1000
    own = {"iss": ISSUER, "aud": AUDIENCE, "sub": session.user_id, "sid": session.id, "roles": ["ADMIN"]}
    return {**own, "iat": now, "exp": now + 900, "jti": "1", **other}


def signed(world: IdentityWorld, content: dict[str, Any], **header: Any) -> str:
    return jwt.encode(content, world.signer.key, "ES256", headers={"kid": world.signer.key_id, **header})


def encoded(content: object) -> str:
    return urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


def without(content: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in content.items() if key != name}


def forgeries(world: IdentityWorld, session: Session) -> dict[str, str]:
    good, kid = claims(world, session), world.signer.key_id
    other = LocalTokenSigner("another key")
    pem = world.signer.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    by_hmac = jwt.api_jws._jws_global_obj
    genuine = signed(world, good)
    head, payload, signature = genuine.split(".")
    hs256 = f"{encoded({'alg': 'HS256', 'kid': kid})}.{encoded(good)}"
    mac = urlsafe_b64encode(by_hmac._algorithms["HS256"].sign(hs256.encode(), pem)).rstrip(b"=").decode()
    jwk = {"kty": "EC", "crv": "P-256"}
    return {
        "alg none": f"{encoded({'alg': 'none', 'kid': kid})}.{encoded(good)}.",
        "alg none with a signature": f"{encoded({'alg': 'none', 'kid': kid})}.{payload}.{signature}",
        "hs256 with the public key": f"{hs256}.{mac}",
        "an unknown key's id": jwt.encode(good, other.key, "ES256", headers={"kid": other.key_id}),
        "another key under our id": jwt.encode(good, other.key, "ES256", headers={"kid": kid}),
        "another key in the header": jwt.encode(good, other.key, "ES256", headers={"kid": kid, "jwk": jwk}),
        "no key id": jwt.encode(good, world.signer.key, "ES256"),
        "wrong issuer": signed(world, {**good, "iss": "https://evil.example.com"}),
        "wrong audience": signed(world, {**good, "aud": "another"}),
        "no expiry": signed(world, without(good, "exp")),
        "expiry of another type": signed(world, {**good, "exp": "9999999999"}),
        "no session": signed(world, without(good, "sid")),
        "a session of another type": signed(world, {**good, "sid": 7}),
        "a session that is none": signed(world, {**good, "sid": "s-none"}),
        "a session without a name": signed(world, {**good, "sid": ""}),
        "a session longer than a key": signed(world, {**good, "sid": "s" * 3000}),
        "the product itself": signed(world, {**good, "sub": "system:sweep"}),
        "nobody": signed(world, {**good, "sub": "unknown"}),
        "another user's session": signed(world, {**good, "sub": "u-other"}),
        "a critical header": signed(world, good, crit=["x"], x=1),
        "another payload": f"{head}.{encoded({**good, 'roles': ['AUDITOR']})}.{signature}",
        "cut": genuine[:-2],
        "very long": genuine + "A" * 9000,
        "not a token": "482913112233",
        "too few parts": f"{head}.{payload}",
        "not base64": "a.b.c",
        "no object": f"{encoded([])}.{encoded([])}.{signature}",
    }


_NAMES = sorted(forgeries(IdentityWorld(), IdentityWorld().session(IdentityWorld().person())))


@pytest.mark.parametrize("name", _NAMES)
def test_a_forged_token_is_refused_and_recorded_once(name: str) -> None:
    world = IdentityWorld()
    session = world.session(world.person())
    token = forgeries(world, session)[name]
    answer = world.client.get(PATH, headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "TOKEN_INVALID")
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    event = world.only_event
    assert (event.action, event.outcome, event.severity) == ("TOKEN_INVALID", "DENIED", "HIGH")
    assert event.attempted_action == "READ_ENTITY"
    assert token not in world.kept


def test_the_genuine_token_is_accepted_so_that_the_others_prove_something() -> None:
    world = IdentityWorld()
    session = world.session(world.person())
    token = signed(world, claims(world, session))
    assert world.client.get(PATH, headers={"Authorization": f"Bearer {token}"}).status_code == 404


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic YTpi", "bearer  ", "Token x"])
def test_no_token_is_a_refusal(header: str | None) -> None:
    world = IdentityWorld()
    answer = world.client.get(PATH, headers={"Authorization": header} if header is not None else {})
    assert (answer.status_code, answer.json()["code"]) == (401, "TOKEN_INVALID")
    assert world.only_event.action == "TOKEN_INVALID"


def test_a_cookie_is_no_token_of_the_api() -> None:
    world = IdentityWorld()
    token = world.bearer()["Authorization"].removeprefix("Bearer ")
    assert world.client.get(PATH, headers={"Cookie": f"lacre_session={token}"}).status_code == 401


@pytest.mark.parametrize(("seconds", "status"), [(899, 404), (901, 401)])
def test_a_token_holds_for_fifteen_minutes(seconds: int, status: int) -> None:
    world = IdentityWorld()
    bearer = world.bearer()
    world.clock.advance(seconds)
    answer = world.client.get(PATH, headers=bearer)
    assert answer.status_code == status
    if status == 401:
        assert (answer.json()["code"], world.only_event.action) == ("TOKEN_EXPIRED", "TOKEN_EXPIRED")
        assert world.only_event.entity_id in world.sessions.rows, "whose token it was is known"


def test_a_token_of_an_expired_session_is_refused() -> None:
    world = IdentityWorld()
    session = world.session(world.person())
    world.clock.advance(IDLE_S)
    # Of a clock that is behind: whatever it says, the session is over.
    token = signed(world, claims(world, session))
    answer = world.client.get(PATH, headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, world.only_event.action) == (401, "TOKEN_EXPIRED")


@pytest.mark.parametrize("state", [SessionState.ENDED, SessionState.EXPIRED])
def test_a_token_of_an_ended_session_is_refused_at_once(state: SessionState) -> None:
    world = IdentityWorld()
    bearer = world.bearer()
    (session,) = world.sessions.rows.values()
    world.sessions.rows[session.id] = replace(session, state=state)
    answer = world.client.get(PATH, headers=bearer)
    assert (answer.status_code, world.only_event.action) == (401, "TOKEN_INVALID")
    assert (world.only_event.entity_id, world.only_event.actor_id) == (session.id, "unknown")


CHANGES: dict[str, dict[str, Any]] = {
    "suspended": {"state": UserState.SUSPENDED},
    "of the next generation": {"generation": 2},
    "of a generation before": {"generation": 0},
}


@pytest.mark.parametrize("name", sorted(CHANGES))
def test_whoever_was_shut_out_is_refused_at_once(name: str) -> None:
    world = IdentityWorld()
    user = world.person()
    bearer = world.bearer_of(user)
    world.users.rows[user.id] = replace(user, **CHANGES[name])
    answer = world.client.get(PATH, headers=bearer)
    assert (answer.status_code, answer.json()["code"]) == (401, "TOKEN_INVALID")
    assert (world.only_event.action, world.only_event.entity_id) == ("TOKEN_INVALID", next(iter(world.sessions.rows)))


def test_whoever_is_gone_is_refused() -> None:
    world = IdentityWorld()
    bearer = world.bearer()
    world.users.rows.clear()
    assert world.client.get(PATH, headers=bearer).status_code == 401


def test_role_name_and_place_are_those_of_now_and_not_of_the_login() -> None:
    world = IdentityWorld()
    user = world.person(Role.AUDITOR)
    bearer = world.bearer_of(user)
    assert world.client.get(PATH, headers=bearer).status_code == 403
    world.users.rows[user.id] = replace(user, role=Role.ADMIN, name="Ana Nova", province="Tete", district="Angonia")
    assert world.client.get(PATH, headers=bearer).status_code == 404
    event = world.events[-1]
    assert (event.actor_role, event.province, event.district) == ("ADMIN", "Tete", "Angonia")
    assert world.body_of(event)["actor_name"] == "Ana Nova"


def test_an_account_of_an_agent_acts_for_it() -> None:
    world = IdentityWorld()
    user = world.person(Role.AGENT, entity_type="AGENT", entity_id="a-1")
    token = world.bearer_of(user)["Authorization"].removeprefix("Bearer ")
    caller = world.authenticator.authenticate(Credentials(token))
    assert (caller.actor.entity_id, caller.actor.id, caller.must_change_secret) == ("a-1", user.id, False)


@pytest.mark.parametrize("kind", list(SecretKind))
def test_whoever_has_a_one_time_secret_does_nothing_else(kind: SecretKind) -> None:
    world = IdentityWorld()
    bearer = world.bearer_of(world.person(must_change=kind))
    answer = world.client.get(PATH, headers=bearer)
    assert (answer.status_code, answer.json()["code"]) == (403, "SECRET_CHANGE_REQUIRED")
    assert (world.only_event.action, world.only_event.attempted_action) == (
        "UNAUTHORIZED_ACCESS_ATTEMPT",
        "READ_ENTITY",
    )
    assert world.client.post("/v1/auth/logout", headers=bearer).status_code == 204


def test_without_keys_nobody_can_be_checked() -> None:
    world = IdentityWorld()
    world.keys.is_away = True
    answer = world.client.get(PATH, headers=world.bearer())
    assert (answer.status_code, answer.json()["code"]) == (503, "KEYS_UNAVAILABLE")
    assert answer.headers["Retry-After"] == "5"
    assert [draft.action for draft in world.trail.outage.drafts] == ["SYSTEM_ERROR"]


def test_without_the_sessions_table_nobody_can_be_checked() -> None:
    world = IdentityWorld()
    bearer = world.bearer()
    world.sessions.is_away = True
    assert world.client.get(PATH, headers=bearer).status_code == 503
    assert [draft.action for draft in world.trail.outage.drafts] == ["DATABASE_ERROR"]


@pytest.mark.parametrize("role", [role for role in PERSONS if role is not Role.ADMIN])
def test_another_role_is_refused_and_recorded_once(role: Role) -> None:
    world = IdentityWorld()
    bearer = world.bearer(role)
    assert world.client.get(PATH, headers=bearer).status_code == 403
    event = world.only_event
    assert (event.action, event.outcome, event.actor_role) == ("UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED", role.value)
