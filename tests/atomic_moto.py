"""moto, one call at a time. Its tables have no locks: between threads even a conditional put can succeed twice.

AWS handles each call atomically, so the tests of concurrency lose nothing by it: their threads still interleave
between calls. The contract suites run on DynamoDB Local as well, with nothing in between.

A transaction begins with a copy of the whole table for each of its items; here with one for each table.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.client import BaseClient
from moto import mock_aws
from moto.dynamodb import models
from moto.dynamodb.models.table import Table


@contextmanager
def atomic_moto() -> Iterator[None]:
    """Like `mock_aws()`."""
    lock, call = threading.RLock(), BaseClient._make_api_call  # type: ignore[attr-defined]  # botocore's seam
    copies: dict[int, Table] = {}
    transact = models.DynamoDBBackend.transact_write_items

    def one_at_a_time(client: Any, *arguments: Any) -> Any:
        with lock:
            return call(client, *arguments)

    def write(backend: Any, *arguments: Any) -> Any:
        # Not once a call: a client that repeats a request makes a transaction of its own.
        copies.clear()
        return transact(backend, *arguments)

    def copied_once(value: Any) -> Any:
        if not isinstance(value, Table):
            return deepcopy(value)
        if id(value) not in copies:
            copies[id(value)] = deepcopy(value)
        return copies[id(value)]

    with mock_aws(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseClient, "_make_api_call", one_at_a_time)
        patch.setattr(models.DynamoDBBackend, "transact_write_items", write)
        patch.setattr(models, "copy", SimpleNamespace(deepcopy=copied_once))
        yield
