"""The fraud function: wires the adapters, and evaluates each delivery of the stream.

A transient fault raises, and the delivery comes again; a record that holds no event is quarantined and blocks nothing.
"""

from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from functions.fraud.delivery import sort_records
from functions.fraud.settings import Settings
from lacre.aws import clients
from lacre.aws.poison import Poison
from lacre.aws.quarantine_bucket import QuarantineBucket
from lacre.aws.windows_table import WindowsTable
from lacre.detection.bundle import load_bundle
from lacre.detection.detect import Detection, Detector
from lacre.wiring.recorder import recorder_on

settings = Settings.from_env()
logger = Logger(service="fraud", level="INFO", utc=True)
metrics = Metrics(namespace="Lacre", service="fraud")
quarantine = QuarantineBucket(clients.s3(patient=True), settings.failures_bucket, "fraud")


def _detector() -> Detector:
    database = clients.dynamodb()
    recorder = recorder_on(database, settings.events_table, settings.receipt_key_id)
    windows = WindowsTable(database, settings.windows_table, settings.alerts_table, settings.events_table)
    return Detector(load_bundle(), windows, quarantine, recorder.prepare)


detector = _detector()


@metrics.log_metrics
def handler(event: dict[str, Any], _: object) -> None:
    metrics.add_metric("EventsReceived", MetricUnit.Count, len(event["Records"]))
    delivery = sort_records(event["Records"])
    for poison in delivery.poison:
        _quarantine(poison)
    detection = detector.detect(delivery.headers)
    _tell(detection)
    metrics.add_metric("AlertsRaised", MetricUnit.Count, len(detection.raised))
    metrics.add_metric("Quarantined", MetricUnit.Count, len(delivery.poison) + len(detection.set_aside))


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
