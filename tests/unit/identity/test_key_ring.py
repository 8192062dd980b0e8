"""The issuer's keys are fetched seldom, and its absence is survived with the keys at hand."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import RSAAlgorithm

from identity.authenticating.algorithm import Algorithm
from identity.authenticating.key_ring import KeyRing
from identity.ports.published_keys import KeysUnavailableError
from tests.fakes.ambient import ManualClock
from tests.fakes.token_keys import LocalTokenSigner, MemoryKeys, jwk_of, rsa_key

ONE, TWO = LocalTokenSigner("one"), LocalTokenSigner("two")
MINUTE_MS = 60_000


def ring_of(*signers: LocalTokenSigner) -> tuple[KeyRing, MemoryKeys, ManualClock]:
    keys, clock = MemoryKeys.of(*signers), ManualClock()
    return KeyRing(keys, clock, Algorithm.ES256), keys, clock


def test_keys_are_kept_for_five_minutes() -> None:
    ring, keys, clock = ring_of(ONE)
    for _ in range(5):
        assert ring.key(ONE.key_id) is not None
        clock.advance(MINUTE_MS - 1)
    assert keys.fetches == 1
    clock.advance(5)
    ring.key(ONE.key_id)
    assert keys.fetches == 2


def test_a_new_key_is_found_within_a_minute_and_a_withdrawn_one_is_gone() -> None:
    ring, keys, clock = ring_of(ONE)
    ring.key(ONE.key_id)
    keys.published = MemoryKeys.of(TWO).published
    assert ring.key(TWO.key_id) is None
    clock.advance(MINUTE_MS)
    assert ring.key(TWO.key_id) is not None
    assert ring.key(ONE.key_id) is None


def test_unknown_key_ids_refetch_at_most_once_a_minute() -> None:
    ring, keys, clock = ring_of(ONE)
    for number in range(600):
        assert ring.key(f"unknown {number}") is None
        clock.advance(1000)
    assert keys.fetches == 10


def test_while_the_issuer_is_away_its_last_keys_hold() -> None:
    ring, keys, clock = ring_of(ONE)
    ring.key(ONE.key_id)
    keys.is_away = True
    for _ in range(60):
        clock.advance(MINUTE_MS // 2)
        assert ring.key(ONE.key_id) is not None
    assert keys.fetches <= 31, "one try a minute, so that requests do not wait for an issuer that is away"
    keys.is_away = False
    keys.published = MemoryKeys.of(TWO).published
    clock.advance(MINUTE_MS)
    assert ring.key(ONE.key_id) is None


def test_without_any_key_it_is_unavailable_until_the_issuer_is_back() -> None:
    ring, keys, _ = ring_of(ONE)
    keys.is_away = True
    for _ in range(2):
        with pytest.raises(KeysUnavailableError):
            ring.key(ONE.key_id)
    keys.is_away = False
    assert ring.key(ONE.key_id) is not None


def test_keys_of_other_kinds_are_passed_over() -> None:
    ring, keys, _ = ring_of(ONE)
    good = dict(keys.published[0])
    keys.published = [
        {"kty": "oct", "kid": "a", "k": "c2VjcmV0"},
        {**good, "kid": "b", "use": "enc"},
        {**good, "kid": "c", "crv": "P-384"},
        {**good, "kid": "d", "x": "AA"},
        {**good, "kid": "e", "x": 5},
        {**good, "kid": "f", "alg": "RS256"},
        {name: value for name, value in good.items() if name != "y"} | {"kid": "g"},
        {**jwk_of(rsa_key(2048)), "kid": "h"},
        {**good, "kid": 5},
        good,
    ]
    assert [ring.key(name) for name in "abcdefgh"] == [None] * 8
    assert ring.key(ONE.key_id) is not None


def test_rsa_keys_are_taken_where_rs256_is_configured_if_they_are_long_enough() -> None:
    good, short = jwk_of(rsa_key(2048)), jwk_of(rsa_key(1024))
    published: list[Mapping[str, Any]] = [
        {**good, "kid": "a"},
        {**good, "kid": "b", "alg": "RS256", "use": "sig"},
        {**short, "kid": "c"},
        {**good, "kid": "d", "alg": "RS512"},
        {**good, "kid": "e", "use": "enc"},
        {**good, "kid": "f", "e": "AA"},
        {**good, "kid": "g", "n": 7},
        dict(MemoryKeys.of(ONE).published[0]),
    ]
    ring = KeyRing(MemoryKeys(published), ManualClock(), Algorithm.RS256)
    assert [name for name in "abcdefg" if ring.key(name) is not None] == ["a", "b"]
    assert ring.key(ONE.key_id) is None


def test_a_private_key_that_somebody_published_verifies_like_a_public_one() -> None:
    secret = {**json.loads(RSAAlgorithm.to_jwk(rsa_key(2048))), "kid": "a"}
    secret = {name: value for name, value in secret.items() if name != "key_ops"}
    key = KeyRing(MemoryKeys([secret]), ManualClock(), Algorithm.RS256).key("a")
    assert key is not None
    assert isinstance(key.key, RSAPublicKey)
