"""The engine behind the adapters: moto by default, AWS's own DynamoDB Local with `--engine dynamodb-local`."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import boto3
import pytest

from tests.atomic_moto import atomic_moto
from tests.dynamodb_local.engine import dynamodb_local

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@pytest.fixture(scope="session")
def engine_address(request: pytest.FixtureRequest) -> Iterator[str | None]:
    if request.config.getoption("--engine") == "moto":
        yield None
    else:
        with dynamodb_local() as address:
            yield address


@pytest.fixture
def dynamodb(engine_address: str | None) -> "Iterator[DynamoDBClient]":
    """An engine without tables."""
    if engine_address is None:
        with atomic_moto():
            yield boto3.client("dynamodb")
        return
    client = boto3.client("dynamodb", endpoint_url=engine_address)
    yield client
    for table in client.list_tables()["TableNames"]:
        client.delete_table(TableName=table)
