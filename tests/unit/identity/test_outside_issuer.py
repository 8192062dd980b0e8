"""Tokens of an outside OpenID Connect issuer: RS256 or ES256 as configured, the session is the token's `jti`."""

import json
from base64 import urlsafe_b64encode
from dataclasses import replace
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from identity.authenticating.algorithm import Algorithm
from identity.model.access_token import CLOCKS_APART_S, LONGEST_LIFE_S
from identity.model.credential import SecretKind
from identity.model.role import Role
from identity.model.session import SessionState
from identity.model.user import UserState
from lacre.http.trail import Credentials
from lacre.model.refusal import Refusal
from tests.fakes.token_keys import rsa_key
from tests.unit.identity.outside_worlds import PATH, PLACE, OutsideWorld
from tests.unit.identity.worlds import by


@pytest.mark.parametrize("algorithm", list(Algorithm))
def test_a_person_acts_in_the_role_and_place_of_the_claims(algorithm: Algorithm) -> None:
    caller = OutsideWorld(algorithm).caller(roles=["FUNCIONARIO"], **PLACE)
    actor = caller.actor
    assert (actor.type.value, actor.role, actor.id, actor.name) == ("FUNCIONARIO", "FUNCIONARIO", "auth0|eva", "Eva")
    assert (actor.province, actor.district, actor.session_id) == ("Nampula", "Centro", "t-1")
    assert (caller.further_roles, caller.must_change_secret) == ((), False)


def test_the_other_algorithm_is_not_accepted_by_the_same_key() -> None:
    world = OutsideWorld(Algorithm.ES256)
    other = jwt.encode(world.claims(), rsa_key(2048), "RS256", headers={"kid": "k1"})
    pss = jwt.encode(world.claims(), rsa_key(2048), "PS256", headers={"kid": "k1"})
    rsa = OutsideWorld(Algorithm.RS256)
    for checking, token in ((world, other), (rsa, pss)):
        with pytest.raises(Refusal, match="TOKEN_INVALID"):
            checking.authenticator.authenticate(Credentials(token))


def test_the_public_key_is_no_hmac_secret() -> None:
    world = OutsideWorld()
    pem = rsa_key(2048).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    head, body = ({"alg": "HS256", "kid": "k1"}, world.claims())
    signed = ".".join(urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in (head, body))
    mac = jwt.get_algorithm_by_name("HS256").sign(signed.encode(), pem)
    token = f"{signed}.{urlsafe_b64encode(mac).rstrip(b'=').decode()}"
    with pytest.raises(Refusal, match="TOKEN_INVALID"):
        world.authenticator.authenticate(Credentials(token))


def test_several_roles_are_all_the_callers() -> None:
    caller = OutsideWorld().caller(roles=["offline_access", "AUDITOR", "ADMIN", 7, None])
    assert (caller.actor.role, caller.further_roles) == ("ADMIN", ("AUDITOR",))


@pytest.mark.parametrize("roles", [["offline_access"], ["PRODUCER"], ["POS", "SYSTEM"], [["ADMIN"]]])
def test_a_token_with_none_of_our_roles_may_nothing(roles: list[object]) -> None:
    world = OutsideWorld()
    world.inside.users.rows["auth0|eva"] = replace(world.inside.person(), id="auth0|eva")
    assert world.refusal(roles=roles) == "FORBIDDEN ROLE_MISSING", "our own user's role is not asked for"
    answer = world.client.get(PATH, headers=by(world.token(roles=roles)))
    assert answer.status_code == 403
    assert world.inside.only_event.action == "UNAUTHORIZED_ACCESS_ATTEMPT"


@pytest.mark.parametrize("roles", [None, []])
def test_without_the_claim_the_role_is_that_of_our_own_user(roles: list[str] | None) -> None:
    world = OutsideWorld()
    assert world.refusal(roles=roles) == "UNAUTHENTICATED TOKEN_INVALID", "we do not know this one"
    user = world.inside.person(Role.AGENT, name="Lia", entity_type="AGENT", entity_id="a-1")
    actor = world.caller(sub=user.id, roles=roles, **PLACE).actor
    assert (actor.role, actor.name, actor.entity_id) == ("AGENT", "Lia", "a-1")


@pytest.mark.parametrize(
    ("roles", "place", "is_enough"),
    [
        (["ADMIN"], {}, True),
        (["SUPERVISOR"], {"province": "Nampula"}, True),
        (["SUPERVISOR"], {"district": "Centro"}, False),
        (["FUNCIONARIO"], {"province": "Nampula"}, False),
        (["AGENT"], {}, False),
        (["ADMIN", "MERCHANT"], {}, False),
        (["MERCHANT"], PLACE, True),
        (["ADMIN"], {"province": ""}, False),
        (["ADMIN"], {"province": ["Nampula"]}, False),
        (["FUNCIONARIO"], {**PLACE, "district": "Cen\u001ftro"}, False),
        (["FUNCIONARIO"], {**PLACE, "district": "a" * 201}, False),
    ],
)
def test_a_role_in_the_field_needs_its_place(roles: list[str], place: dict[str, Any], is_enough: bool) -> None:
    world = OutsideWorld()
    if is_enough:
        assert world.caller(roles=roles, **place).actor.role in roles
    else:
        assert world.refusal(roles=roles, **place) == "UNAUTHENTICATED TOKEN_INVALID"


@pytest.mark.parametrize(
    "wrong",
    [
        {"jti": None},
        {"jti": ""},
        {"jti": 7},
        {"jti": "t" * 256},
        {"sub": None},
        {"sub": ""},
        {"sub": "unknown"},
        {"sub": "system:sweep"},
        {"sub": "*"},
        {"sub": "a b"},
        {"roles": "ADMIN"},
        {"roles": {"ADMIN": 1}},
        {"iss": "https://lacre.example.com"},
        {"aud": "another"},
        {"iat": None},
        {"iat": True},
        {"iat": "1795000000"},
        {"iat": 1795000000.5},
        {"exp": None},
        {"exp": 9999999999.5},
    ],
)
def test_claims_of_another_form_are_refused(wrong: dict[str, Any]) -> None:
    assert OutsideWorld().refusal(**wrong) == "UNAUTHENTICATED TOKEN_INVALID"


def test_a_token_expires() -> None:
    world = OutsideWorld()
    assert world.refusal(exp=world.inside.clock.now() // 1000 - 1) == "UNAUTHENTICATED TOKEN_EXPIRED"


@pytest.mark.parametrize(("ahead", "is_taken"), [(CLOCKS_APART_S, True), (CLOCKS_APART_S + 1, False)])
def test_a_token_of_the_future_is_refused_beyond_what_clocks_may_be_apart(ahead: int, is_taken: bool) -> None:
    world = OutsideWorld()
    now = world.inside.clock.now() // 1000
    assert world.is_let_in(world.token(iat=now + ahead)) is is_taken


@pytest.mark.parametrize(("life", "is_taken"), [(LONGEST_LIFE_S, True), (LONGEST_LIFE_S + 1, False)])
def test_a_token_that_lives_longer_than_its_end_is_remembered_is_refused(life: int, is_taken: bool) -> None:
    world = OutsideWorld()
    now = world.inside.clock.now() // 1000
    assert world.is_let_in(world.token(iat=now, exp=now + life)) is is_taken
    assert world.refusal(iat=-(10**30)) == "UNAUTHENTICATED TOKEN_INVALID"


@pytest.mark.parametrize("name", [None, "", 7, "a" * 201, "a\u0000b"])
def test_without_a_name_the_subject_names_the_actor(name: object) -> None:
    assert OutsideWorld().caller(name=name).actor.name == "auth0|eva"


def test_a_name_that_looks_like_a_secret_is_not_kept() -> None:
    assert OutsideWorld().caller(name="482913112233").actor.name == "[withheld: text of 12]"


def test_signing_out_ends_the_token_at_once_and_no_other() -> None:
    world = OutsideWorld()
    token, other = world.token(), world.token(jti="t-2")
    assert world.client.post("/v1/auth/logout", headers=by(token)).status_code == 204
    event = world.inside.only_event
    assert (event.action, event.entity_id, event.actor_id) == ("LOGOUT", "t-1", "auth0|eva")
    assert world.inside.sessions.rows["t-1"].state is SessionState.ENDED
    for _ in range(2):
        assert world.client.post("/v1/auth/logout", headers=by(token)).status_code == 401
    assert world.client.get(PATH, headers=by(other)).status_code == 404
    assert not world.inside.sessions.due(world.inside.clock.now() + 10**9, 10), "nothing that would expire"


def test_whoever_was_suspended_here_is_refused() -> None:
    world = OutsideWorld()
    user = world.inside.person(must_change=SecretKind.PIN)
    assert world.caller(sub=user.id).must_change_secret is False, "secrets are the issuer's"
    world.inside.users.rows[user.id] = replace(user, state=UserState.SUSPENDED)
    assert world.refusal(sub=user.id) == "UNAUTHENTICATED TOKEN_INVALID"


@pytest.mark.parametrize(
    "path", ["/v1/auth/login", "/v1/auth/refresh", "/v1/auth/pin", "/v1/auth/zone", "/console/session"]
)
def test_nobody_signs_in_here(path: str) -> None:
    world = OutsideWorld()
    world.inside.person()
    assert world.client.post(path, json={}, headers=by(world.token())).status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [("PUT", "/role"), ("POST", "/pin"), ("POST", "/password")],
)
def test_nothing_is_offered_that_the_issuers_tokens_would_outlive(method: str, path: str) -> None:
    world = OutsideWorld()
    user = world.inside.person(Role.FUNCIONARIO)
    headers = {**by(world.token()), "If-Match": '"1"'}
    answer = world.client.request(method, f"/v1/users/{user.id}{path}", json={"role": "ADMIN"}, headers=headers)
    assert answer.status_code == 404
    assert world.inside.users.rows[user.id] == user


def test_a_suspension_here_holds_at_once() -> None:
    world = OutsideWorld()
    user = world.inside.person(Role.FUNCIONARIO)
    own = world.token(sub=user.id, roles=["FUNCIONARIO"], **PLACE)
    assert world.client.get(PATH, headers=by(own)).status_code == 403
    headers = {**by(world.token()), "If-Match": '"1"'}
    answer = world.client.post(f"/v1/users/{user.id}/suspend", json={"reason": "gone"}, headers=headers)
    assert answer.status_code == 200
    assert world.client.get(PATH, headers=by(own)).status_code == 401
