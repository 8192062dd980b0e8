"""The published key: what verifies our tokens, unrecorded."""

import jwt

from identity.model.access_token import public_jwk
from tests.unit.identity.worlds import PIN, IdentityWorld

PATH = "/.well-known/jwks.json"


def test_the_published_key_verifies_our_tokens() -> None:
    world = IdentityWorld()
    answer = world.client.get(PATH)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "public, max-age=300")
    assert not world.trail.events.rows
    (published,) = jwt.PyJWKSet.from_dict(answer.json()).keys
    world.person()
    login = world.client.post("/v1/auth/login", json={"username": "ana", "pin": PIN})
    token = login.json()["access_token"]
    assert published.key_id == jwt.get_unverified_header(token)["kid"]
    claims = jwt.decode(
        token, published, ["ES256"], audience="lacre", options={"verify_exp": False, "verify_iat": False}
    )
    assert claims["roles"] == ["ADMIN"]


def test_without_the_key_it_says_so() -> None:
    world = IdentityWorld()
    world.signer.is_away = True
    answer = world.client.get(PATH)
    assert (answer.status_code, answer.json()["code"]) == (503, "SIGNER_UNAVAILABLE")
    assert "Cache-Control" not in answer.headers


def test_the_key_id_is_the_thumbprint_of_rfc_7638() -> None:
    """Of the example key of RFC 7517, A.1."""
    x = bytes.fromhex("30a0424cd21c2944838a2d75c92b37e76ea20d9f00893a3b4eee8a3c0aafec3e")
    y = bytes.fromhex("e04b65e92456d9888b52b379bdfbd51ee869ef1f0fc65b6659695b6cce081723")
    assert public_jwk(b"\x04" + x + y) == {
        "kty": "EC",
        "crv": "P-256",
        "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
        "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
        "alg": "ES256",
        "use": "sig",
        "kid": "cn-I_WNMClehiVp51i_0VpOENW1upEerA8sEam5hn-s",
    }
