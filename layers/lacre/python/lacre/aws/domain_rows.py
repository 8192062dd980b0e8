"""Domain tables through PynamoDB: rows are read and (de)serialised by models, and written in lacre's transactions."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from pynamodb.exceptions import PynamoDBException
from pynamodb.models import Model

from lacre.ports.errors import StoreUnavailableError

Row = TypeVar("Row", bound=Model)


def bound(row: type[Row], table: str) -> type[Row]:
    """The model of a row, bound to a table by name, with an HTTP function's timeouts; connects on first use only."""
    meta = type(
        "Meta",
        (),
        {
            "table_name": table,
            "connect_timeout_seconds": 1,
            "read_timeout_seconds": 3,
            "max_retry_attempts": 2,
        },
    )
    return type(row.__name__, (row,), {"Meta": meta})


@contextmanager
def row_failures(store: str) -> Iterator[None]:
    """Every failure becomes StoreUnavailableError, named by its code and never by a message with data in it."""
    try:
        yield
    except PynamoDBException as error:
        raise StoreUnavailableError(f"{store}: {error.cause_response_code or type(error).__name__}") from error
