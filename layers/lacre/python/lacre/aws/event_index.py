"""The indexes of the events table, which project keys and header."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from lacre.aws.failures import store_failures
from lacre.model.canonical import NotCanonicalError
from lacre.model.header import Header
from lacre.ports.events import Index, Slice, position_of
from lacre.ports.rows import Entry, UnreadableRow

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_ATTRIBUTES = {
    Index.TIME: "time_bucket",
    Index.ENTITY: "entity_key",
    Index.ACTOR: "actor_key",
    Index.CORRELATION: "correlation_key",
    Index.CRITICAL: "critical_bucket",
}


class EventIndexes:
    """`HeaderIndex` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def headers(self, wanted: Slice, *, ascending: bool, limit: int) -> Sequence[Entry]:
        found: list[Entry] = []
        further: Mapping[str, Any] = {}
        while len(found) < limit:
            # BETWEEN includes its bounds: one item more is asked for, and what stands on a bound is left out.
            answer = self._query(wanted, ascending, limit - len(found) + 1, further)
            found += [_entry(item) for item in answer["Items"] if wanted.low < item["position"]["S"] < wanted.high]
            if "LastEvaluatedKey" not in answer:
                break
            further = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}
        return found[:limit]

    def _query(self, wanted: Slice, ascending: bool, limit: int, further: Mapping[str, Any]) -> Mapping[str, Any]:
        with store_failures("events table"):
            return self._client.query(
                TableName=self._table,
                IndexName=wanted.index.value,
                KeyConditionExpression="#key = :key AND #position BETWEEN :low AND :high",
                ExpressionAttributeNames={"#key": _ATTRIBUTES[wanted.index], "#position": "position"},
                ExpressionAttributeValues={
                    ":key": {"S": wanted.key},
                    ":low": {"S": wanted.low},
                    ":high": {"S": wanted.high},
                },
                ScanIndexForward=ascending,
                Limit=limit,
                **further,
            )


def _entry(item: Mapping[str, Any]) -> Entry:
    position = item["position"]["S"]
    try:
        header = Header.decode(item["header"]["S"].encode())
    except (KeyError, NotCanonicalError):
        header = None
    if header is None or position_of(header.recorded_at, header.id) != position:
        return UnreadableRow(item["id"]["S"], position)
    return header
