"""Holding an administrator in office while another is put out of it.

Two administrators who suspend each other at the same moment would leave nobody who can let either back in.
"""

from collections.abc import Sequence

from identity.model.user import UserState
from identity.ports.users import Users
from lacre.model.actor import Actor
from lacre.model.refusal import Ground, Refusal
from lacre.ports.events import StateWrite


class Office:
    def __init__(self, users: Users) -> None:
        self._users = users

    def require_another(self, actor: Actor, user_id: str) -> None:
        """Raises Refusal ONESELF."""
        if actor.id == user_id:
            raise Refusal(Ground.CONFLICT, "ONESELF", "Nobody does this to the own account.")

    def holding(self, actor: Actor) -> Sequence[StateWrite]:
        """The write that holds only while the actor is what it was when it was asked.

        None for administrators of an outside issuer, who have no user here that could be suspended. Raises Refusal
        FORBIDDEN for an actor who was put out of office since the request came.
        """
        own = self._users.by_id(actor.id)
        if own is None:
            return []
        if own.state is not UserState.ACTIVE or own.role.value != actor.role:
            raise Refusal(Ground.FORBIDDEN, "ROLE_MISSING", "The caller's role does not allow this action.")
        return [self._users.replacing(own, own.version)]
