"""Who calls, before it is known which of the caller's roles an action takes."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from lacre.model.actor import Actor
from lacre.model.vocabulary import ActorType


@dataclass(frozen=True)
class Caller:
    """An authenticated party. `actor` has the first of its roles.

    One who `must_change_secret` still has a PIN or password that somebody else saw, and may only change it.
    """

    actor: Actor
    further_roles: tuple[str, ...] = ()
    must_change_secret: bool = False

    def acting_as(self, roles: Collection[str]) -> Actor | None:
        """The actor in the role that is among these; None if none is."""
        own = (self.actor.role, *self.further_roles)
        role = next((role for role in own if role is not None and role in roles), None)
        return replace(self.actor, type=ActorType(role), role=role) if role else None
