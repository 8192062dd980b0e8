"""A one-time PIN or password for somebody who lost theirs: whoever gave it out has seen it, so it has to be changed."""

from dataclasses import replace

from identity.model.attempts import of_session
from identity.model.credential import Credential, SecretKind
from identity.model.password import random_password
from identity.model.pin import random_pin
from identity.model.role import Role
from identity.model.user import User
from identity.people.changed_user import NewSecret
from identity.people.end_sessions import EndSessions
from identity.people.office import Office
from identity.people.read_user import ReadUser
from identity.ports.login_attempts import LoginAttempts
from identity.ports.pins import PinHasher
from identity.ports.users import Users
from lacre.model.actor import Actor
from lacre.model.canonical import JsonObject
from lacre.model.refusal import Ground, Refusal
from lacre.ports.ambient import Clock, Entropy
from lacre.recording.change import Change


class ResetSecret:
    """The sessions end, locks are lifted, and nothing but the one-time secret proves who somebody is.

    It opens its own change alone. A PIN or password of the other kind goes too: it may be what was lost.
    """

    def __init__(
        self,
        users: Users,
        read_user: ReadUser,
        office: Office,
        end_sessions: EndSessions,
        attempts: LoginAttempts,
        hasher: PinHasher,
        clock: Clock,
        entropy: Entropy,
    ) -> None:
        self._users = users
        self._read_user = read_user
        self._office = office
        self._end_sessions = end_sessions
        self._attempts = attempts
        self._hasher = hasher
        self._clock = clock
        self._entropy = entropy

    def __call__(self, actor: Actor, user_id: str, kind: SecretKind) -> NewSecret:
        """Raises Refusal: NOT_FOUND; CONFLICT for oneself, who changes it by the old one, and for a producer."""
        before = self._read_user(user_id)
        self._office.require_another(actor, before.id)
        if before.role is Role.PRODUCER:
            raise Refusal(Ground.CONFLICT, "NOT_A_PERSON", "A producer has neither PIN nor password.")
        credential = self._credential(before)
        secret = random_pin(self._entropy) if kind is SecretKind.PIN else random_password(self._entropy)
        after = replace(before.with_sessions_ended(), must_change=kind)
        ending = self._end_sessions(before, after)
        writes = [
            *ending.writes,
            self._users.changing(credential.with_only(kind, self._hasher.hash(secret)), credential.version),
            *(self._attempts.clearing(name, self._clock.now()) for name in (before.username, of_session(before.id))),
        ]
        told: JsonObject = {**after.shown(), "sessions_ended": ending.count}
        return NewSecret(after, Change(after.id, before.shown(), told, writes), secret)

    def _credential(self, user: User) -> Credential:
        found = self._users.credential(user.id)
        if found is None:
            raise LookupError("a user without a credential")
        return found
