"""The identity application over fakes, with people in it."""

from dataclasses import dataclass, field, replace
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

from functions.identity.movables import NetworkMovables
from functions.identity.routers import Keepers, Means, identity_routers
from identity.authenticating.algorithm import Algorithm
from identity.authenticating.authenticator import TokenAuthenticator
from identity.authenticating.key_ring import KeyRing
from identity.authenticating.own_sessions import of_own_session
from identity.authenticating.token_reader import Expected, TokenReader
from identity.aws.argon2_pins import Argon2Pins
from identity.model.refresh_token import RefreshToken
from identity.model.role import Role
from identity.model.session import Session
from identity.model.user import User
from identity.people.user_draft import UserDraft, UserMaker
from identity.signing_in.token_issuer import TokenIssuer
from lacre.http.application import create_application
from tests.fakes.ambient import SeededEntropy
from tests.fakes.blocks import MemoryBlocks
from tests.fakes.entities import MemoryEntities
from tests.fakes.jurisdictions import MemoryChanges
from tests.fakes.login_attempts import MemoryLoginAttempts
from tests.fakes.movable_clock import MovableClock
from tests.fakes.sessions import MemorySessions, MemoryStanding
from tests.fakes.token_keys import LocalTokenSigner, MemoryKeys
from tests.fakes.trail import MemoryTrail
from tests.fakes.users import MemoryUsers
from tests.unit.recorded import Recorded

ISSUER, AUDIENCE = "https://lacre.example.com", "lacre"
SECRET = 'a "bootstrap" \\secret'
PIN, PASSWORD = "482913", "uma ponte sobre o rio 7"
CHEAP_PINS = Argon2Pins(memory_kib=8, passes=1)
Bearer = dict[str, str]


class KnownSecret:
    def read(self) -> str:
        return SECRET


@dataclass
class IdentityWorld(Recorded):
    clock: MovableClock = field(default_factory=MovableClock)
    users: MemoryUsers = field(default_factory=MemoryUsers)
    sessions: MemorySessions = field(default_factory=MemorySessions)
    blocks: MemoryBlocks = field(default_factory=MemoryBlocks)
    attempts: MemoryLoginAttempts = field(default_factory=MemoryLoginAttempts)
    signer: LocalTokenSigner = field(default_factory=LocalTokenSigner)

    def __post_init__(self) -> None:
        self.trail = MemoryTrail(clock=self.clock)
        self.entropy = SeededEntropy(7)
        self.keys = MemoryKeys.of(self.signer)
        self.tokens = TokenIssuer(self.signer, ISSUER, AUDIENCE, self.clock, self.entropy)
        expected = Expected(ISSUER, AUDIENCE, Algorithm.ES256, "sid")
        reader = TokenReader(KeyRing(self.keys, self.clock, Algorithm.ES256), expected, self.clock)
        self.standing = MemoryStanding(self.sessions, self.users, self.blocks)
        self.authenticator = TokenAuthenticator(reader, self.standing, of_own_session, self.clock)
        self.maker = UserMaker(CHEAP_PINS, self.clock, self.entropy)
        movables = NetworkMovables(MemoryEntities(), MemoryEntities(), MemoryEntities())
        people = self.users, self.sessions, self.blocks, self.attempts
        kept = Keepers(*people, MemoryChanges(), movables, KnownSecret())
        self.wired = kept, Means(CHEAP_PINS, self.signer, self.tokens, self.clock, self.entropy)
        routers = identity_routers(*self.wired, are_sessions_outside=False)
        app = create_application("identity", self.trail.trail(self.authenticator), routers, {})
        self.client = TestClient(app, base_url="https://lacre.example.com", follow_redirects=False)

    def person(self, role: Role = Role.ADMIN, username: str = "ana", **other: Any) -> User:
        """Somebody of this role with the PIN of the tests, who is simply there."""
        draft = UserDraft(username, "Ana Pessoa", role, PIN, province="Nampula", district="Centro")
        made, credential = self.maker.make(replace(draft, **other))
        self.users.add(made, credential)
        return made

    def session(self, user: User) -> Session:
        token = RefreshToken.first(f"01a1ee56-5e00-75b1-a522-{len(self.sessions.rows):012x}", self.entropy)
        made = Session.of(user, token, self.clock.now())
        self.sessions.rows[made.id] = made
        return made

    def bearer(self, role: Role = Role.ADMIN, username: str = "ana") -> Bearer:
        """The header of somebody who is logged in."""
        return self.bearer_of(self.person(role, username))

    def bearer_of(self, user: User) -> Bearer:
        return by(self.tokens.issue(self.session(user), user.role))

    def login(self, username: str = "ana", **secret: str) -> Response:
        return self.client.post("/v1/auth/login", json={"username": username, **(secret or {"pin": PIN})})

    def change_pin(self, bearer: Bearer, new: str = "739164", old: str = PIN) -> Response:
        return self.client.post("/v1/auth/pin", json={"old_pin": old, "new_pin": new}, headers=bearer)

    def is_in(self, bearer: Bearer) -> bool:
        """Whether a token is still accepted; asking leaves an event."""
        return self.client.get("/v1/users", headers=bearer).status_code != 401

    @property
    def only_body(self) -> dict[str, Any]:
        return self.body_of(self.only_event)


def by(token: str) -> Bearer:
    return {"Authorization": f"Bearer {token}"}
