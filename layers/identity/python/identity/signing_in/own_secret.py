"""Changing the own PIN or password: the old one is shown, and all other sessions end."""

from dataclasses import dataclass, field, replace

from identity.model.attempts import of_session
from identity.model.credential import Credential, SecretKind
from identity.model.user import User
from identity.ports.pins import PinHasher
from identity.ports.sessions import Sessions
from identity.ports.users import Users
from identity.signing_in.guesses import Guesses
from lacre.model.actor import Actor
from lacre.model.refusal import Fault, Ground, Refusal, Subject
from lacre.model.vocabulary import EntityType
from lacre.ports.ambient import Clock
from lacre.ports.events import StateWrite
from lacre.recording.change import Change

MARKED = 50
"""At most so many sessions are marked as ended; further ones have ended too, by their generation."""


@dataclass(frozen=True)
class Holder:
    """Who changes the own secret, as found from the session."""

    session_id: str
    user: User
    credential: Credential = field(repr=False)


class OwnSecret:
    def __init__(self, users: Users, sessions: Sessions, pins: PinHasher, guesses: Guesses, clock: Clock) -> None:
        self._users = users
        self._sessions = sessions
        self._pins = pins
        self._guesses = guesses
        self._clock = clock

    def holder(self, actor: Actor, kind: SecretKind) -> Holder:
        """By the id that the session is of: names and places may have changed since it began.

        Raises Refusal FORBIDDEN while a one-time secret of the other kind has to be changed first: whoever saw that one
        could choose this one with it, and would have a way in that outlives it.
        """
        user = self._users.by_id(actor.id)
        credential = self._users.credential(actor.id)
        if actor.session_id is None or user is None or credential is None:
            raise ValueError("only a user in a session has an own secret")
        if user.must_change not in (None, kind):
            sentence = "The one-time PIN or password has to be changed first."
            about = Subject(EntityType.USER, user.id)
            raise Refusal(Ground.FORBIDDEN, "SECRET_CHANGE_REQUIRED", sentence, subject=about)
        return Holder(actor.session_id, user, credential)

    def require(self, holder: Holder, kind: SecretKind, secret: str) -> None:
        """Raises Refusal: FORBIDDEN for a wrong secret, TOO_MANY; a stolen token is no help in guessing PINs."""
        about = Subject(EntityType.USER, holder.user.id)
        self._guesses.take(of_session(holder.user.id), about)
        if not self._pins.matches(secret, holder.credential.hash_of(kind)):
            sentence = "The present PIN or password is wrong."
            raise Refusal(Ground.FORBIDDEN, "SECRET_WRONG", sentence, subject=about)

    def changed(self, holder: Holder, kind: SecretKind, secret: str) -> Change:
        """The change to this secret. Of two at once one is committed."""
        user, credential = holder.user, holder.credential
        following = replace(user.with_sessions_ended(), must_change=None)
        return Change(
            user.id,
            before=user.shown(),
            after=following.shown(),
            writes=[
                self._users.replacing(following, user.version),
                self._users.changing(credential.with_hash(kind, self._pins.hash(secret)), credential.version),
                self._sessions.keeping(holder.session_id, following.generation),
                self._guesses.clearing(of_session(user.id)),
                *self._closing_others(holder),
            ],
        )

    def _closing_others(self, holder: Holder) -> list[StateWrite]:
        now = self._clock.now()
        active = self._sessions.active_of(holder.user.id, now, MARKED)
        return [self._sessions.closing(other, now) for other in active if other != holder.session_id]


def require_another(new: str, old: str, at: str) -> None:
    """Raises Refusal INVALID for a new secret that is the old one."""
    if new == old:
        fault = Fault(at, "This is the present one.")
        raise Refusal(Ground.INVALID, "SECRET_UNCHANGED", "The new one has to differ from the old.", faults=(fault,))
