"""One promise, two keepers: the fake in memory and DynamoDB keep blocks alike."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from lacre.aws import block_item
from lacre.aws.blocks_table import BlocksTable
from lacre.aws.events_table import EventsTable
from lacre.model import moment
from lacre.ports.blocks import Block, Blocks, BlockState
from lacre.ports.errors import StateConflictError, StoreUnavailableError
from lacre.ports.paging import BadPositionError
from tests.fakes.blocks import MemoryBlocks
from tests.fakes.commits import Commit, committing
from tests.fakes.events import MemoryEvents
from tests.fakes.found import NOW, block, uuid
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True)
class Keeper:
    """`place` puts a block as the detector does."""

    blocks: Blocks
    commit: Commit
    place: Callable[[Block], object]


@pytest.fixture(params=["memory", "dynamodb"])
def keeper(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> Keeper:
    if request.param == "memory":
        memory = MemoryBlocks()
        return Keeper(memory, committing(MemoryEvents()), memory.place)
    blocks, events = create(dynamodb, "blocks"), create(dynamodb, "events")
    return Keeper(
        BlocksTable(dynamodb, blocks),
        committing(EventsTable(dynamodb, events)),
        lambda one: dynamodb.put_item(TableName=blocks, Item=block_item.to_item(one)),
    )


@pytest.mark.parametrize(
    "kept", [block(), block(actor_id="auth0|eva"), block().undone("u-9", "a mistake"), block().expired()]
)
def test_a_block_is_found_by_its_actor_and_by_its_id(keeper: Keeper, kept: Block) -> None:
    assert keeper.blocks.of_actor(kept.actor_id) is None
    assert keeper.blocks.find(kept.block_id) is None
    keeper.place(kept)
    assert keeper.blocks.of_actor(kept.actor_id) == kept
    assert keeper.blocks.find(kept.block_id) == kept


def test_a_block_in_whose_place_there_is_another_is_not_found(keeper: Keeper) -> None:
    later = block(2, actor_id="u-1")
    keeper.place(block(1))
    keeper.place(later)
    assert keeper.blocks.find(block(1).block_id) is None
    assert keeper.blocks.of_actor("u-1") == keeper.blocks.find(later.block_id) == later


def test_a_block_is_changed_once_and_never_in_the_place_of_another(keeper: Keeper) -> None:
    keeper.place(block())
    undone = block().undone("u-9", "a mistake")
    keeper.commit([keeper.blocks.replacing(undone, 1)])
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.blocks.replacing(block().expired(), 1)])
    another = block(2, actor_id="u-1")
    keeper.place(another)
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.blocks.replacing(block().expired(), 1)])
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.blocks.replacing(block(3).expired(), 1)])
    assert keeper.blocks.of_actor("u-1") == another
    assert keeper.blocks.of_actor("u-3") is None


def test_a_block_is_placed_over_the_last_one_and_no_other(keeper: Keeper) -> None:
    first, second = block(1, actor_id="u-1"), block(2, actor_id="u-1")
    keeper.commit([keeper.blocks.placing(first, None)])
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.blocks.placing(second, None)])
    keeper.commit([keeper.blocks.replacing(first.expired(), 1)])
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.blocks.placing(second, first)])
    keeper.commit([keeper.blocks.placing(second, first.expired())])
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.blocks.placing(block(3, actor_id="u-1"), replace(second, block_id=first.block_id))])
    assert keeper.blocks.of_actor("u-1") == second


def test_what_is_due_has_expired_and_is_active(keeper: Keeper) -> None:
    made = [block(1, minutes=30), block(2, minutes=10), block(3, minutes=10).undone("u-9", "no"), block(4, minutes=60)]
    for one in made:
        keeper.place(one)
    end = moment.to_milliseconds(made[1].until)
    assert list(keeper.blocks.due(end - 1, 10)) == []
    assert list(keeper.blocks.due(end, 10)) == [made[1]]
    late = NOW + 120 * 60_000
    assert list(keeper.blocks.due(late, 10)) == [made[0], made[1], made[3]]
    assert list(keeper.blocks.due(late, 2)) == made[:2]


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_each_state_is_listed_by_itself_complete_and_the_newest_first(keeper: Keeper, limit: int) -> None:
    made = [replace(block(number), state=[*BlockState][number % 2]) for number in range(1, 8)]
    for one in made:
        keeper.place(one)
    for state in BlockState:
        page = keeper.blocks.of_state(state, None, limit)
        found = [*page.items]
        while page.next is not None:
            page = keeper.blocks.of_state(state, page.next, limit)
            found += page.items
        assert found == [one for one in reversed(made) if one.state is state]


def test_a_position_of_another_state_is_refused(keeper: Keeper) -> None:
    keeper.place(block(1))
    keeper.place(block(2))
    for position in ("", "x", keeper.blocks.of_state(BlockState.ACTIVE, None, 1).next):
        with pytest.raises(BadPositionError):
            keeper.blocks.of_state(BlockState.UNDONE, position, 1)


def test_without_the_table_the_store_is_unavailable(dynamodb: "DynamoDBClient") -> None:
    blocks = BlocksTable(dynamodb, "absent")
    for ask in (
        lambda: blocks.of_actor("u-1"),
        lambda: blocks.find(uuid(1)),
        lambda: blocks.due(NOW, 1),
        lambda: blocks.of_state(BlockState.ACTIVE, None, 1),
    ):
        with pytest.raises(StoreUnavailableError):
            ask()
