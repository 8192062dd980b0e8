"""Tokens of an outside issuer through the handlers: what one function ends, every function refuses at once."""

import time
import uuid
from dataclasses import dataclass
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from identity.aws.kms_token_signer import KmsTokenSigner
from identity.model.access_token import CLOCKS_APART_S, public_jwk
from tests.fakes.kms import TOKEN_KEY, LocalKms
from tests.integration.http.conftest import Cloud
from tests.integration.http.gateway import GOLDEN_ID, Answer, call, payload
from tests.integration.http.test_identity_function import four_at_once

ISSUER = "https://login.example.com"
RUI = "auth0|rui"


@dataclass
class Outside:
    """Both functions, where somebody else publishes the keys and makes the tokens."""

    cloud: Cloud

    def token(self, sub: str = RUI, issued_ago_s: int = 60, **other: Any) -> str:
        kms: Any = LocalKms()
        now = int(time.time())
        own = {"iss": ISSUER, "aud": "lacre", "sub": sub, "jti": str(uuid.uuid4()), "roles": ["ADMIN"]}
        times = {"iat": now - issued_ago_s, "exp": now + 600}
        key: ec.EllipticCurvePrivateKey = kms.token
        kid = public_jwk(KmsTokenSigner(kms, TOKEN_KEY).public_key)["kid"]
        return jwt.encode({**own, **times, **other}, key, "ES256", headers={"kid": kid})

    def force_logout(self, sub: str, token: str) -> Answer:
        # The gateway hands the path on as it was sent.
        return call(self.cloud.identity, payload("identity_force_logout", token=token, entity=sub.replace("|", "%7C")))

    def lists(self, token: str) -> list[int]:
        """What the two functions answer to somebody who lists users, and agents."""
        users = call(self.cloud.identity, payload("identity_list_users", token=token))
        return [users.status, call(self.cloud.network, payload("network_list_agents", token=token)).status]


@pytest.fixture
def outside(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Outside:
    monkeypatch.setenv("JWT_SESSIONS", "outside")
    monkeypatch.setenv("JWT_ISSUER", ISSUER)
    cloud.identity, cloud.network = cloud.load("identity"), cloud.load("network")
    return Outside(cloud)


def test_a_forced_logout_in_one_function_is_refused_by_the_other_at_once(outside: Outside) -> None:
    token, second, admin = outside.token(), outside.token(), outside.token("auth0|eva")
    assert [outside.lists(one) for one in (token, second)] == [[200, 200]] * 2
    answer = outside.force_logout(RUI, admin)
    assert (answer.status, answer.json) == (200, {"ended": None})
    assert [outside.lists(one) for one in (token, second, outside.token(issued_ago_s=0))] == [[401, 401]] * 3
    assert outside.lists(admin) == [200, 200]
    (forced,) = (one for one in outside.cloud.events if one.action == "FORCE_LOGOUT")
    assert (forced.entity_type, forced.entity_id, forced.actor_id) == ("USER", RUI, "auth0|eva")
    denied = [one.attempted_action for one in outside.cloud.events if one.action == "TOKEN_INVALID"]
    assert denied == ["LIST_ENTITIES"] * 6


def test_of_forced_logouts_at_once_the_one_that_goes_furthest_holds(outside: Outside) -> None:
    admin = outside.token("auth0|eva")
    with four_at_once() as pool:
        answers = set(pool.map(lambda _: outside.force_logout(RUI, admin).status, range(4)))
    # Whoever decided a second before another, and commits after it, is told so: what holds goes further.
    assert {200} <= answers <= {200, 409}
    (row,) = (row for row in outside.cloud.rows("sessions") if row["user_id"]["S"] == RUI)
    assert int(row["revoked_up_to"]["N"]) >= time.time() + CLOCKS_APART_S - 60
    assert set(row) == {"session_id", "user_id", "revoked_up_to", "purge_at"}, "nothing that an index of sessions has"
    assert outside.lists(outside.token()) == [401, 401]


def test_a_logout_of_one_token_is_refused_by_the_other_function_at_once(outside: Outside) -> None:
    token, second = outside.token(), outside.token()
    assert call(outside.cloud.identity, payload("identity_logout", token=token)).status == 204
    assert [outside.lists(one) for one in (token, second)] == [[401, 401], [200, 200]]


@pytest.mark.parametrize("missing", [{"iat": None}, {"jti": None}, {"iat": int(time.time()) + 3600}])
def test_a_token_that_no_forced_logout_could_end_opens_neither(outside: Outside, missing: dict[str, Any]) -> None:
    assert outside.lists(outside.token(**missing)) == [401, 401]


def test_without_the_sessions_table_neither_lets_anybody_in(outside: Outside) -> None:
    token = outside.token()
    outside.cloud.dynamodb.delete_table(TableName="sessions")
    assert outside.lists(token) == [503, 503]
    assert outside.force_logout(GOLDEN_ID, token).status == 503
