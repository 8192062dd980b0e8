"""A block as an item of the blocks table (PK `actor_id`).

Its index `by_state` has PK `state` and SK `placed_at`, `by_block` has PK `block_id`.
"""

from collections.abc import Mapping
from typing import Any

from lacre.ports.blocks import Block, BlockState


def to_item(block: Block) -> dict[str, Any]:
    texts = {name: value for name, value in vars(block).items() if name != "version" and value is not None}
    return {**{name: {"S": str(value)} for name, value in texts.items()}, "version": {"N": str(block.version)}}


def from_item(item: Mapping[str, Any]) -> Block:
    """Raises KeyError for an item that is no block."""
    texts = {name: item[name]["S"] for name in Block.__dataclass_fields__ if name in item and name != "version"}
    return Block(**{**texts, "state": BlockState(item["state"]["S"])}, version=int(item["version"]["N"]))
