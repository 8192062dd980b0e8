"""The log table: the head, changed by condition alone, and one row for each sealed event."""

from collections.abc import Iterator, Mapping, Sequence
from time import sleep
from typing import TYPE_CHECKING, Any, TypeVar

from lacre.aws.batch_get import batch_get
from lacre.aws.failures import store_failures
from lacre.aws.rounds import Pause, rounds
from lacre.ports.errors import StoreUnavailableError
from lacre.ports.sealing import Head, SealedLeaf
from lacre.tlog.key_manifest import Generation
from lacre.tlog.note import VerifierKey

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

T = TypeVar("T")

_HEAD = {"pk": {"S": "HEAD"}}
_PREFIX = "EVENT#"
_WRITE_CHUNK = 25


class LogTable:
    """`HeadStore` and `LeafIndex` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", table: str, pause: Pause = sleep) -> None:
        self._client = client
        self._table = table
        self._pause = pause

    def read(self) -> Head:
        with store_failures("log table"):
            item = self._client.get_item(TableName=self._table, Key=_HEAD, ConsistentRead=True).get("Item")
        return _head(item) if item else Head()

    def advance(self, old: Head, new: Head) -> bool:
        first = old.version == 0
        with store_failures("log table"):
            try:
                self._client.put_item(
                    TableName=self._table,
                    Item=_head_item(new, old.version + 1),
                    ConditionExpression="attribute_not_exists(pk)" if first else "#version = :old",
                    **({} if first else _version_condition(old.version)),
                )
            except self._client.exceptions.ConditionalCheckFailedException:
                return False
        return True

    def sealed(self, event_ids: Sequence[str]) -> Mapping[str, SealedLeaf]:
        keys = [_PREFIX + event_id for event_id in event_ids]
        leaves = (_leaf(item) for item in batch_get(self._client, self._table, "pk", keys, self._pause))
        return {leaf.event_id: leaf for leaf in leaves}

    def write(self, leaves: Sequence[SealedLeaf]) -> None:
        for chunk in _chunks(leaves, _WRITE_CHUNK):
            pending: list[Any] = [{"PutRequest": {"Item": _leaf_item(leaf)}} for leaf in chunk]
            for _ in rounds(self._pause):
                with store_failures("log table"):
                    answer = self._client.batch_write_item(RequestItems={self._table: pending})
                pending = [*answer["UnprocessedItems"].get(self._table, ())]
                if not pending:
                    break
            else:
                raise StoreUnavailableError("log table: unprocessed items")


def _version_condition(version: int) -> dict[str, Any]:
    return {
        "ExpressionAttributeNames": {"#version": "version"},
        "ExpressionAttributeValues": {":old": {"N": str(version)}},
    }


def _head_item(head: Head, version: int) -> dict[str, Any]:
    return {
        **_HEAD,
        "size": {"N": str(head.size)},
        "frontier": {"L": [{"B": root} for root in head.frontier]},
        "batch": {"S": head.batch},
        "published": {"N": str(head.published)},
        "version": {"N": str(version)},
        "began_at": {"S": head.began_at},
        "generations": {"L": [_generation_item(one) for one in head.generations]},
    }


def _generation_item(generation: Generation) -> dict[str, Any]:
    keys = [{"S": key.encode()} for key in generation.keys]
    return {"M": {"first_size": {"N": str(generation.first_size)}, "keys": {"L": keys}}}


def _head(item: Mapping[str, Any]) -> Head:
    return Head(
        size=int(item["size"]["N"]),
        frontier=tuple(bytes(root["B"]) for root in item["frontier"]["L"]),
        batch=item["batch"]["S"],
        published=int(item["published"]["N"]),
        version=int(item["version"]["N"]),
        began_at=item["began_at"]["S"],
        # A head from before keys could be rotated has none: the sealer gives it the first one.
        generations=tuple(_generation(one["M"]) for one in item.get("generations", {"L": []})["L"]),
    )


def _generation(item: Mapping[str, Any]) -> Generation:
    keys = tuple(VerifierKey.decode(key["S"]) for key in item["keys"]["L"])
    return Generation(int(item["first_size"]["N"]), keys)


def _leaf_item(leaf: SealedLeaf) -> dict[str, Any]:
    return {
        "pk": {"S": _PREFIX + leaf.event_id},
        "index": {"N": str(leaf.index)},
        "leaf_hash": {"B": leaf.leaf_hash},
    }


def _leaf(item: Mapping[str, Any]) -> SealedLeaf:
    event_id = item["pk"]["S"].removeprefix(_PREFIX)
    try:
        return SealedLeaf(event_id, int(item["index"]["N"]), bytes(item["leaf_hash"]["B"]))
    except (KeyError, ValueError):
        # Somebody else's write: no leaf's row, so that it is told as a difference and stops nothing.
        return SealedLeaf(event_id, -1, b"")


def _chunks(whole: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (whole[start : start + size] for start in range(0, len(whole), size))
