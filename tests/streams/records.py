"""Reading moto's stream: all records so far, as Lambda would deliver them."""

from collections.abc import Mapping
from typing import Any

import boto3
from boto3.dynamodb.types import TypeSerializer


def stream_records(table: str) -> list[Mapping[str, Any]]:
    """Every record of the table's stream, in the order of the writes."""
    arn = boto3.client("dynamodb").describe_table(TableName=table)["Table"]["LatestStreamArn"]
    streams = boto3.client("dynamodbstreams")
    found: list[Mapping[str, Any]] = []
    for shard in streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]:
        iterator = streams.get_shard_iterator(
            StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        while iterator:
            page = streams.get_records(ShardIterator=iterator, Limit=1000)
            found += page["Records"]
            if not page["Records"]:
                break
            iterator = page.get("NextShardIterator", "")
    return found


def as_record(kind: str, sequence: int, *, new: Any = None, old: Any = None) -> dict[str, Any]:
    """A record made by hand, of plain items."""
    serializer = TypeSerializer()
    image = new or old
    change: dict[str, Any] = {"Keys": {"id": serializer.serialize(image["id"])}, "SequenceNumber": str(sequence)}
    for name, item in (("NewImage", new), ("OldImage", old)):
        if item is not None:
            change[name] = {key: serializer.serialize(value) for key, value in item.items()}
    return {"eventName": kind, "dynamodb": change}
