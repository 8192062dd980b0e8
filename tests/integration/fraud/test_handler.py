"""The real handler on golden deliveries."""

import json
from pathlib import Path
from typing import Any

import pytest

from lacre.detection.bundle import load_bundle
from tests.integration.conftest import Aws
from tests.integration.fraud.conftest import Handler
from tests.integration.fraud.test_fraud_over_moto import alerts, quarantined, recorded

GOLDEN = Path(__file__).parents[3] / "events" / "stream"


def golden(name: str) -> dict[str, Any]:
    delivery: dict[str, Any] = json.loads((GOLDEN / f"{name}.json").read_text())
    return delivery


def test_five_failed_logins_become_an_alert_and_a_critical_event(handler: Handler, aws: Aws) -> None:
    delivery = golden("fraud_five_failed_logins")
    handler(delivery, None)
    handler(delivery, None)
    (alert,) = alerts(aws)
    ids = [record["dynamodb"]["Keys"]["id"]["S"] for record in delivery["Records"]]
    assert [one["S"] for one in alert["evidence"]["L"]] == ids
    assert (alert["rule"]["S"], alert["state"]["S"]) == ("many_failed_logins", "open")
    assert alert["bundle_hash"]["S"] == load_bundle().hash
    (finding,) = recorded(aws, "MULTIPLE_FAILED_LOGINS")
    assert (finding.id, finding.severity, finding.causation_id) == (alert["finding_id"]["S"], "CRITICAL", ids[-1])
    assert len(recorded(aws, "ALERT_RAISED")) == 1


def test_the_rules_are_told_of_with_the_first_delivery(handler: Handler, aws: Aws) -> None:
    for _ in range(2):
        handler({"Records": []}, None)
    (told,) = recorded(aws, "RULE_CHANGED")
    assert (told.entity_id, told.source, told.actor_id) == (load_bundle().hash, "DETECTOR", "system:fraud")


def test_poison_is_quarantined_and_the_good_ones_still_fire(handler: Handler, aws: Aws) -> None:
    handler(golden("fraud_poison_among_good"), None)
    handler(golden("fraud_poison_among_good"), None)
    assert len(alerts(aws)) == 1
    assert len(quarantined(aws)) == 3


def test_its_own_events_are_skipped_even_without_the_filter(handler: Handler, aws: Aws) -> None:
    handler(golden("fraud_own_events"), None)
    assert not alerts(aws)
    assert [row["pk"]["S"] for row in aws.dynamodb.scan(TableName="windows")["Items"]] == ["BUNDLE"]
    assert not quarantined(aws)


def test_a_store_that_is_away_fails_the_delivery(handler: Handler, aws: Aws) -> None:
    aws.dynamodb.delete_table(TableName="windows")
    with pytest.raises(Exception, match="ResourceNotFound"):
        handler(golden("fraud_five_failed_logins"), None)
