"""Giving a user another role, and the jurisdiction that goes with it."""

from dataclasses import dataclass, replace

from identity.model.role import OF_ENTITIES, Role
from identity.model.user import User
from identity.people.changed_user import ChangedUser
from identity.people.end_sessions import EndSessions
from identity.people.office import Office
from identity.people.read_user import ReadUser
from identity.people.user_draft import require_jurisdiction
from lacre.model.actor import Actor
from lacre.model.canonical import JsonObject
from lacre.model.refusal import Fault, Ground, Refusal
from lacre.model.versions import require_version
from lacre.recording.change import Change

_FIXED = OF_ENTITIES | {Role.PRODUCER}


@dataclass(frozen=True)
class Post:
    """A role, and where: None for a role of everywhere."""

    role: Role
    province: str | None
    district: str | None


class ChangeRole:
    def __init__(self, read_user: ReadUser, office: Office, end_sessions: EndSessions) -> None:
        self._read_user = read_user
        self._office = office
        self._end_sessions = end_sessions

    def __call__(self, actor: Actor, user_id: str, version: int, post: Post) -> ChangedUser:
        """Raises Refusal: NOT_FOUND; CONFLICT for oneself, a role that stays, or a version of before; INVALID."""
        before = self._read_user(user_id)
        self._office.require_another(actor, before.id)
        _require_open(before, post)
        require_version(before.version, version)
        after = replace(before.with_sessions_ended(), role=post.role, province=post.province, district=post.district)
        ending = self._end_sessions(before, after)
        told: JsonObject = {**after.shown(), "sessions_ended": ending.count}
        writes = [*ending.writes, *self._office.holding(actor)]
        return ChangedUser(after, Change(after.id, before.shown(), told, writes))


def _require_open(user: User, post: Post) -> None:
    """Agents and merchants are made with their entities, producers with their keys: nobody becomes or ceases to be one.

    Raises Refusal.
    """
    if user.role in _FIXED:
        raise Refusal(Ground.CONFLICT, "ROLE_FIXED", "The role of an agent, a merchant or a producer stays.")
    if post.role in _FIXED:
        fault = Fault("body.role", "A role that nobody is given later.")
        raise Refusal(
            Ground.INVALID, "ROLE_HAS_ENTITY", "This role begins with an agent, a merchant or a key.", faults=(fault,)
        )
    require_jurisdiction(post.role, post.province, post.district)
