"""Who calls, before it is known which of the caller's roles an action takes."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from lacre.model.actor import Actor
from lacre.model.refusal import Ground, Refusal
from lacre.model.vocabulary import ActorType

_RETRY_AFTER_S = 5


@dataclass(frozen=True)
class Caller:
    """An authenticated party. `actor` has the first of its roles.

    One who `must_change_secret` still has a PIN or password that somebody else saw, and may only change it.
    `zone` is the IANA name of the time zone that the caller reads dates in, None for UTC alone.
    """

    actor: Actor
    further_roles: tuple[str, ...] = ()
    must_change_secret: bool = False
    zone: str | None = None

    def acting_as(self, roles: Collection[str]) -> Actor | None:
        """The actor in the role that is among these; None if none is."""
        own = (self.actor.role, *self.further_roles)
        role = next((role for role in own if role is not None and role in roles), None)
        return replace(self.actor, type=ActorType(role), role=role) if role else None


def caller_unchecked(code: str = "STORE_UNAVAILABLE", action: str = "DATABASE_ERROR") -> Refusal:
    """The refusal of a caller while what tells who it is cannot be had."""
    return Refusal(
        Ground.UNAVAILABLE,
        code,
        "Who calls cannot be checked now. Try again.",
        action=action,
        retry_after_s=_RETRY_AFTER_S,
    )
