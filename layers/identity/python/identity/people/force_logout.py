"""Ending all sessions of a user, where they are kept here."""

from dataclasses import dataclass

from identity.people.end_sessions import EndSessions
from identity.people.read_user import ReadUser
from lacre.model.canonical import JsonObject
from lacre.recording.change import Change


@dataclass(frozen=True)
class LoggedOut:
    """`ended` sessions have ended once the change is committed; None where another issuer keeps them."""

    ended: int | None
    change: Change


class ForceLogout:
    def __init__(self, read_user: ReadUser, end_sessions: EndSessions) -> None:
        self._read_user = read_user
        self._end_sessions = end_sessions

    def __call__(self, user_id: str) -> LoggedOut:
        """Raises Refusal NOT_FOUND. A login at the same moment is of before, or of after: never of both."""
        before = self._read_user(user_id)
        after = before.with_sessions_ended()
        ending = self._end_sessions(before, after)
        told: JsonObject = {**after.shown(), "sessions_ended": ending.count}
        return LoggedOut(ending.count, Change(after.id, before.shown(), told, ending.writes))
