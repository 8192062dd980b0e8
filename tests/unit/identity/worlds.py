"""The identity application over fakes, with people in it."""

import json
from dataclasses import dataclass, field
from typing import Any

from fastapi.testclient import TestClient

from identity.authenticating.authenticator import TokenAuthenticator
from identity.authenticating.key_ring import KeyRing
from identity.authenticating.token_reader import TokenReader
from identity.aws.argon2_pins import Argon2Pins
from identity.http.auth import auth_router
from identity.http.console import console_router
from identity.http.keys import keys_router
from identity.http.users import users_router
from identity.model.role import Role
from identity.model.session import Session
from identity.model.user import User
from identity.people.bootstrap import Bootstrap
from identity.people.create_user import CreateUser
from identity.people.read_user import ReadUser
from identity.people.user_draft import UserDraft, UserMaker
from identity.signing_in.sign_in import SignIn
from identity.signing_in.sign_out import SignOut
from identity.signing_in.token_issuer import TokenIssuer
from lacre.http.application import create_application
from lacre.model.header import Header
from tests.fakes.ambient import SeededEntropy
from tests.fakes.movable_clock import MovableClock
from tests.fakes.sessions import MemorySessions
from tests.fakes.token_keys import LocalTokenSigner, MemoryKeys
from tests.fakes.trail import MemoryTrail
from tests.fakes.users import MemoryUsers

ISSUER, AUDIENCE = "https://lacre.example.com", "lacre"
SECRET = 'a "bootstrap" \\secret'
PIN = "482913"
CHEAP_PINS = Argon2Pins(memory_kib=8, passes=1)


class KnownSecret:
    def read(self) -> str:
        return SECRET


@dataclass
class IdentityWorld:
    clock: MovableClock = field(default_factory=MovableClock)
    users: MemoryUsers = field(default_factory=MemoryUsers)
    sessions: MemorySessions = field(default_factory=MemorySessions)
    signer: LocalTokenSigner = field(default_factory=LocalTokenSigner)

    def __post_init__(self) -> None:
        self.trail = MemoryTrail(clock=self.clock)
        self.entropy = SeededEntropy(7)
        self.keys = MemoryKeys.of(self.signer)
        self.tokens = TokenIssuer(self.signer, ISSUER, AUDIENCE, self.clock, self.entropy)
        reader = TokenReader(KeyRing(self.keys, self.clock), ISSUER, AUDIENCE, self.clock)
        self.authenticator = TokenAuthenticator(reader, self.sessions, self.clock)
        self.maker = UserMaker(CHEAP_PINS, self.clock, self.entropy)
        self.client = TestClient(self._application(), base_url="https://lacre.example.com", follow_redirects=False)

    def _application(self) -> Any:
        sign_in = SignIn(self.users, self.sessions, CHEAP_PINS, self.tokens, self.clock, self.entropy)
        sign_out = SignOut(self.sessions, self.clock)
        bootstrap = Bootstrap(self.users, KnownSecret(), self.maker)
        routers = [
            auth_router(sign_in, sign_out),
            users_router(bootstrap, CreateUser(self.users, self.maker), ReadUser(self.users)),
            console_router(sign_in, sign_out),
            keys_router(self.signer),
        ]
        return create_application("identity", self.trail.trail(self.authenticator), routers, {})

    def person(self, role: Role = Role.ADMIN, username: str = "ana") -> User:
        """Somebody of this role with the PIN of the tests, who is simply there."""
        made = self.maker.make(UserDraft(username, "Ana Pessoa", role, PIN, "Nampula", "Centro"))
        self.users.rows[made.id] = made
        self.users.names[username] = made.id
        return made

    def session(self, user: User) -> Session:
        made = Session.of(user, f"01a1ee56-5e00-75b1-a522-{len(self.sessions.rows):012x}", self.clock.now())
        self.sessions.rows[made.id] = made
        return made

    def bearer(self, role: Role = Role.ADMIN, username: str = "ana") -> dict[str, str]:
        """The header of somebody who is logged in."""
        session = self.session(self.person(role, username))
        return {"Authorization": f"Bearer {self.tokens.issue(session)}"}

    @property
    def only_event(self) -> Header:
        (header,) = self.trail.events.headers_in_order
        return header

    @property
    def only_body(self) -> dict[str, Any]:
        (stored,) = self.trail.events.rows.values()
        body: dict[str, Any] = json.loads(stored.event.body_bytes)
        return body

    @property
    def kept(self) -> str:
        """Everything that the log holds, as text."""
        stored = self.trail.events.rows.values()
        return "".join((one.event.header_bytes + one.event.body_bytes).decode() for one in stored)
