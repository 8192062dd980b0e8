"""Blocks: an actor whom a rule keeps out for a while."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol

from lacre.model import moment
from lacre.model.actor import Actor
from lacre.model.canonical import JsonObject
from lacre.model.refusal import Ground, Refusal
from lacre.model.vocabulary import ActorType, EntityType
from lacre.ports.events import StateWrite
from lacre.ports.paging import Page

REACH_MS = 7 * 24 * 60 * 60 * 1000
"""A block that comes later than this has nothing to do with what its actor did."""


class BlockState(StrEnum):
    ACTIVE = "ACTIVE"
    UNDONE = "UNDONE"
    EXPIRED = "EXPIRED"


@dataclass(frozen=True)
class Block:
    """The last one of an actor, which is a POS or an account (USER). Moments are UTC with milliseconds; `undone_by` is
    a user's id."""

    block_id: str
    actor_id: str
    actor_type: str
    rule: str
    alert_id: str
    reason: str
    placed_at: str
    until: str
    state: BlockState = BlockState.ACTIVE
    undone_by: str | None = None
    undone_reason: str | None = None
    version: int = 1

    def is_in_force(self, now: int) -> bool:
        """Whether it keeps the actor out at `now` (ms)."""
        return self.state is BlockState.ACTIVE and moment.to_milliseconds(self.until) > now

    def is_of(self, actor: Actor) -> bool:
        """Whether it is that actor's, and not of a POS and an account that an outside issuer calls by the POS's id."""
        return actor.id == self.actor_id and self.is_of_kind(actor.type)

    def is_of_kind(self, actor_type: ActorType) -> bool:
        """Whether it is a POS's, for a POS, and an account's for whoever else has its id."""
        return (actor_type is ActorType.POS) is (self.actor_type == EntityType.POS)

    def undone(self, by: str, reason: str) -> "Block":
        return replace(self, state=BlockState.UNDONE, undone_by=by, undone_reason=reason, version=self.version + 1)

    def expired(self) -> "Block":
        return replace(self, state=BlockState.EXPIRED, version=self.version + 1)

    def shown(self) -> JsonObject:
        """The block as the log and the API show it."""
        told = {name: value for name, value in vars(self).items() if name != "block_id"}
        return {**told, "state": self.state.value}


class Blocks(Protocol):
    def of_actor(self, actor_id: str) -> Block | None:
        """By a consistent read. Raises StoreUnavailableError."""
        ...

    def find(self, block_id: str) -> Block | None:
        """None for one in whose place the actor has another by now. Raises StoreUnavailableError."""
        ...

    def of_state(self, state: BlockState, after: str | None, limit: int) -> Page[Block]:
        """Those of a state, the newest first; one that nobody swept yet is active though it has expired.

        Raises BadPositionError, StoreUnavailableError.
        """
        ...

    def due(self, now: int, limit: int) -> Sequence[Block]:
        """At most `limit` active blocks that have expired by `now` (ms), those placed first at first.

        What changed a moment ago may be missing or still be in it. Raises StoreUnavailableError.
        """
        ...

    def placing(self, block: Block, before: Block | None) -> StateWrite:
        """The write of a block in the place of the actor's last one, on condition that this is the last still."""
        ...

    def replacing(self, block: Block, version: int) -> StateWrite:
        """The write that changes one, on condition that it is the actor's last and still has this version."""
        ...


def require_unblocked(actor: Actor, block: Block | None, now: int) -> None:
    """Raises Refusal FORBIDDEN, ACTOR_BLOCKED, while a block of the actor is in force (now: ms)."""
    if block is not None and block.is_of(actor) and block.is_in_force(now):
        raise Refusal(
            Ground.FORBIDDEN,
            "ACTOR_BLOCKED",
            f"The caller is blocked until {block.until}.",
            actor=actor,
            facts={"block_id": block.block_id, "until": block.until, "rule": block.rule},
        )
