"""moto, one call at a time. Its tables have no locks: between threads even a conditional put can succeed twice.

AWS handles each call atomically, so the tests of concurrency lose nothing by it: their threads still interleave
between calls. The contract suites run on DynamoDB Local as well, with nothing in between.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.client import BaseClient
from moto import mock_aws


@contextmanager
def atomic_moto() -> Iterator[None]:
    """Like `mock_aws()`."""
    lock, call = threading.RLock(), BaseClient._make_api_call  # type: ignore[attr-defined]  # botocore's seam

    def one_at_a_time(client: Any, *arguments: Any) -> Any:
        with lock:
            return call(client, *arguments)

    with mock_aws(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseClient, "_make_api_call", one_at_a_time)
        yield
