"""Signing in by user name and PIN or password."""

from identity.model.credential import SecretKind
from identity.model.refresh_token import RefreshToken
from identity.model.session import Session, SessionState
from identity.model.user import User, UserState
from identity.model.username import is_username
from identity.ports.pins import PinHasher
from identity.ports.sessions import Sessions
from identity.ports.users import Users
from identity.signing_in.guesses import Guesses
from identity.signing_in.token_issuer import TokenIssuer
from identity.signing_in.tokens import SignedIn
from lacre.model.identifier import ENTROPY_BYTES, uuid7
from lacre.model.naming import UNKNOWN_ID
from lacre.model.refusal import Ground, Refusal, Subject
from lacre.model.vocabulary import EntityType
from lacre.ports.ambient import Clock, Entropy
from lacre.ports.blocks import Blocks, require_unblocked
from lacre.recording.change import Change
from lacre.recording.refused import TakingRefusal


class SignIn:
    def __init__(
        self,
        users: Users,
        sessions: Sessions,
        blocks: Blocks,
        pins: PinHasher,
        guesses: Guesses,
        tokens: TokenIssuer,
        clock: Clock,
        entropy: Entropy,
    ) -> None:
        self._users = users
        self._sessions = sessions
        self._blocks = blocks
        self._pins = pins
        self._guesses = guesses
        self._tokens = tokens
        self._clock = clock
        self._entropy = entropy

    def __call__(self, username: str, kind: SecretKind, secret: str) -> SignedIn:
        """A session for whoever has this name and secret.

        Raises Refusal: LOGIN_FAILED, the same for every cause; LOGIN_DELAYED, for names that nobody has too;
        ACTOR_BLOCKED, for nobody but who has proven to be the one that is blocked.
        """
        user = self._users.by_username(username) if is_username(username) else None
        # The account's id and never the typed name: people type PINs there.
        about = Subject(EntityType.USER, user.id if user else UNKNOWN_ID)
        if is_username(username):
            self._guesses.take(username, about)
        # Checked before anything is known of the user, so that unknown names and suspended users take as long.
        is_proven = self._is_proven(about.entity_id, kind, secret)
        if user is None or not is_proven or user.state is not UserState.ACTIVE:
            raise _failed(about)
        self._require_unblocked(user)
        return self._signed_in(user)

    def _require_unblocked(self, user: User) -> None:
        # The secret was the right one: that was no failure, and must not lock whoever the block lets in again.
        try:
            require_unblocked(user.acting(None), self._blocks.of_actor(user.id), self._clock.now())
        except Refusal as blocked:
            reason, clearing = blocked.reason, self._guesses.clearing(user.username)
            told = {"actor": blocked.actor, "facts": blocked.facts}
            raise TakingRefusal(blocked.ground, reason.code, reason.sentence, writes=[clearing], **told) from None

    def _is_proven(self, user_id: str, kind: SecretKind, secret: str) -> bool:
        # Read after the user: who was reset in between is then of a generation whose sessions have ended.
        credential = self._users.credential(user_id)
        return self._pins.matches(secret, credential.hash_of(kind) if credential else None)

    def _signed_in(self, user: User) -> SignedIn:
        now = self._clock.now()
        refresh = RefreshToken.first(uuid7(now, self._entropy.take(ENTROPY_BYTES)), self._entropy)
        session = Session.of(user, refresh, now)
        change = Change(
            session.id,
            after=session.shown(SessionState.ACTIVE),
            writes=[self._sessions.starting(session), self._guesses.clearing(user.username)],
            actor=user.acting(session.id),
        )
        return SignedIn(self._tokens.tokens(session, user, refresh), change)


def _failed(about: Subject) -> Refusal:
    return Refusal(
        Ground.UNAUTHENTICATED,
        "LOGIN_FAILED",
        "User name, PIN or password is wrong.",
        action="LOGIN_FAILED",
        subject=about,
    )
