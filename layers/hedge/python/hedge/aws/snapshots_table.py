"""Snapshots in the hedge table: `SNAPSHOT#<kind>` / key, the whole of one as compressed JSON.

Members keep their order, so that whoever reads a snapshot gets the bytes that whoever took it got.
"""

import json
import zlib
from typing import TYPE_CHECKING

from hedge.model.snapshot import Snapshot, SnapshotKind
from lacre.aws.failures import store_failures
from lacre.aws.transaction import put_new
from lacre.model import moment
from lacre.ports.events import StateWrite

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class SnapshotsTable:
    """`hedge.ports.snapshots.Snapshots` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def find(self, kind: SnapshotKind, key: str) -> Snapshot | None:
        with store_failures("hedge table"):
            answer = self._client.get_item(
                TableName=self._table, Key={"pk": {"S": _partition(kind)}, "sk": {"S": key}}, ConsistentRead=True
            )
        item = answer.get("Item")
        return _snapshot_in(item["z"]["B"]) if item else None

    def adding(self, snapshot: Snapshot) -> StateWrite:
        item = {
            "pk": {"S": _partition(snapshot.kind)},
            "sk": {"S": snapshot.key},
            "z": {"B": zlib.compress(json.dumps(snapshot.shown(), separators=(",", ":")).encode())},
        }
        return put_new(self._table, item, "pk")


def _partition(kind: SnapshotKind) -> str:
    return f"SNAPSHOT#{kind.value}"


def _snapshot_in(packed: bytes) -> Snapshot:
    shown = json.loads(zlib.decompress(packed))
    return Snapshot(
        id=shown["id"],
        kind=SnapshotKind(shown["kind"]),
        key=shown["key"],
        values=shown["values"],
        inputs_hash=shown["inputs_hash"],
        created_at=moment.to_milliseconds(shown["created_at"]),
    )
