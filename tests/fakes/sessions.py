"""The sessions table in memory, and how things stand with whoever calls."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from identity.model.revocation import Revocation
from identity.model.session import LONGEST_S, Session, SessionState
from identity.ports.people_at_hand import Standing
from lacre.ports.errors import StoreUnavailableError
from lacre.ports.events import StateWrite
from tests.fakes.blocks import MemoryBlocks
from tests.fakes.events import MemoryWrite
from tests.fakes.users import MemoryUsers


@dataclass
class MemorySessions:
    rows: dict[str, Session] = field(default_factory=dict)
    revocations: dict[str, Revocation] = field(default_factory=dict)
    is_away: bool = False

    def find(self, session_id: str) -> Session | None:
        if self.is_away:
            raise StoreUnavailableError("away")
        return self.rows.get(session_id)

    def starting(self, session: Session) -> StateWrite:
        return MemoryWrite(lambda: session.id not in self.rows, lambda: self.rows.update({session.id: session}))

    def renewing(self, session: Session, refresh: str) -> StateWrite:
        def is_in_force() -> bool:
            return self._is_active(session.id) and self.rows[session.id].refresh == refresh

        def renew() -> None:
            self._set(session.id, refresh=session.refresh, expires_at=session.expires_at)

        return MemoryWrite(is_in_force, renew)

    def keeping(self, session_id: str, generation: int) -> StateWrite:
        def is_of_the_one_before() -> bool:
            return self._is_active(session_id) and self.rows[session_id].generation == generation - 1

        return MemoryWrite(is_of_the_one_before, lambda: self._set(session_id, generation=generation))

    def ending(self, session_id: str, now: int) -> StateWrite:
        return MemoryWrite(lambda: self._is_active(session_id), lambda: self._set(session_id, state=SessionState.ENDED))

    def closing(self, session_id: str, now: int) -> StateWrite:
        return MemoryWrite(lambda: session_id in self.rows, lambda: self._set(session_id, state=SessionState.ENDED))

    def revoking(self, revocation: Revocation) -> StateWrite:
        def goes_as_far() -> bool:
            before = self.revocations.get(revocation.user_id)
            return before is None or before.up_to <= revocation.up_to

        return MemoryWrite(goes_as_far, lambda: self.revocations.update({revocation.user_id: revocation}))

    def expiring(self, session_id: str, now: int) -> StateWrite:
        def is_due() -> bool:
            return self._is_active(session_id) and self.rows[session_id].has_expired(now // 1000 * 1000)

        return MemoryWrite(is_due, lambda: self._set(session_id, state=SessionState.EXPIRED))

    def due(self, now: int, limit: int) -> Sequence[Session]:
        active = [one for one in self.rows.values() if one.state is SessionState.ACTIVE]
        expired = [one for one in active if one.expires_at <= now // 1000]
        return sorted(expired, key=lambda one: one.expires_at)[:limit]

    def active_of(self, user_id: str, now: int, limit: int) -> Sequence[str]:
        since = now - LONGEST_S * 1000
        of_user = [one for one in self.rows.values() if one.user_id == user_id and one.started_at >= since]
        found = [one for one in of_user if self._is_active(one.id)]
        return [one.id for one in sorted(found, key=lambda one: one.started_at, reverse=True)][:limit]

    def _is_active(self, session_id: str) -> bool:
        found = self.rows.get(session_id)
        return found is not None and found.state is SessionState.ACTIVE

    def _set(self, session_id: str, **changed: Any) -> None:
        self.rows[session_id] = replace(self.rows[session_id], **changed)


@dataclass
class MemoryStanding:
    """`StandingReader` over the three fakes; `are_outside` where another issuer keeps the sessions."""

    sessions: MemorySessions
    users: MemoryUsers
    blocks: MemoryBlocks
    are_outside: bool = False

    def read(self, session_id: str, user_id: str) -> Standing:
        revocation = self.sessions.revocations.get(user_id) if self.are_outside else None
        session, user = self.sessions.find(session_id), self.users.by_id(user_id)
        return Standing(session, user, revocation, self.blocks.of_actor(user_id))
