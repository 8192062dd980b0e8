"""Undoing a block: by a second person, with a reason."""

from dataclasses import dataclass

from lacre.investigating.read_block import ReadBlock
from lacre.model.actor import Actor
from lacre.model.refusal import Ground, Refusal
from lacre.model.versions import require_version
from lacre.ports.ambient import Clock
from lacre.ports.blocks import Block, Blocks
from lacre.recording.change import Change


@dataclass(frozen=True)
class UndoneBlock:
    """It is so once `change` is committed."""

    block: Block
    change: Change


class Unblock:
    def __init__(self, blocks: Blocks, read_block: ReadBlock, clock: Clock) -> None:
        self._blocks = blocks
        self._read_block = read_block
        self._clock = clock

    def __call__(self, actor: Actor, block_id: str, version: int, reason: str) -> UndoneBlock:
        """Raises Refusal: NOT_FOUND, FORBIDDEN for the blocked actor, CONFLICT."""
        before = self._read_block(block_id)
        if before.actor_id == actor.id:
            raise Refusal(Ground.FORBIDDEN, "SAME_PERSON", "A block is undone by another person than it is of.")
        if not before.is_in_force(self._clock.now()):
            raise Refusal(Ground.CONFLICT, "BLOCK_NOT_IN_FORCE", "This block is not in force.")
        require_version(before.version, version)
        after = before.undone(actor.id, reason)
        writes = [self._blocks.replacing(after, version)]
        return UndoneBlock(after, Change(block_id, before.shown(), after.shown(), writes))
