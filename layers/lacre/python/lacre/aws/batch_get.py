"""Consistent reads of many items at once, asked again for what DynamoDB leaves out of an answer."""

from collections.abc import Iterator, Mapping, Sequence
from time import sleep
from typing import TYPE_CHECKING, Any

from lacre.aws.failures import store_failures
from lacre.aws.rounds import Pause, rounds
from lacre.ports.errors import StoreUnavailableError

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_AT_ONCE = 100


def batch_get(
    client: "DynamoDBClient", table: str, attribute: str, values: Sequence[str], pause: Pause = sleep
) -> Iterator[Mapping[str, Any]]:
    """Those of the items that exist, by the values of their partition key, each once.

    `pause` waits some seconds before what was left out is asked for again. Raises StoreUnavailableError, also when
    items are still left out after eight rounds.
    """
    return batch_get_keys(client, table, [{attribute: value} for value in dict.fromkeys(values)], pause)


def batch_get_keys(
    client: "DynamoDBClient", table: str, keys: Sequence[Mapping[str, str]], pause: Pause = sleep
) -> Iterator[Mapping[str, Any]]:
    """The same by whole keys, of one text for each attribute; no key is given twice."""
    for start in range(0, len(keys), _AT_ONCE):
        chunk = [{name: {"S": text} for name, text in key.items()} for key in keys[start : start + _AT_ONCE]]
        yield from _chunk(client, table, chunk, pause)


def _chunk(client: "DynamoDBClient", table: str, keys: list[Any], pause: Pause) -> Iterator[Mapping[str, Any]]:
    # Sixteen megabytes are the most that one answer holds: what is left out is asked for again.
    for _ in rounds(pause):
        with store_failures(table):
            answer = client.batch_get_item(RequestItems={table: {"Keys": keys, "ConsistentRead": True}})
        yield from answer["Responses"].get(table, [])
        left = answer["UnprocessedKeys"].get(table)
        keys = [*left["Keys"]] if left else []
        if not keys:
            return
    raise StoreUnavailableError(f"{table}: unprocessed keys")
