"""The fraud function: wires the adapters, and evaluates each delivery of the stream.

A transient fault raises, and the delivery comes again; a record that holds no event is quarantined and blocks nothing.
`{"feed": [id, ...]}`, by an operator, evaluates events again that were set aside: once more changes nothing.
"""

from collections.abc import Sequence
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from functions.fraud.delivery import Record, sort_records
from functions.fraud.feeding import asked_ids, fed
from functions.fraud.once import Once
from functions.fraud.settings import Settings
from lacre.aws import clients
from lacre.aws.bundle_row import BundleRow
from lacre.aws.event_rows import EventRows
from lacre.aws.poison import Poison
from lacre.aws.quarantine_bucket import QuarantineBucket
from lacre.aws.windows_table import WindowsTable
from lacre.detection.announcing import AnnounceRules
from lacre.detection.bundle import load_bundle
from lacre.detection.counting import Detection
from lacre.detection.detect import Detector
from lacre.detection.subject import Subject
from lacre.wiring.recorder import recorder_on
from lacre.wiring.responding import responder_on

settings = Settings.from_env()
logger = Logger(service="fraud", level="INFO", utc=True)
metrics = Metrics(namespace="Lacre", service="fraud")
quarantine = QuarantineBucket(clients.s3(patient=True), settings.detection.failures_bucket, "fraud")

database, kept = clients.dynamodb(), settings.detection
bundle = load_bundle(kept.trading_zone)
recorder = recorder_on(database, settings.events_table, settings.receipt_key_id)
windows = WindowsTable(database, kept.windows_table, kept.alerts_table, settings.events_table)
responder = responder_on(database, kept.windows_table, kept.blocks_table, recorder.prepare)
detector = Detector(bundle, windows, quarantine, responder)
announce_rules = Once(AnnounceRules(bundle, BundleRow(database, kept.windows_table), recorder))


@metrics.log_metrics
def handler(event: dict[str, Any], _: object) -> dict[str, Any] | None:
    # Without any figure the metrics warn, and a request that is refused has no other.
    metrics.add_metric("EventsReceived", MetricUnit.Count, len(event.get("Records", ())))
    if "Records" not in event:
        return _feed(asked_ids(event))
    _deliver(event["Records"])
    return None


def _deliver(records: Sequence[Record]) -> None:
    announce_rules()
    delivery = sort_records(records)
    for poison in delivery.poison:
        _quarantine(poison)
    detection = _detect(delivery.events)
    metrics.add_metric("Quarantined", MetricUnit.Count, len(delivery.poison) + len(detection.set_aside))


def _feed(ids: Sequence[str]) -> dict[str, Any]:
    found = fed(ids, EventRows(database, settings.events_table))
    detection = _detect(found.events)
    return {
        "fed": len(found.events),
        "raised": [alert.alert_id for alert in detection.raised],
        "absent": found.absent,
        "unreadable": found.unreadable,
        "set_aside": sorted({one for aside in detection.set_aside for one in aside.event_ids}),
    }


def _detect(events: Sequence[Subject]) -> Detection:
    detection = detector.detect(events)
    _tell(detection)
    metrics.add_metric("AlertsRaised", MetricUnit.Count, len(detection.raised))
    return detection


def _quarantine(poison: Poison) -> None:
    quarantine.put(poison.name, poison.record, poison.reason)
    logger.error("quarantined", extra={"record": poison.name, "reason": poison.reason})


def _tell(detection: Detection) -> None:
    for alert in detection.raised:
        logger.warning("alert raised", extra={"alert_id": alert.alert_id, "rule": alert.rule})
    for alert in detection.amended:
        logger.info("alert amended", extra={"alert_id": alert.alert_id, "rule": alert.rule})
    for aside in detection.set_aside:
        told = {"rule": aside.rule, "reason": aside.reason, "event_ids": aside.event_ids}
        logger.error("events set aside", extra=told)
    if detection.shadowed:
        logger.info("episodes of rules in shadow", extra={"count": detection.shadowed})
    if detection.unplaced:
        logger.error("windows contradict the alerts", extra={"alert_ids": detection.unplaced})
