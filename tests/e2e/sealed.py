"""Whether events have their place in the log, asked of its table: to ask the API is one more event."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from infra.local.aws import LocalAws
from infra.local.stack_file import Stack
from tests.e2e.patience import eventually

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import KeysAndAttributesTypeDef

ASKED_AT_ONCE = 100


def wait_until_sealed(stack: Stack, event_ids: Collection[str], seconds: float = 60) -> None:
    """Returns once all are sealed. Raises AssertionError if that takes too long."""
    database, table = LocalAws(stack["endpoint_url"]).dynamodb(), stack["tables"]["log"]
    left = sorted(set(event_ids))

    def none_left() -> bool:
        asked = left[:ASKED_AT_ONCE]
        request: KeysAndAttributesTypeDef = {
            "Keys": [{"pk": {"S": f"EVENT#{one}"}} for one in asked],
            "ProjectionExpression": "pk",
        }
        found = database.batch_get_item(RequestItems={table: request})["Responses"].get(table, [])
        sealed = {item["pk"]["S"].removeprefix("EVENT#") for item in found}
        left[:] = [one for one in left if one not in sealed]
        return not left

    eventually(none_left, seconds)
