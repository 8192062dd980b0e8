"""Tokens of our own: the session says whether they are good, the user's row says all the rest."""

from identity.authenticating.refused import refused
from identity.authenticating.token_reader import ReadToken
from identity.model.session import Session, SessionState
from identity.model.user import User, UserState
from identity.ports.people_at_hand import Standing
from lacre.model.caller import Caller
from lacre.ports.blocks import require_unblocked


def of_own_session(token: ReadToken, standing: Standing, now: int) -> Caller:
    """The user of the session (now: ms). Role and place are those of now, whatever they were when it logged in.

    Raises Refusal UNAUTHENTICATED, FORBIDDEN for one who is blocked.
    """
    session, user = standing.session, standing.user
    if session is None or user is None or session.user_id != user.id or not _goes_on(session, user):
        raise refused("TOKEN_INVALID", "The session has ended.", token)
    if session.has_expired(now):
        raise refused("TOKEN_EXPIRED", "The session has expired.", token)
    actor = user.acting(session.id)
    require_unblocked(actor, standing.block, now)
    return Caller(actor, must_change_secret=user.must_change is not None, zone=user.zone)


def _goes_on(session: Session, user: User) -> bool:
    is_active = session.state is SessionState.ACTIVE and user.state is UserState.ACTIVE
    return is_active and session.generation == user.generation
