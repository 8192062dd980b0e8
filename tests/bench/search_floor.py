"""What a page cannot be below: one bare query of as many items of the same index, by boto3 and without decoding."""

import time
from typing import TYPE_CHECKING, Any

from lacre.model.partition import SHARDS, critical_bucket, entity_key, time_bucket
from lacre.model.vocabulary import EntityType
from lacre.ports.events import Index
from tests.bench.search_measuring import LIMIT, SAMPLES, middle_and_most
from tests.bench.search_values import Values

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_ATTRIBUTES = {
    Index.TIME: "time_bucket",
    Index.ENTITY: "entity_key",
    Index.ACTOR: "actor_key",
    Index.CORRELATION: "correlation_key",
    Index.CRITICAL: "critical_bucket",
}


def floors(database: "DynamoDBClient", values: Values) -> dict[Index, tuple[float, float]]:
    """The median and the 95th percentile (ms) of a query of each index."""
    return {index: middle_and_most([_taken(database, index, values) for _ in range(SAMPLES)]) for index in Index}


def _taken(database: "DynamoDBClient", index: Index, values: Values) -> float:
    asked: Any = {
        "TableName": "events",
        "IndexName": index.value,
        "KeyConditionExpression": "#key = :key",
        "ExpressionAttributeNames": {"#key": _ATTRIBUTES[index]},
        "ExpressionAttributeValues": {":key": {"S": _key(index, values)}},
        "Limit": LIMIT,
    }
    began = time.perf_counter()
    database.query(**asked)
    return (time.perf_counter() - began) * 1000


def _key(index: Index, values: Values) -> str:
    at, shard = values.header().recorded_at, values.chance.randrange(SHARDS)
    if index is Index.ACTOR:
        return values.busy_person("AGENT").actor.id
    if index is Index.ENTITY:
        return str(entity_key(EntityType.AGENT, values.busy_person("FUNCIONARIO").own[0]))
    if index is Index.CORRELATION:
        return values.header(lambda one: one.correlation_id != one.id).correlation_id
    return critical_bucket(at, shard) if index is Index.CRITICAL else time_bucket(at, shard)
