"""Telling of the blocks that have expired, each in one transaction with its event. Nobody waited for it to act."""

from lacre.model.actor import system_actor
from lacre.model.draft import Draft
from lacre.model.vocabulary import EntityType, EventSource
from lacre.ports.ambient import Clock
from lacre.ports.blocks import Block, Blocks
from lacre.ports.errors import StateConflictError
from lacre.recording.recorder import Recorder

AT_ONCE = 100
WITHIN_MS = 15_000


class ExpireBlocks:
    def __init__(self, blocks: Blocks, recorder: Recorder, clock: Clock) -> None:
        self._blocks = blocks
        self._recorder = recorder
        self._clock = clock

    def __call__(self, limit: int = AT_ONCE) -> int:
        """Of at most `limit` blocks, until WITHIN_MS are over; returns how many. What is left is due again.

        Raises StoreUnavailableError, SignerUnavailableError; blocks told of before that stay so.
        """
        now = self._clock.now()
        due = self._blocks.due(now, limit)
        return sum(self._expire(block) for block in due if self._clock.now() < now + WITHIN_MS)

    def _expire(self, block: Block) -> bool:
        try:
            self._recorder.record([_draft(block)], [self._blocks.replacing(block.expired(), block.version)])
        except StateConflictError:
            # Somebody undid it, or it was prolonged, since it was found.
            return False
        return True


def _draft(block: Block) -> Draft:
    return Draft(
        action="ACTOR_UNBLOCKED",
        actor=system_actor("sweep"),
        source=EventSource.SCHEDULE,
        entity_id=block.block_id,
        entity_type=EntityType.BLOCK,
        ip_address="system",
        before=block.shown(),
        after=block.expired().shown(),
    )
