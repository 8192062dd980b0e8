"""With any function's own credentials nobody changes or removes an entry of the hedge desk's ledger."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local.stack_file import Stack
from tests.e2e.thieves import FUNCTIONS, Credentials

ROW = {"pk": {"S": "FRESH"}, "sk": {"S": "2026-01-30#attacked"}}
_CHANGE = {"UpdateExpression": "SET lines = :none", "ExpressionAttributeValues": {":none": {"S": "{}"}}}

Attack = Callable[[Any, str], object]
ATTACKS: dict[str, Attack] = {
    "update": lambda db, table: db.update_item(TableName=table, Key=ROW, **_CHANGE),
    "delete": lambda db, table: db.delete_item(TableName=table, Key=ROW),
    "delete in a transaction": lambda db, table: db.transact_write_items(
        TransactItems=[{"Delete": {"TableName": table, "Key": ROW}}]
    ),
    "batch delete": lambda db, table: db.batch_write_item(RequestItems={table: [{"DeleteRequest": {"Key": ROW}}]}),
    "delete the table": lambda db, table: db.delete_table(TableName=table),
    "put": lambda db, table: db.put_item(TableName=table, Item={**ROW, "lines": {"S": "{}"}}),
    "read": lambda db, table: db.get_item(TableName=table, Key=ROW),
}
GRANTED = {
    # Settling puts entries; packing deletes the rows whose lines are in pages. On which keys is the template's to say:
    # the local AWS asks no policy about the keys of items.
    "hedge": {"put", "read"},
    "sweep": {"put", "read", "delete", "delete in a transaction", "batch delete"},
}
REFUSED = [(one, attack) for one in FUNCTIONS for attack in ATTACKS if attack not in GRANTED.get(one, set())]


@pytest.fixture(scope="module")
def database_of(stack: Stack) -> Callable[[str], Any]:
    credentials = Credentials(stack)
    return cache(lambda function: credentials.client(credentials.of(function), "dynamodb"))


@pytest.mark.parametrize(("function", "attack"), REFUSED)
def test_it_is_refused(stack: Stack, database_of: Callable[[str], Any], function: str, attack: str) -> None:
    with pytest.raises(ClientError) as refusal:
        ATTACKS[attack](database_of(function), stack["tables"]["ledger"])
    assert refusal.value.response["Error"]["Code"] in {"AccessDenied", "AccessDeniedException"}
