"""Blocks in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from lacre.model import moment
from lacre.ports.blocks import Block, BlockState
from lacre.ports.errors import StoreUnavailableError
from lacre.ports.events import StateWrite
from lacre.ports.paging import Page
from tests.fakes.events import MemoryWrite
from tests.fakes.newest import newest


@dataclass
class MemoryBlocks:
    """`lacre.ports.blocks.Blocks`, by the actor's id."""

    rows: dict[str, Block] = field(default_factory=dict)
    is_away: bool = False

    def of_actor(self, actor_id: str) -> Block | None:
        if self.is_away:
            raise StoreUnavailableError("away")
        return self.rows.get(actor_id)

    def find(self, block_id: str) -> Block | None:
        return next((one for one in self.rows.values() if one.block_id == block_id), None)

    def of_state(self, state: BlockState, after: str | None, limit: int) -> Page[Block]:
        of_state = [one for one in self.rows.values() if one.state is state]
        return newest(of_state, state.value, lambda one: f"{one.placed_at}#{one.actor_id}", after, limit)

    def due(self, now: int, limit: int) -> Sequence[Block]:
        active = [one for one in self.rows.values() if one.state is BlockState.ACTIVE]
        over = [one for one in active if moment.to_milliseconds(one.until) <= now]
        return sorted(over, key=lambda one: one.placed_at)[:limit]

    def placing(self, block: Block, before: Block | None) -> StateWrite:
        return self._over(block, (before.block_id, before.version) if before else None)

    def replacing(self, block: Block, version: int) -> StateWrite:
        return self._over(block, (block.block_id, version))

    def _over(self, block: Block, expected: tuple[str, int] | None) -> StateWrite:
        """`expected` are id and version of the actor's last one, if there is to be one."""

        def is_as_expected() -> bool:
            found = self.rows.get(block.actor_id)
            return expected == ((found.block_id, found.version) if found else None)

        return MemoryWrite(is_as_expected, lambda: self.place(block))

    def place(self, block: Block) -> None:
        """As the detector does."""
        self.rows[block.actor_id] = block
