"""moto, one call at a time. Its tables have no locks: between threads even a conditional put can succeed twice.

AWS handles each call atomically, so the tests of concurrency lose nothing by it: their threads still interleave
between calls. The contract suites run on DynamoDB Local as well, with nothing in between.

A transaction begins with a copy of the whole table for each of its items, to go back to; here with one for each table,
in which those items alone are copies that the transaction would change in place.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy, deepcopy
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from botocore.client import BaseClient
from moto import mock_aws
from moto.dynamodb import models
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table

from tests.remembered import remember, session
from tests.remembered_wire import shorten_wire


@contextmanager
def atomic_moto() -> Iterator[None]:
    """Like `mock_aws()`."""
    lock, call = threading.RLock(), BaseClient._make_api_call  # type: ignore[attr-defined]  # botocore's seam
    copies: dict[int, Table] = {}
    updates: list[dict[str, Any]] = []
    transact = models.DynamoDBBackend.transact_write_items

    def one_at_a_time(client: Any, *arguments: Any) -> Any:
        with lock:
            return call(client, *arguments)

    def write(backend: Any, items: list[dict[str, Any]]) -> Any:
        # Not once a call: a client that repeats a request makes a transaction of its own.
        copies.clear()
        updates[:] = [item["Update"] for item in items if "Update" in item]
        return transact(backend, items)

    def copied_once(value: Any) -> Any:
        if not isinstance(value, Table):
            return deepcopy(value)
        if id(value) not in copies:
            copies[id(value)] = _twin(value, [one["Key"] for one in updates if one["TableName"] == value.name])
        return copies[id(value)]

    with pytest.MonkeyPatch.context() as patch:
        remember(patch)
        shorten_wire(patch)
        patch.setattr(BaseClient, "_make_api_call", one_at_a_time)
        patch.setattr(models.DynamoDBBackend, "transact_write_items", write)
        patch.setattr(models, "copy", SimpleNamespace(deepcopy=copied_once))
        with mock_aws():
            # moto puts back what it found here when it is done.
            boto3.DEFAULT_SESSION = session()
            yield


def _twin(table: Any, updated: list[dict[str, Any]]) -> Table:
    """The table as it is now, whatever becomes of it: items are put anew, unless they are updated."""
    twin = copy(table)
    twin.items = copied_items(table)
    for key in updated:
        _copy_item(twin, [DynamoType(key[name]) for name in (table.hash_key_attr, table.range_key_attr) if name])
    if table.stream_shard is not None:
        twin.stream_shard = copy(table.stream_shard)
        twin.stream_shard.table, twin.stream_shard.items = twin, list(table.stream_shard.items)
    return twin  # type: ignore[no-any-return]  # a copy of a table is one


def copied_items(table: Any) -> Any:
    """The same items by their keys, which are not hashed anew: moto's way to do that is slow."""
    items = table.items.copy()
    if table.has_range_key:
        for key, of in table.items.items():
            items[key] = dict(of)
    return items


def _copy_item(table: Any, key: list[DynamoType]) -> None:
    *outer, last = key
    at = table.items
    for one in outer:
        at = at.get(one, {})
    if last in at:
        at[last] = deepcopy(at[last])
