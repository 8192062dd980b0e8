"""A table of moto, put back to what it was: what was put anew in no time, what was changed in place by a deep copy."""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from moto.dynamodb.models import DynamoDBBackend

from tests.atomic_moto import copied_items


class Kept:
    """A table as it was, and its items once more, which nobody can have changed."""

    def __init__(self, table: Any) -> None:
        self._table, self._items, self._untouched = table, copied_items(table), copy.deepcopy(table.items)

    def put_back(self, *, is_updated: bool) -> Any:
        if is_updated:
            self._items = copy.deepcopy(self._untouched)
        self._table.items = self._items
        self._table.items = copied_items(self._table)
        return self._table


@contextmanager
def noting_updates(updated: set[str]) -> Iterator[None]:
    """While the names of tables are noted of which moto changes an item in place."""
    update = DynamoDBBackend.update_item

    def noting(backend: Any, table_name: str, *arguments: Any, **named: Any) -> Any:
        updated.add(table_name)
        return update(backend, table_name, *arguments, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DynamoDBBackend, "update_item", noting)
        yield
