"""Reading one block."""

from lacre.model.identifier import is_uuid
from lacre.model.refusal import Ground, Refusal
from lacre.ports.blocks import Block, Blocks


class ReadBlock:
    def __init__(self, blocks: Blocks) -> None:
        self._blocks = blocks

    def __call__(self, block_id: str) -> Block:
        """Raises Refusal NOT_FOUND, also for one in whose place the actor has another by now."""
        found = self._blocks.find(block_id) if is_uuid(block_id) else None
        if found is None:
            raise Refusal(Ground.NOT_FOUND, "NO_SUCH_BLOCK", "There is no such block.")
        return found
