"""What a witness remembers: in memory, in a directory and in DynamoDB, by the same promises."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lacre.aws.witness_table import WitnessTable
from lacre.cli.witness_directory import WitnessDirectory
from lacre.ports.witnessing import Remembered, WitnessMemory
from lacre.witnessing.witness import hash_of
from tests.fakes.witnessing import History, MemoryWitnessMemory

LOG, OTHER = hash_of("one.example.com"), hash_of("two.example.com")
HISTORY, FORGED = History.of(20), History.of(20, fork_at=0)


@pytest.fixture(params=["memory", "directory", "dynamodb"])
def memory(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[WitnessMemory]:
    if request.param == "memory":
        yield MemoryWitnessMemory()
    elif request.param == "directory":
        yield WitnessDirectory(tmp_path / "witness")
    else:
        client = request.getfixturevalue("dynamodb")
        key = {"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "pk", "AttributeType": "S"}
        client.create_table(
            TableName="witness", BillingMode="PAY_PER_REQUEST", KeySchema=[key[0]], AttributeDefinitions=[key[1]]
        )
        yield WitnessTable(client, "witness")


def seen(size: int, history: History = HISTORY) -> Remembered:
    return Remembered(size, history.root(size), history.note(size))


def test_nothing_is_remembered_at_first(memory: WitnessMemory) -> None:
    assert memory.recall(LOG) is None


def test_what_was_remembered_is_recalled(memory: WitnessMemory) -> None:
    assert memory.replace(LOG, None, seen(5))
    assert memory.recall(LOG) == seen(5)
    assert memory.replace(LOG, seen(5), seen(9))
    assert memory.recall(LOG) == seen(9)
    assert memory.recall(OTHER) is None


def test_the_first_is_first_only_once(memory: WitnessMemory) -> None:
    assert memory.replace(LOG, None, seen(5))
    assert not memory.replace(LOG, None, seen(6))
    assert memory.recall(LOG) == seen(5)


@pytest.mark.parametrize("stale", [seen(4), seen(6), seen(5, FORGED)], ids=["smaller", "larger", "other root"])
def test_only_what_was_read_is_replaced(memory: WitnessMemory, stale: Remembered) -> None:
    memory.replace(LOG, None, seen(5))
    assert not memory.replace(LOG, stale, seen(9))
    assert memory.recall(LOG) == seen(5)


def test_a_note_of_the_same_size_and_root_is_replaced(memory: WitnessMemory) -> None:
    again = Remembered(5, HISTORY.root(5), HISTORY.note(5) + b"\xe2\x80\x94 w AAAAAAA=\n")
    memory.replace(LOG, None, seen(5))
    assert memory.replace(LOG, seen(5), again)
    assert memory.recall(LOG) == again


def test_a_size_of_19_digits_is_kept(memory: WitnessMemory) -> None:
    largest = Remembered(2**63 - 1, bytes(range(32)), f"x\n{2**63 - 1}\n".encode() + HISTORY.note(5).split(b"\n", 2)[2])
    memory.replace(LOG, None, largest)
    found = memory.recall(LOG)
    assert found is not None
    assert (found.size, found.note) == (largest.size, largest.note)


def test_of_many_at_once_one_wins(memory: WitnessMemory) -> None:
    memory.replace(LOG, None, seen(5))
    start = threading.Barrier(8)

    def replace(size: int) -> bool:
        start.wait()
        return memory.replace(LOG, seen(5), seen(size))

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(replace, range(10, 18)))
    assert won.count(True) == 1
    assert memory.recall(LOG) == seen(10 + won.index(True))


def test_evidence_is_kept_apart_from_what_is_remembered(memory: WitnessMemory) -> None:
    memory.replace(LOG, None, seen(5))
    memory.keep_evidence(LOG, b"first")
    memory.keep_evidence(LOG, b"second")
    memory.keep_evidence(f"{LOG}-fork-5", b"x" * 200_000)
    assert memory.recall(LOG) == seen(5)
