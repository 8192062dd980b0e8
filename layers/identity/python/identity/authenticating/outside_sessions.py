"""Tokens of another issuer (OpenID Connect), who keeps the sessions: a token's `jti` is one.

A row of ours marks only that it was ended here; none is as good as an active one. A forced logout marks the user, and
ends whatever was issued by then. `sub` is the user, who need not be one of ours; whoever is and was suspended here is
refused all the same.
"""

from collections.abc import Sequence

from identity.authenticating.refused import refused
from identity.authenticating.token_reader import ReadToken
from identity.model.role import PERSONS, Role, lacks_jurisdiction
from identity.model.session import SessionState
from identity.model.user import User, UserState
from identity.ports.people_at_hand import Standing
from lacre.model.actor import Actor
from lacre.model.caller import Caller
from lacre.model.redaction import screened
from lacre.model.refusal import Ground, Refusal, Subject
from lacre.model.vocabulary import ActorType, EntityType
from lacre.ports.blocks import require_unblocked

_LONGEST = 200


def of_outside_session(token: ReadToken, standing: Standing, now: int) -> Caller:
    """The user of the token (now: ms), in the roles and the place of its claims.

    Raises Refusal UNAUTHENTICATED, FORBIDDEN.
    """
    user = standing.user
    if _is_ended(token, standing):
        raise refused("TOKEN_INVALID", "The session has ended.", token)
    roles = _roles(token, user)
    province, district = _place(token, "province"), _place(token, "district")
    if any(lacks_jurisdiction(role, province, district) for role in roles):
        raise refused("TOKEN_INVALID", "The access token names no jurisdiction, which the role needs.", token)
    first, *further = (role.value for role in roles)
    name, entity_id = (user.name, user.entity_id) if user else (_name(token), None)
    actor = Actor(ActorType(first), token.user_id, name, first, province, district, token.session_id, entity_id)
    require_unblocked(actor, standing.block, now)
    return Caller(actor, tuple(further))


def _is_ended(token: ReadToken, standing: Standing) -> bool:
    session, user, revocation = standing.session, standing.user, standing.revocation
    if revocation is not None and revocation.covers(token.issued_at):
        return True
    if session is not None and session.state is not SessionState.ACTIVE:
        return True
    return user is not None and user.state is not UserState.ACTIVE


def _roles(token: ReadToken, user: User | None) -> Sequence[Role]:
    """Those of the claim that are ours; of a token without one, that of our own user."""
    claimed = token.claims.get("roles")
    if not claimed:
        if user is None or user.role not in PERSONS:
            raise refused("TOKEN_INVALID", "Neither the access token nor our users tell a role.", token)
        return [user.role]
    if not isinstance(claimed, list):
        raise refused("TOKEN_INVALID", "The access token's roles are no list.", token)
    roles = [role for role in PERSONS if role.value in claimed]
    if not roles:
        about = Subject(EntityType.SESSION, token.session_id)
        raise Refusal(Ground.FORBIDDEN, "ROLE_MISSING", "The access token has none of our roles.", subject=about)
    return roles


def _place(token: ReadToken, name: str) -> str | None:
    """A name of a place. One that could not be ours is refused, not left out: nobody may come to act everywhere."""
    claimed = token.claims.get(name)
    if claimed is None:
        return None
    if not isinstance(claimed, str) or not 0 < len(claimed) <= _LONGEST or not claimed.isprintable():
        raise refused("TOKEN_INVALID", "The access token's jurisdiction is no place.", token)
    return claimed


def _name(token: ReadToken) -> str:
    claimed = token.claims.get("name")
    if isinstance(claimed, str) and 0 < len(claimed) <= _LONGEST and claimed.isprintable():
        return screened(claimed)
    return token.user_id
