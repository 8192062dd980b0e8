"""From the table's stream to a checkpoint, over moto's DynamoDB and S3."""

from typing import Any

import pytest

from lacre.aws.archive_bucket import ArchiveBucket
from lacre.model.composition import derived_uuid
from lacre.ports.errors import SignerUnavailableError
from lacre.sealing.beginning import LostHeadError
from lacre.tlog.checkpoint import open_checkpoint
from lacre.tlog.note import VerifierKey
from tests.fakes.drafts import agent_created
from tests.fakes.sealing import ORIGIN
from tests.integration.archive.wiring import Consumer
from tests.integration.conftest import Aws
from tests.streams.mapping import EventSourceMapping
from tests.streams.records import stream_records


def checkpoint_size(aws: Aws, consumer: Consumer) -> int:
    note = aws.s3.get_object(Bucket="log", Key="checkpoint")["Body"].read()
    return open_checkpoint(note, VerifierKey(ORIGIN, consumer.signer.public_key)).size


def actions(aws: Aws) -> list[str]:
    items: list[dict[str, Any]] = aws.dynamodb.scan(TableName="events")["Items"]
    return [item["header"]["S"].partition('"action":"')[2].partition('"')[0] for item in items]


@pytest.mark.parametrize("seed", range(5))
def test_every_recorded_event_is_sealed_once(aws: Aws, seed: int) -> None:
    consumer = Consumer(aws)
    recorded = [consumer.recorder.record([agent_created(number)])[0] for number in range(60)]
    mapping = EventSourceMapping(consumer, seed=seed)
    mapping.deliver(stream_records("events"))
    assert not mapping.exhausted
    sealed = consumer.log_table.sealed([stored.event.header.id for stored in recorded])
    assert sorted(leaf.index for leaf in sealed.values()) == list(range(60))
    assert checkpoint_size(aws, consumer) == 60


def test_a_fault_that_passes_loses_nothing(aws: Aws) -> None:
    consumer = Consumer(aws)
    for number in range(20):
        consumer.recorder.record([agent_created(number)])
    calls = iter(range(1000))

    def shaky(records: Any) -> None:
        consumer.signer.is_away = next(calls) % 3 == 0
        consumer(records)

    mapping = EventSourceMapping(shaky, attempts=4)
    mapping.deliver(stream_records("events"))
    assert not mapping.exhausted
    assert checkpoint_size(aws, consumer) == 20


def test_without_the_key_the_delivery_raises(aws: Aws) -> None:
    consumer = Consumer(aws)
    consumer.recorder.record([agent_created(1)])
    consumer.signer.is_away = True
    with pytest.raises(SignerUnavailableError):
        consumer(stream_records("events"))


def test_an_overwritten_event_raises_the_alarm_once(aws: Aws) -> None:
    consumer = Consumer(aws)
    first, second = (consumer.recorder.record([agent_created(number)])[0] for number in range(2))
    consumer(stream_records("events"))
    stolen = aws.dynamodb.get_item(TableName="events", Key={"id": {"S": second.event.header.id}})["Item"]
    aws.dynamodb.put_item(TableName="events", Item={**stolen, "id": {"S": first.event.header.id}})
    for _ in range(3):
        consumer(stream_records("events"))
    assert sorted(actions(aws)) == ["CREATE_AGENT", "CREATE_AGENT", "LOG_TAMPERED"]


def test_a_removed_and_a_recreated_event_are_both_named(aws: Aws) -> None:
    consumer = Consumer(aws)
    (stored,) = consumer.recorder.record([agent_created(1)])
    consumer(stream_records("events"))
    event_id = stored.event.header.id
    aws.dynamodb.delete_item(TableName="events", Key={"id": {"S": event_id}})
    consumer(stream_records("events"))
    assert actions(aws) == ["LOG_TAMPERED"]


def test_a_record_without_an_event_blocks_nothing(aws: Aws) -> None:
    consumer = Consumer(aws)
    consumer.recorder.record([agent_created(1)])
    aws.dynamodb.put_item(TableName="events", Item={"id": {"S": "garbage-0000"}})
    consumer(stream_records("events"))
    assert checkpoint_size(aws, consumer) == 1


def test_an_odd_receipt_is_poison_and_bricks_nothing(aws: Aws) -> None:
    consumer = Consumer(aws)
    odd, plain = (consumer.recorder.record([agent_created(number)])[0] for number in range(2))
    item = aws.dynamodb.get_item(TableName="events", Key={"id": {"S": odd.event.header.id}})["Item"]
    aws.dynamodb.delete_item(TableName="events", Key={"id": {"S": odd.event.header.id}})
    records = [one for one in stream_records("events") if one["dynamodb"]["Keys"]["id"] != item["id"]]
    for receipt in ("é", "\x01" * 80_000, plain.receipt):
        image = {**item, "receipt": {"S": receipt}}
        change = {"Keys": {"id": item["id"]}, "SequenceNumber": "7", "NewImage": image}
        records.append({"eventName": "INSERT", "dynamodb": change})
    for _ in range(2):
        consumer(records)
    assert checkpoint_size(aws, consumer) == 1


def test_damaged_edges_of_the_public_log_are_repaired(aws: Aws) -> None:
    consumer = Consumer(aws)
    consumer.recorder.record([agent_created(1)])
    consumer(stream_records("events"))
    right = aws.s3.get_object(Bucket="log", Key="tile/0/000.p/1")["Body"].read()
    aws.s3.put_object(Bucket="log", Key="tile/0/000.p/1", Body=bytes(32))
    aws.s3.delete_object(Bucket="log", Key="tile/entries/000.p/1")
    aws.s3.put_object(Bucket="log", Key="checkpoint", Body=b"garbage")
    consumer.recorder.record([agent_created(2)])
    consumer(stream_records("events"))
    assert consumer.repaired == ["checkpoint", "tile/0/000.p/1", "tile/entries/000.p/1"]
    assert aws.s3.get_object(Bucket="log", Key="tile/0/000.p/1")["Body"].read() == right
    assert aws.s3.get_object(Bucket="log", Key="tile/0/000.p/2")["Body"].read().startswith(right)
    assert checkpoint_size(aws, consumer) == 2


@pytest.mark.parametrize("with_checkpoint", [True, False])
def test_an_empty_log_table_signs_no_second_history(aws: Aws, with_checkpoint: bool) -> None:
    consumer = Consumer(aws)
    consumer.recorder.record([agent_created(1)])
    consumer(stream_records("events"))
    for item in aws.dynamodb.scan(TableName="log")["Items"]:
        aws.dynamodb.delete_item(TableName="log", Key={"pk": item["pk"]})
    if not with_checkpoint:
        aws.s3.delete_object(Bucket="log", Key="checkpoint")
    kept = aws.s3.list_objects_v2(Bucket="archive")["KeyCount"]
    consumer.recorder.record([agent_created(2)])
    with pytest.raises(LostHeadError):
        consumer(stream_records("events"))
    assert aws.s3.list_objects_v2(Bucket="archive")["KeyCount"] == kept


def test_an_event_recorded_anew_is_named_though_the_alarm_s_id_was_taken(aws: Aws) -> None:
    consumer = Consumer(aws)
    (stored,) = consumer.recorder.record([agent_created(1)])
    consumer(stream_records("events"))
    key = {"id": {"S": stored.event.header.id}}
    aws.dynamodb.delete_item(TableName="events", Key=key)
    removal = stream_records("events")[-1]
    alarm = derived_uuid("LOG_TAMPERED", stored.event.header.id, "ROW_REMOVED", removal["dynamodb"]["SequenceNumber"])
    aws.dynamodb.put_item(TableName="events", Item={"id": {"S": alarm}})
    consumer([removal])
    items = aws.dynamodb.scan(TableName="events")["Items"]
    assert [item["header"]["S"].count("LOG_TAMPERED") for item in items if "header" in item] == [1]


def test_the_archive_lists_names_in_order_page_by_page(aws: Aws) -> None:
    names = [f"batches/{number:04d}" for number in range(1005)]
    for name in (*names, "checkpoints/1"):
        aws.s3.put_object(Bucket="archive", Key=name, Body=b"", ChecksumAlgorithm="SHA256")
    assert ArchiveBucket(aws.s3, "archive").names("batches/", "batches/0001") == names[2:]
