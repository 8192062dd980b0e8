"""Clients of the engine that the load on the hedge desk runs over, and what seeding writes through."""

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import boto3

from lacre.aws import clients
from lacre.aws.transaction import TableWrite
from lacre.ports.events import StateWrite

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_dynamodb.service_resource import DynamoDBServiceResource

_ANYWHERE: dict[str, Any] = {"region_name": "eu-west-1", "aws_access_key_id": "x", "aws_secret_access_key": "x"}
_AT_ONCE = 96
"""Of the hundred that a transaction takes; divisible by what a row and its copies are."""


def client(address: str) -> "DynamoDBClient":
    return boto3.client("dynamodb", endpoint_url=address, **_ANYWHERE)


def own_client(address: str) -> "DynamoDBClient":
    """The one that a function has, with its timeouts: the environment of its process says where it goes."""
    keys = {"AWS_DEFAULT_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x"}
    os.environ.update({"AWS_ENDPOINT_URL_DYNAMODB": address, **keys})
    return clients.dynamodb()


def resource(address: str) -> "DynamoDBServiceResource":
    return boto3.resource("dynamodb", endpoint_url=address, **_ANYWHERE)


def commit(database: "DynamoDBClient", writes: Iterable[StateWrite]) -> None:
    """Write what an adapter asks for, many in each transaction, and without events."""
    items = [write.item for write in writes if isinstance(write, TableWrite)]
    for start in range(0, len(items), _AT_ONCE):
        database.transact_write_items(TransactItems=items[start : start + _AT_ONCE])
