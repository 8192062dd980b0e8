"""Items of one state, the newest first: the index `by_state` of a table, whose sort key is a moment."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lacre.aws.cursor import position_of_cursor, to_cursor
from lacre.aws.failures import store_failures
from lacre.model import moment
from lacre.ports.paging import BadPositionError, Page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Item = Mapping[str, Any]

BY_STATE = "by_state"
ROUNDS, AT_ONCE = 8, 250
"""Where a list has conditions, so many rows are looked at for one page."""
_SEPARATOR = "\x1f"


class StateIndex:
    """Of a table with the partition key `key`; `sort` names the attribute with the moment.

    Another index than `by_state` is named, with the attribute that stands in the state's place.
    """

    def __init__(
        self, client: "DynamoDBClient", table: str, key: str, sort: str, index: str = BY_STATE, state: str = "state"
    ) -> None:
        self._client = client
        self._table = table
        self._key = key
        self._sort = sort
        self._index = index
        self._state = state

    def newest(self, state: str, after: str | None, limit: int, **equal: str) -> Page[Item]:
        """At most `limit` items of a state whose attributes equal these.

        A page of a list with such conditions can be short and yet have a next. Raises BadPositionError,
        StoreUnavailableError.
        """
        query = self._query(state, equal)
        start = None if after is None else self._start(state, position_of_cursor(after))
        found: list[Item] = []
        for _ in range(ROUNDS):
            # One more than asked for tells whether there is a next page.
            wanted = AT_ONCE if equal else limit + 1 - len(found)
            if start is not None:
                query["ExclusiveStartKey"] = start
            with store_failures(self._table):
                answer = self._client.query(**query, Limit=wanted)
            found += answer["Items"]
            start = answer.get("LastEvaluatedKey")
            if start is None or len(found) > limit:
                break
        return Page(found[:limit], self._next(found, limit, start))

    def _next(self, found: list[Item], limit: int, start: Item | None) -> str | None:
        last = found[limit - 1] if len(found) > limit else start
        if last is None:
            return None
        return to_cursor(_SEPARATOR.join(last[name]["S"] for name in (self._state, self._sort, self._key)))

    def _query(self, state: str, equal: Mapping[str, str]) -> Any:
        query: dict[str, Any] = {
            "TableName": self._table,
            "IndexName": self._index,
            "KeyConditionExpression": "#state = :state",
            "ExpressionAttributeNames": {"#state": self._state, **{f"#{name}": name for name in equal}},
            "ExpressionAttributeValues": {
                ":state": {"S": state},
                **{f":{name}": {"S": value} for name, value in equal.items()},
            },
            "ScanIndexForward": False,
        }
        if equal:
            query["FilterExpression"] = " AND ".join(f"#{name} = :{name}" for name in equal)
        return query

    def _start(self, state: str, position: str) -> dict[str, Any]:
        """The key of an item of the index, to list after. Raises BadPositionError if it is none of this state."""
        of_state, at, key = (*position.split(_SEPARATOR, 2), "", "")[:3]
        if of_state != state or not key or not _is_moment(at):
            raise BadPositionError
        return {self._state: {"S": state}, self._sort: {"S": at}, self._key: {"S": key}}


def _is_moment(text: str) -> bool:
    try:
        moment.to_milliseconds(text)
    except ValueError:
        return False
    return True
