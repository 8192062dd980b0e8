"""What AWS leaves undone is asked for again, after a pause, and not for ever (stubs: moto leaves nothing undone)."""

from itertools import pairwise
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.stub import Stubber

from lacre.aws.archive_bucket import ArchiveBucket
from lacre.aws.batch_get import batch_get
from lacre.aws.log_table import LogTable
from lacre.aws.rounds import rounds
from lacre.ports.errors import OutcomeUnknownError, StoreUnavailableError
from lacre.ports.sealing import SealedLeaf

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ROUNDS = 8
LEAF = SealedLeaf("e-1", 0, bytes(32))


@pytest.fixture
def database() -> "DynamoDBClient":
    return boto3.client("dynamodb")


def unwritten(left: bool) -> dict[str, Any]:
    return {"UnprocessedItems": {"log": [{"PutRequest": {"Item": {"pk": {"S": "EVENT#e-1"}}}}]} if left else {}}


def unread(left: bool) -> dict[str, Any]:
    return {"Responses": {}, "UnprocessedKeys": {"log": {"Keys": [{"pk": {"S": "x"}}]}} if left else {}}


def test_pauses_grow_and_stand_between_rounds_alone() -> None:
    waited: list[float] = []
    assert list(rounds(waited.append)) == list(range(ROUNDS))
    assert len(waited) == ROUNDS - 1
    assert all(later == 2 * earlier for earlier, later in pairwise(waited))
    assert sum(waited) < 3


@pytest.mark.parametrize("left", [0, 2])
def test_rows_that_were_not_written_are_written_after_pauses(database: "DynamoDBClient", left: int) -> None:
    waited: list[float] = []
    with Stubber(database) as stub:
        for _ in range(left):
            stub.add_response("batch_write_item", unwritten(left=True))
        stub.add_response("batch_write_item", unwritten(left=False))
        LogTable(database, "log", waited.append).write([LEAF])
        stub.assert_no_pending_responses()
    assert len(waited) == left


def test_rows_that_are_never_written_are_given_up(database: "DynamoDBClient") -> None:
    with Stubber(database) as stub:
        for _ in range(ROUNDS):
            stub.add_response("batch_write_item", unwritten(left=True))
        with pytest.raises(StoreUnavailableError):
            LogTable(database, "log", lambda _: None).write([LEAF])


@pytest.mark.parametrize("left", [2, ROUNDS])
def test_rows_that_were_not_read_are_read_after_pauses(database: "DynamoDBClient", left: int) -> None:
    waited: list[float] = []
    with Stubber(database) as stub:
        for number in range(min(left + 1, ROUNDS)):
            stub.add_response("batch_get_item", unread(left=number < left))
        if left < ROUNDS:
            assert list(batch_get(database, "log", "pk", ["x"], waited.append)) == []
        else:
            with pytest.raises(StoreUnavailableError):
                list(batch_get(database, "log", "pk", ["x"], waited.append))
    assert len(waited) == min(left, ROUNDS - 1)


@pytest.mark.parametrize("conflicts", [1, ROUNDS])
def test_a_put_that_meets_another_is_put_again(conflicts: int) -> None:
    client = boto3.client("s3")
    waited: list[float] = []
    archive = ArchiveBucket(client, "archive", waited.append)
    with Stubber(client) as stub:
        for _ in range(conflicts):
            stub.add_client_error("put_object", "ConditionalRequestConflict", http_status_code=409)
        if conflicts < ROUNDS:
            stub.add_response("put_object", {})
            archive.put("checkpoints/1", b"one", {})
        else:
            with pytest.raises(OutcomeUnknownError):
                archive.put("checkpoints/1", b"one", {})
        stub.assert_no_pending_responses()
    assert len(waited) == min(conflicts, ROUNDS - 1)
