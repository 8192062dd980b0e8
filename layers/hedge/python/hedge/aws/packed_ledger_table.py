"""The ledger table: `FRESH` / position, `PAGE` / id, `DIRECTORY` / `0`."""

import json
import zlib
from collections.abc import Mapping, Sequence
from time import sleep
from typing import TYPE_CHECKING, Any

from hedge.ports.packing import Directory, FreshRow, Lines, PageEntry
from lacre.aws.batch_get import batch_get_keys
from lacre.aws.failures import store_failures
from lacre.aws.rounds import Pause, rounds
from lacre.aws.transaction import TableWrite, put_new, put_over
from lacre.ports.errors import StateConflictError, StoreUnavailableError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef

_STORE = "ledger table"
_DIRECTORY = {"pk": {"S": "DIRECTORY"}, "sk": {"S": "0"}}
_DELETED_AT_ONCE = 25
_OTHERS_AT_WORK = {"ConditionalCheckFailed", "TransactionConflict"}


class PackedLedgerTable:
    """`hedge.ports.packing.PackedLedger` on DynamoDB. Pages and directory are packed with zlib.

    An entry of the directory has some 60 bytes then, so that the 400 KB of its item are enough for 5,000 pages.
    """

    def __init__(self, client: "DynamoDBClient", table: str, pause: Pause = sleep) -> None:
        self._client = client
        self._table = table
        self._pause = pause

    def adding(self, row: FreshRow) -> TableWrite:
        """The write that puts a fresh row under a position that is free."""
        item = {**_fresh_key(row.position), "lines": {"S": lines_text(row.lines)}}
        return put_new(self._table, item, "pk")

    def fresh(self, low: str, high: str, limit: int) -> Sequence[FreshRow]:
        found: list[FreshRow] = []
        query: dict[str, Any] = {
            "KeyConditionExpression": "pk = :fresh AND sk BETWEEN :low AND :high",
            # No position ends with the sign that `high` ends with, so that it is the same inclusive or not; and an
            # empty text is no key.
            "ExpressionAttributeValues": {":fresh": {"S": "FRESH"}, ":low": {"S": low or " "}, ":high": {"S": high}},
            # Each attribute more costs the client as much again.
            "ProjectionExpression": "sk, #lines",
            "ExpressionAttributeNames": {"#lines": "lines"},
        }
        while len(found) < limit:
            with store_failures(_STORE):
                answer = self._client.query(
                    TableName=self._table, ConsistentRead=True, Limit=limit - len(found), **query
                )
            found += [FreshRow(item["sk"]["S"], lines_in(item["lines"]["S"])) for item in answer["Items"]]
            if "LastEvaluatedKey" not in answer:
                break
            query["ExclusiveStartKey"] = answer["LastEvaluatedKey"]
        return found

    def directory(self) -> Directory:
        with store_failures(_STORE):
            item = self._client.get_item(TableName=self._table, Key=_DIRECTORY, ConsistentRead=True).get("Item")
        if item is None:
            return Directory()
        listed = json.loads(zlib.decompress(item["packed"]["B"]))
        return Directory(int(item["version"]["N"]), tuple(PageEntry(*one) for one in listed))

    def pages(self, page_ids: Sequence[str]) -> Mapping[str, Lines]:
        keys = [{"pk": "PAGE", "sk": page_id} for page_id in dict.fromkeys(page_ids)]
        found = batch_get_keys(self._client, self._table, keys, self._pause)
        return {item["sk"]["S"]: zlib.decompress(item["packed"]["B"]).split(b"\n") for item in found}

    def replace(self, before: Directory, after: Directory, made: Mapping[str, Lines]) -> None:
        kept = {page.id for page in after.pages}
        items = [self._directory_put(before, after)]
        items += [self._page_put(page_id, lines) for page_id, lines in made.items()]
        items += [self._page_delete(page.id) for page in before.pages if page.id not in kept]
        with store_failures(_STORE):
            try:
                self._client.transact_write_items(TransactItems=items)
            except self._client.exceptions.TransactionCanceledException as cancelled:
                reasons = {one.get("Code", "None") for one in cancelled.response.get("CancellationReasons", [])}
                if reasons & _OTHERS_AT_WORK:
                    raise StateConflictError("another packer is at work") from None
                raise

    def forget(self, positions: Sequence[str]) -> None:
        for start in range(0, len(positions), _DELETED_AT_ONCE):
            self._delete([_fresh_key(one) for one in positions[start : start + _DELETED_AT_ONCE]])

    def _delete(self, keys: Sequence[Mapping[str, Any]]) -> None:
        left: Any = [{"DeleteRequest": {"Key": key}} for key in keys]
        for _ in rounds(self._pause):
            with store_failures(_STORE):
                answer = self._client.batch_write_item(RequestItems={self._table: left})
            left = answer["UnprocessedItems"].get(self._table)
            if not left:
                return
        raise StoreUnavailableError(f"{_STORE}: unprocessed items")

    def _directory_put(self, before: Directory, after: Directory) -> "TransactWriteItemTypeDef":
        listed = [[page.id, page.first, page.last, page.count] for page in after.pages]
        packed = zlib.compress(json.dumps(listed, separators=(",", ":")).encode())
        item = {**_DIRECTORY, "version": {"N": str(after.version)}, "packed": {"B": packed}}
        if before.version == 0:
            return put_new(self._table, item, "pk").item
        return put_over(self._table, item, before.version).item

    def _page_put(self, page_id: str, lines: Lines) -> "TransactWriteItemTypeDef":
        item = {**_page_key(page_id), "packed": {"B": zlib.compress(b"\n".join(lines))}}
        return put_new(self._table, item, "pk").item

    def _page_delete(self, page_id: str) -> "TransactWriteItemTypeDef":
        return {"Delete": {"TableName": self._table, "Key": _page_key(page_id)}}


def lines_text(lines: Lines) -> str:
    return b"\n".join(lines).decode("ascii")


def lines_in(text: str) -> tuple[bytes, ...]:
    return tuple(text.encode("ascii").split(b"\n"))


def _fresh_key(position: str) -> dict[str, Any]:
    return {"pk": {"S": "FRESH"}, "sk": {"S": position}}


def _page_key(page_id: str) -> dict[str, Any]:
    return {"pk": {"S": "PAGE"}, "sk": {"S": page_id}}
