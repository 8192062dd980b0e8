"""Signing in by user name and PIN."""

from dataclasses import dataclass, field

from identity.model.access_token import LIFETIME_S
from identity.model.session import Session, SessionState
from identity.model.user import User, UserState
from identity.model.username import is_username
from identity.ports.pins import PinHasher
from identity.ports.sessions import Sessions
from identity.ports.users import Users
from identity.signing_in.token_issuer import TokenIssuer
from lacre.model.identifier import ENTROPY_BYTES, uuid7
from lacre.model.naming import UNKNOWN_ID
from lacre.model.refusal import Ground, Refusal, Subject
from lacre.model.vocabulary import EntityType
from lacre.ports.ambient import Clock, Entropy
from lacre.recording.change import Change


@dataclass(frozen=True)
class SignedIn:
    """A token that holds once the change is committed; `expires_in` is seconds."""

    access_token: str = field(repr=False)
    change: Change
    expires_in: int = LIFETIME_S


class SignIn:
    def __init__(
        self,
        users: Users,
        sessions: Sessions,
        pins: PinHasher,
        tokens: TokenIssuer,
        clock: Clock,
        entropy: Entropy,
    ) -> None:
        self._users = users
        self._sessions = sessions
        self._pins = pins
        self._tokens = tokens
        self._clock = clock
        self._entropy = entropy

    def __call__(self, username: str, pin: str) -> SignedIn:
        """A session for whoever has this name and PIN. Raises Refusal LOGIN_FAILED, the same for every cause."""
        user = self._users.by_username(username) if is_username(username) else None
        # Checked before anything is known of the user, so that unknown names and suspended users take as long.
        is_right = self._pins.matches(pin, user.pin_hash if user else None)
        if user is None or not is_right or user.state is not UserState.ACTIVE:
            raise _failed(user)
        now = self._clock.now()
        session = Session.of(user, uuid7(now, self._entropy.take(ENTROPY_BYTES)), now)
        change = Change(
            session.id,
            after=session.shown(SessionState.ACTIVE),
            writes=[self._sessions.starting(session)],
            actor=session.actor,
        )
        return SignedIn(self._tokens.issue(session), change)


def _failed(user: User | None) -> Refusal:
    # The account's id and never the typed name: people type PINs there.
    return Refusal(
        Ground.UNAUTHENTICATED,
        "LOGIN_FAILED",
        "User name or PIN is wrong.",
        action="LOGIN_FAILED",
        subject=Subject(EntityType.USER, user.id if user else UNKNOWN_ID),
    )
