"""The sessions table in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from identity.model.session import Session, SessionState
from lacre.ports.errors import StoreUnavailableError
from lacre.ports.events import StateWrite
from tests.fakes.events import MemoryWrite


@dataclass
class MemorySessions:
    rows: dict[str, Session] = field(default_factory=dict)
    is_away: bool = False

    def find(self, session_id: str) -> Session | None:
        if self.is_away:
            raise StoreUnavailableError("away")
        return self.rows.get(session_id)

    def starting(self, session: Session) -> StateWrite:
        return MemoryWrite(lambda: session.id not in self.rows, lambda: self.rows.update({session.id: session}))

    def ending(self, session_id: str, now: int) -> StateWrite:
        return MemoryWrite(lambda: self._is_active(session_id), lambda: self._set(session_id, SessionState.ENDED))

    def expiring(self, session_id: str, now: int) -> StateWrite:
        def is_due() -> bool:
            return self._is_active(session_id) and self.rows[session_id].expires_at <= now // 1000

        return MemoryWrite(is_due, lambda: self._set(session_id, SessionState.EXPIRED))

    def due(self, now: int, limit: int) -> Sequence[Session]:
        active = [one for one in self.rows.values() if one.state is SessionState.ACTIVE]
        expired = [one for one in active if one.expires_at <= now // 1000]
        return sorted(expired, key=lambda one: one.expires_at)[:limit]

    def _is_active(self, session_id: str) -> bool:
        found = self.rows.get(session_id)
        return found is not None and found.state is SessionState.ACTIVE

    def _set(self, session_id: str, state: SessionState) -> None:
        self.rows[session_id] = replace(self.rows[session_id], state=state)
