"""Blocks as pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from lacre.model.actor import Actor
from lacre.model.jurisdiction import ADMIN
from lacre.ports.blocks import Block, BlockState


@dataclass(frozen=True)
class BlockRow:
    """A block. `state` is in_force, undone or expired, also where nobody swept it yet.

    `may_undo`: the viewer is an administrator, and another person than it is of.
    """

    block: Block
    state: str
    may_undo: bool


@dataclass(frozen=True)
class BlockList:
    """`more` leads to those that come after."""

    rows: Sequence[BlockRow]
    names: Mapping[str, str]
    state: BlockState
    states: Sequence[tuple[BlockState, str]]
    more: str | None
    is_first: bool


def block_row(block: Block, viewer: Actor, now: int) -> BlockRow:
    """At `now` (ms)."""
    state = "in_force" if block.is_in_force(now) else "expired"
    if block.state is BlockState.UNDONE:
        state = "undone"
    may_undo = state == "in_force" and viewer.role == ADMIN and viewer.id != block.actor_id
    return BlockRow(block, state, may_undo)


def block_list(
    rows: Sequence[BlockRow], following: str | None, names: Mapping[str, str], state: BlockState, *, is_first: bool
) -> BlockList:
    more = "?" + urlencode({"state": state.value, "cursor": following}) if following else None
    states = [(one, "?" + urlencode({"state": one.value})) for one in BlockState]
    return BlockList(rows, names, state, states, more, is_first)


def people_of(blocks: Sequence[Block]) -> set[str]:
    """The ids of those who are blocked, and of those who undid a block."""
    found = {one.actor_id for one in blocks if one.actor_type == "USER"}
    return found | {one.undone_by for one in blocks if one.undone_by is not None}
