"""Suspending a user: the sessions end, and nobody logs in, until an administrator reinstates the user."""

from dataclasses import replace

from identity.model.user import UserState
from identity.people.changed_user import ChangedUser
from identity.people.end_sessions import EndSessions
from identity.people.office import Office
from identity.people.read_user import ReadUser
from lacre.model.actor import Actor
from lacre.model.canonical import JsonObject
from lacre.model.refusal import Ground, Refusal
from lacre.model.versions import require_version
from lacre.recording.change import Change


class SuspendUser:
    def __init__(self, read_user: ReadUser, office: Office, end_sessions: EndSessions) -> None:
        self._read_user = read_user
        self._office = office
        self._end_sessions = end_sessions

    def __call__(self, actor: Actor, user_id: str, version: int, reason: str) -> ChangedUser:
        """Raises Refusal: NOT_FOUND; CONFLICT for oneself, a suspended user, or a version of before."""
        before = self._read_user(user_id)
        self._office.require_another(actor, before.id)
        if before.state is UserState.SUSPENDED:
            raise Refusal(Ground.CONFLICT, "ALREADY_SUSPENDED", "This user is suspended already.")
        require_version(before.version, version)
        after = replace(before.with_sessions_ended(), state=UserState.SUSPENDED)
        ending = self._end_sessions(before, after)
        told: JsonObject = {**after.shown(), "reason": reason, "sessions_ended": ending.count}
        writes = [*ending.writes, *self._office.holding(actor)]
        return ChangedUser(after, Change(after.id, before.shown(), told, writes))
