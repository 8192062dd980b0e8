"""The identity application over fakes, where somebody else issues the tokens."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import jwt
import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from functions.identity.routers import identity_routers
from identity.authenticating.algorithm import Algorithm
from identity.authenticating.authenticator import TokenAuthenticator
from identity.authenticating.key_ring import KeyRing
from identity.authenticating.outside_sessions import of_outside_session
from identity.authenticating.token_reader import Expected, TokenReader
from lacre.http.application import create_application
from lacre.http.trail import Credentials
from lacre.model.caller import Caller
from lacre.model.refusal import Refusal
from tests.fakes.sessions import MemoryStanding
from tests.fakes.token_keys import LocalTokenSigner, MemoryKeys, jwk_of, rsa_key
from tests.unit.identity.worlds import AUDIENCE, IdentityWorld, by

ISSUER = "https://login.example.com"
PATH = "/v1/users/01a1ee56-5e00-75b1-a522-4a58b791df00"
PLACE = {"province": "Nampula", "district": "Centro"}


@dataclass
class OutsideWorld:
    """The identity function's routes, where somebody else issues the tokens."""

    algorithm: Algorithm = Algorithm.RS256
    inside: IdentityWorld = field(default_factory=IdentityWorld)

    def __post_init__(self) -> None:
        world, self.signer = self.inside, LocalTokenSigner("an outside one")
        of_rsa = {**jwk_of(rsa_key(2048)), "kid": "k1"}
        self.keys = MemoryKeys([of_rsa if self.algorithm is Algorithm.RS256 else {**self._ec(), "kid": "k1"}])
        ring = KeyRing(self.keys, world.clock, self.algorithm)
        reader = TokenReader(ring, Expected(ISSUER, AUDIENCE, self.algorithm, "jti"), world.clock)
        standing = MemoryStanding(world.sessions, world.users, world.blocks, are_outside=True)
        self.authenticator = TokenAuthenticator(reader, standing, of_outside_session, world.clock)
        routers = identity_routers(*world.wired, are_sessions_outside=True)
        self.client = TestClient(create_application("identity", world.trail.trail(self.authenticator), routers, {}))

    def _ec(self) -> dict[str, Any]:
        return dict(MemoryKeys.of(self.signer).published[0])

    def claims(self, **other: Any) -> dict[str, Any]:
        """What is None is left out."""
        now = self.inside.clock.now() // 1000
        whole = {"iss": ISSUER, "aud": AUDIENCE, "sub": "auth0|eva", "jti": "t-1", "name": "Eva", "roles": ["ADMIN"]}
        merged = {**whole, "iat": now, "exp": now + 300, **other}
        return {name: value for name, value in merged.items() if value is not None}

    def token(self, **other: Any) -> str:
        key = rsa_key(2048) if self.algorithm is Algorithm.RS256 else self.signer.key
        return jwt.encode(self.claims(**other), key, self.algorithm.value, headers={"kid": "k1"})

    def caller(self, **other: Any) -> Caller:
        return self.authenticator.authenticate(Credentials(self.token(**other)))

    def refusal(self, **other: Any) -> str:
        with pytest.raises(Refusal) as refused:
            self.caller(**other)
        return f"{refused.value.ground.value} {refused.value.reason.code}"

    def is_let_in(self, token: str) -> bool:
        """Asking leaves an event."""
        return self.client.get(PATH, headers=by(token)).status_code != 401

    def force_logout(self, user_id: str, token: str | None = None) -> Response:
        """By an administrator; the id is escaped as clients do."""
        path = f"/v1/users/{quote(user_id, safe='')}/force-logout"
        return self.client.post(path, headers=by(token or self.token()))
