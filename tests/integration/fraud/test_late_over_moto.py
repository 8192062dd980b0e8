"""An alert that somebody closed, and an event of its group that a slow shard brings afterwards."""

from typing import Any

from lacre.aws.alerts_table import AlertsTable
from lacre.aws.event_item import from_item
from lacre.ports.alerts import Sought
from lacre.ports.detection import CLOSED, OPEN, Alert
from tests.fakes.drafts import agent_created
from tests.fakes.investigator import ANA, Investigator
from tests.integration.conftest import Aws
from tests.integration.fraud.wiring import Consumer, failed_login
from tests.streams.records import stream_records


def working_beside(consumer: Consumer) -> Investigator:
    alerts = AlertsTable(consumer.aws.dynamodb, "alerts")
    return Investigator(alerts, lambda writes: consumer.recorder.record([agent_created(0)], writes))


def listed(ana: Investigator, status: str) -> list[Alert]:
    return list(ana.alerts.sought(Sought(status), None, 10).items)


def changes(aws: Aws) -> list[Any]:
    events = [from_item(item).event for item in aws.dynamodb.scan(TableName="events")["Items"]]
    return [event for event in events if event.header.action == "ALERT_UPDATED"]


def test_what_a_slow_shard_brings_opens_again_what_was_closed_without_it(aws: Aws) -> None:
    consumer = Consumer(aws)
    ana = working_beside(consumer)
    for _ in range(6):
        consumer.recorder.record([failed_login("account-1")])
    records = stream_records("events")
    consumer(records[1:])
    (alert,) = listed(ana, OPEN)
    ana.close(alert)
    assert listed(ana, OPEN) == []

    consumer(records[:1])
    (again,) = listed(ana, OPEN)
    assert (again.alert_id, again.disposition, again.owner) == (alert.alert_id, None, None)
    assert again.evidence != alert.evidence
    assert again.evidence[1:] == alert.evidence[:-1]
    assert [note.by for note in again.notes] == [ANA, "system:fraud"]
    (change,) = changes(aws)
    assert (change.header.entity_id, change.header.correlation_id) == (alert.alert_id, alert.finding_id)

    closed = ana.close(again)
    consumer(records)
    consumer(stream_records("events"))
    assert listed(ana, CLOSED) == [closed]
    assert listed(ana, OPEN) == []
    assert len(changes(aws)) == 1
