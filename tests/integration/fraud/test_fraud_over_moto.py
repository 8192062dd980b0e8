"""From the table's stream to alerts, over moto's DynamoDB and S3, with four shards and repetitions."""

import copy
import json
from typing import Any

import pytest

from lacre.aws.event_item import from_item
from lacre.model.header import Header
from lacre.ports.errors import StoreUnavailableError
from tests.integration.conftest import Aws
from tests.integration.fraud.wiring import FILTER, Consumer, failed_login
from tests.streams.mapping import EventSourceMapping
from tests.streams.records import stream_records


def alerts(aws: Aws) -> list[dict[str, Any]]:
    return list(aws.dynamodb.scan(TableName="alerts")["Items"])


def windows(aws: Aws) -> dict[str, dict[str, Any]]:
    return {item["pk"]["S"]: item for item in aws.dynamodb.scan(TableName="windows")["Items"]}


def recorded(aws: Aws, action: str) -> list[Header]:
    headers = [from_item(item).event.header for item in aws.dynamodb.scan(TableName="events")["Items"]]
    return [header for header in headers if header.action == action]


def quarantined(aws: Aws) -> list[dict[str, Any]]:
    listed = aws.s3.list_objects_v2(Bucket="failures", Prefix="quarantine/fraud/").get("Contents", [])
    bodies = [aws.s3.get_object(Bucket="failures", Key=one["Key"])["Body"].read() for one in listed]
    return [json.loads(body) for body in bodies]


@pytest.mark.parametrize("seed", range(5))
def test_one_alert_for_each_attacked_account_whatever_the_delivery(aws: Aws, seed: int) -> None:
    consumer = Consumer(aws)
    for turn in range(6):
        for account in ("account-1", "account-2", "account-3"):
            if account != "account-3" or turn < 4:
                consumer.recorder.record([failed_login(account)])
    mapping = EventSourceMapping(consumer, FILTER, seed=seed)
    mapping.deliver(stream_records("events"))
    mapping.deliver(stream_records("events"))
    assert not mapping.exhausted
    assert sorted(one["group"]["S"] for one in alerts(aws)) == [
        '{"entity_id":"account-1","entity_id.type":"USER"}',
        '{"entity_id":"account-2","entity_id.type":"USER"}',
    ]
    for found in ("MULTIPLE_FAILED_LOGINS", "ALERT_RAISED"):
        assert len(recorded(aws, found)) == 2
    firsts = sorted(one.id for one in recorded(aws, "LOGIN_FAILED") if one.entity_id == "account-1")[:5]
    evidence = next(one["evidence"]["L"] for one in alerts(aws) if "account-1" in one["group"]["S"])
    assert [one["S"] for one in evidence] == firsts
    assert not quarantined(aws)


def test_faults_that_pass_lose_and_double_nothing(aws: Aws) -> None:
    consumer = Consumer(aws)
    for _ in range(12):
        consumer.recorder.record([failed_login("account-1")])
    calls = iter(range(1000))

    def shaky(records: Any) -> None:
        turn = next(calls)
        if turn % 3 == 0:
            raise StoreUnavailableError("before anything")
        consumer(records)
        if turn % 3 == 1:
            raise StoreUnavailableError("the answer was lost")

    mapping = EventSourceMapping(shaky, FILTER, attempts=4)
    mapping.deliver(stream_records("events"))
    assert not mapping.exhausted
    assert len(alerts(aws)) == 1
    assert len(recorded(aws, "ALERT_RAISED")) == 1


def test_poison_among_99_good_ones_is_kept_with_its_reason_and_blocks_nothing(aws: Aws) -> None:
    consumer = Consumer(aws)
    for number in range(99):
        consumer.recorder.record([failed_login(f"account-{number % 19}")])
    records: list[Any] = list(stream_records("events"))
    poison = copy.deepcopy(records[50])
    poison["dynamodb"]["NewImage"]["body"]["S"] = "{}"
    poison["dynamodb"]["SequenceNumber"] = "999"
    mapping = EventSourceMapping(consumer, FILTER, batch_size=100)
    mapping.deliver([*records[:50], poison, *records[50:]])
    assert not mapping.exhausted
    assert sum(one["rule"]["S"] == "many_failed_logins" for one in alerts(aws)) == 19
    (kept,) = quarantined(aws)
    assert kept["record"]["dynamodb"]["NewImage"] == poison["dynamodb"]["NewImage"]
    assert "checksum" in kept["reason"]


def test_what_it_wrote_itself_comes_back_by_the_stream_and_leads_to_nothing(aws: Aws) -> None:
    consumer = Consumer(aws)
    for _ in range(5):
        consumer.recorder.record([failed_login("account-1")])
    consumer(stream_records("events"))
    everything, before = stream_records("events"), windows(aws)
    assert len(everything) == 7
    consumer(everything)
    assert len(stream_records("events")) == 7
    assert windows(aws) == before
