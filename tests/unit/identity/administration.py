"""An administrator at work, and people to administer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from httpx2 import Response

from identity.model.role import Role
from identity.model.user import User
from lacre.model.event import ReceiptedEvent
from lacre.model.header import Header
from lacre.ports.events import StateWrite
from tests.unit.identity.worlds import Bearer, IdentityWorld

NOBODY = "01a1ee56-5e00-75b1-a522-4a58b791df00"


@dataclass
class Administration:
    """Ana is the administrator, Rui whom it is about."""

    world: IdentityWorld = field(default_factory=IdentityWorld)

    def __post_init__(self) -> None:
        self.ana = self.world.person(Role.ADMIN, "ana")
        self.rui = self.world.person(Role.FUNCIONARIO, "rui")
        self.by_ana = self.signed_in(self.ana)

    def signed_in(self, user: User) -> Bearer:
        """The header of a new session of somebody as they are now."""
        return self.world.bearer_of(self.now(user))

    def log_in(self, username: str, secret: str, kind: str = "pin") -> Response:
        return self.world.login(username, **{kind: secret})

    def ask(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        user: User | None = None,
        if_match: str | None = '"1"',
        headers: Bearer | None = None,
    ) -> Response:
        """A request about a user (Rui), by Ana unless other headers are given."""
        tag = {"If-Match": if_match} if if_match is not None else {}
        url = f"/v1/users/{(user or self.rui).id}{path}"
        return self.world.client.request(method, url, json=body, headers={**(headers or self.by_ana), **tag})

    def is_let_in(self, headers: Bearer) -> bool:
        """Whether a session still holds: whoever is known, but not allowed to, gets 403, and others 401."""
        status = self.world.client.get(f"/v1/users/{NOBODY}", headers=headers).status_code
        assert status in (401, 403, 404)
        return status != 401

    def set(self, user: User, **changed: Any) -> User:
        """Change a user behind everybody's back."""
        self.world.users.rows[user.id] = replace(self.world.users.rows[user.id], **changed)
        return self.world.users.rows[user.id]

    def now(self, user: User) -> User:
        return self.world.users.rows[user.id]

    @property
    def events(self) -> list[Header]:
        return self.world.events

    @property
    def outcomes(self) -> list[tuple[str, str]]:
        return [(one.action, one.outcome.value) for one in self.events]


def meanwhile(
    desk: Administration, monkeypatch: pytest.MonkeyPatch, happening: Callable[[], Response]
) -> list[Response]:
    """Let something happen, whole, after the next request has decided and before it commits. Its answer comes first."""
    events, answers = desk.world.trail.events, list[Response]()
    append = events.append

    def interrupted(receipted: Sequence[ReceiptedEvent], writes: Sequence[StateWrite] = ()) -> None:
        monkeypatch.setattr(events, "append", append)
        answers.append(happening())
        append(receipted, writes)

    monkeypatch.setattr(events, "append", interrupted)
    return answers
