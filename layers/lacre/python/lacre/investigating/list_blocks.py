"""Listing the blocks of one state."""

from lacre.ports.blocks import Block, Blocks, BlockState
from lacre.ports.paging import BadPositionError, Page, bad_cursor


class ListBlocks:
    def __init__(self, blocks: Blocks) -> None:
        self._blocks = blocks

    def __call__(self, state: BlockState, cursor: str | None, limit: int) -> Page[Block]:
        """The newest first. Raises Refusal BAD_REQUEST with BAD_CURSOR."""
        try:
            return self._blocks.of_state(state, cursor, limit)
        except BadPositionError:
            raise bad_cursor() from None
