"""Rows of the sessions table."""

from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from identity.model.revocation import Revocation
from identity.model.session import Session, SessionState

# Long after its event is in the log; a sweep that was away for weeks still finds what it has to end.
KEPT_S = 90 * 24 * 60 * 60


class SessionRow(Model):
    session_id = UnicodeAttribute(hash_key=True)
    user_id = UnicodeAttribute()
    generation = NumberAttribute()
    state = UnicodeAttribute()
    started_at = NumberAttribute()
    expires_at = NumberAttribute()
    family_digest = UnicodeAttribute()
    refresh_digest = UnicodeAttribute()
    ended_at = NumberAttribute(null=True)
    purge_at = NumberAttribute()

    @property
    def session(self) -> Session:
        return Session(
            id=self.session_id,
            user_id=self.user_id,
            generation=int(self.generation),
            started_at=int(self.started_at),
            expires_at=int(self.expires_at),
            family=self.family_digest,
            refresh=self.refresh_digest,
            state=SessionState(self.state),
        )


def fields_of(session: Session) -> dict[str, Any]:
    """The attributes of a session's row."""
    return {
        "session_id": session.id,
        "user_id": session.user_id,
        "generation": session.generation,
        "state": session.state.value,
        "started_at": session.started_at,
        "expires_at": session.expires_at,
        "family_digest": session.family,
        "refresh_digest": session.refresh,
        "purge_at": session.expires_at + KEPT_S,
    }


class RevocationRow(Model):
    """Without state and start, so that no index of sessions has it."""

    session_id = UnicodeAttribute(hash_key=True)
    user_id = UnicodeAttribute()
    revoked_up_to = NumberAttribute()
    purge_at = NumberAttribute()

    @property
    def revocation(self) -> Revocation:
        return Revocation(self.user_id, int(self.revoked_up_to))


def revocation_key(user_id: str) -> str:
    """No session's id: there is a blank in it."""
    return f"revoked {user_id}"


def fields_of_revocation(revocation: Revocation) -> dict[str, Any]:
    """The attributes of a revocation's row."""
    return {
        "session_id": revocation_key(revocation.user_id),
        "user_id": revocation.user_id,
        "revoked_up_to": revocation.up_to,
        "purge_at": revocation.expires_at + KEPT_S,
    }
