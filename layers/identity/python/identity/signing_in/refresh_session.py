"""Refreshing a session: each refresh token is good once."""

import hmac

from identity.model.refresh_token import RefreshToken, read_refresh_token
from identity.model.session import Session, SessionState
from identity.model.user import User, UserState
from identity.ports.sessions import Sessions
from identity.ports.users import Users
from identity.signing_in.token_issuer import TokenIssuer
from identity.signing_in.tokens import SignedIn
from lacre.model.refusal import Ground, Refusal, Subject
from lacre.model.vocabulary import EntityType
from lacre.ports.ambient import Clock, Entropy
from lacre.ports.blocks import Blocks, require_unblocked
from lacre.recording.change import Change
from lacre.recording.refused import TakingRefusal


class RefreshSession:
    def __init__(
        self,
        users: Users,
        sessions: Sessions,
        blocks: Blocks,
        tokens: TokenIssuer,
        clock: Clock,
        entropy: Entropy,
    ) -> None:
        self._users = users
        self._sessions = sessions
        self._blocks = blocks
        self._tokens = tokens
        self._clock = clock
        self._entropy = entropy

    def __call__(self, text: str) -> SignedIn:
        """The session of a refresh token, and its next tokens.

        Raises Refusal TOKEN_INVALID, TOKEN_EXPIRED, and ACTOR_BLOCKED, which uses nothing up.

        A token that was used before ends the session, for one of its two users is a thief (RFC 9700, section 4.14).
        """
        token = read_refresh_token(text)
        session = self._sessions.find(token.session_id) if token else None
        if token is None or session is None or not hmac.compare_digest(token.family_digest, session.family):
            raise _refused("TOKEN_INVALID", "The refresh token is not valid.", None)
        now = self._clock.now()
        self._require_in_force(session, token, now)
        user = self._holder(session)
        require_unblocked(user.acting(session.id), self._blocks.of_actor(user.id), now)
        following = token.next(self._entropy)
        renewed = session.renewed(following, now)
        change = Change(
            session.id,
            before=session.shown(SessionState.ACTIVE),
            after=renewed.shown(SessionState.ACTIVE),
            writes=[self._sessions.renewing(renewed, session.refresh)],
            actor=user.acting(session.id),
        )
        return SignedIn(self._tokens.tokens(renewed, user, following), change)

    def _require_in_force(self, session: Session, token: RefreshToken, now: int) -> None:
        if session.state is not SessionState.ACTIVE:
            raise _ended(session)
        if session.has_expired(now):
            raise _refused("TOKEN_EXPIRED", "The session has expired.", _about(session))
        if not hmac.compare_digest(token.digest, session.refresh):
            raise TakingRefusal(
                Ground.UNAUTHENTICATED,
                "REFRESH_REUSED",
                "The refresh token was used before. The session has been ended.",
                writes=[self._sessions.ending(session.id, now)],
                action="TOKEN_INVALID",
                subject=_about(session),
                facts=session.shown(SessionState.ENDED),
            )

    def _holder(self, session: Session) -> User:
        user = self._users.by_id(session.user_id)
        if user is None or user.state is not UserState.ACTIVE or user.generation != session.generation:
            raise _ended(session)
        return user


def _about(session: Session) -> Subject:
    return Subject(EntityType.SESSION, session.id)


def _ended(session: Session) -> Refusal:
    return _refused("TOKEN_INVALID", "The session has ended.", _about(session))


def _refused(code: str, sentence: str, about: Subject | None) -> Refusal:
    # The actor stays unknown: whoever presents an old token need not be the one that it was given to.
    return Refusal(Ground.UNAUTHENTICATED, code, sentence, action=code, subject=about)
