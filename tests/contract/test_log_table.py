"""The head and the leaf index: the fake and the DynamoDB adapter keep the same promises."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from lacre.aws.log_table import LogTable
from lacre.ports.sealing import Head, HeadStore, LeafIndex, SealedLeaf
from lacre.tlog.key_manifest import Generation
from lacre.tlog.note import VerifierKey
from tests.fakes.crash import Steps
from tests.fakes.sealing import ORIGIN, MemoryHeads, MemoryLeaves
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Keepers = tuple[HeadStore, LeafIndex]


@pytest.fixture(params=["memory", "dynamodb"])
def keepers(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> Iterator[Keepers]:
    if request.param == "memory":
        yield MemoryHeads(Steps()), MemoryLeaves(Steps())
    else:
        table = LogTable(dynamodb, create(dynamodb, "log"))
        yield table, table


def grown(head: Head, size: int) -> Head:
    began_at, keys = "2026-11-22T00:00:00.000Z", tuple(VerifierKey(ORIGIN, bytes([key]) * 32) for key in (1, 2))
    generations = (Generation(0, keys[:1]), Generation(size, keys))
    return Head(size, (b"\x01" * 32,), f"batches/{size}", head.published, head.version + 1, began_at, generations)


def test_the_head_begins_empty_and_is_read_back(keepers: Keepers) -> None:
    heads, _ = keepers
    assert heads.read() == Head()
    assert heads.advance(Head(), grown(Head(), 1))
    assert heads.read() == grown(Head(), 1)


def test_a_stale_head_does_not_advance(keepers: Keepers) -> None:
    heads, _ = keepers
    first = grown(Head(), 1)
    assert heads.advance(Head(), first)
    assert not heads.advance(Head(), grown(Head(), 2))
    assert heads.advance(first, grown(first, 4))
    assert not heads.advance(first, grown(first, 8))
    assert heads.read().size == 4


def test_of_concurrent_claims_one_wins(keepers: Keepers) -> None:
    heads, _ = keepers
    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(lambda size: heads.advance(Head(), grown(Head(), size)), range(1, 9)))
    assert won.count(True) == 1
    assert heads.read().size == won.index(True) + 1


def test_leaves_beyond_one_request_are_written_and_found(keepers: Keepers) -> None:
    _, leaves = keepers
    rows = [SealedLeaf(f"e-{index}", index, index.to_bytes(32, "big")) for index in range(230)]
    leaves.write(rows)
    leaves.write(rows[:3])
    found = leaves.sealed([row.event_id for row in rows] + ["e-0", "nobody"])
    assert found == {row.event_id: row for row in rows}
    assert leaves.sealed([]) == {}
