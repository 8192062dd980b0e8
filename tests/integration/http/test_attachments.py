"""Large bodies through the handler of the hedge function: locked objects, put once, named by the events."""

import hashlib
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from lacre.aws.archive_copy import copy_archive
from tests.integration.http.conftest import ARCHIVE, Cloud
from tests.integration.http.gateway import Answer, call, payload
from tests.integration.http.test_secrets import planted_values

pytestmark = pytest.mark.usefixtures("cheap_pins")
DELTA = {
    "delta_type": "add_cash_settlement_price_override",
    "symbol": "LME_ALU_CASH_SETTLEMENT_DAILY",
    "price_usd": "2650",
}


@pytest.fixture
def trader(cloud: Cloud) -> str:
    cloud.bootstrap()
    return cloud.person(cloud.login(), "rita.risk", "RISK_MANAGER")


def scenario(deltas: int) -> dict[str, Any]:
    days = {"as_of_date": "2026-02-01", "period_start": "2026-01-01", "period_end": "2026-02-01"}
    begin = date(2015, 1, 1)
    told = [{**DELTA, "settlement_date": str(begin + timedelta(number))} for number in range(deltas)]
    return {**days, "deltas": told}


def run(cloud: Cloud, token: str, body: object) -> Answer:
    return call(cloud.hedge, payload("hedge_what_if", token=token, body=body))


def recorded(cloud: Cloud) -> list[Any]:
    """What the events of scenarios say of their requests' bodies."""
    rows = [row for row in cloud.rows("events") if "/v1/scenario" in row["body"]["S"]]
    return [json.loads(row["body"]["S"])["request"]["body"] for row in rows]


def versions() -> list[Any]:
    return list(boto3.client("s3").list_object_versions(Bucket=ARCHIVE).get("Versions", []))


@pytest.mark.parametrize(("deltas", "status"), [(2_000, 200), (2_001, 422)])
def test_all_deltas_of_a_scenario_are_kept_under_lock(cloud: Cloud, trader: str, deltas: int, status: int) -> None:
    body = scenario(deltas)
    assert run(cloud, trader, body).status == status
    [told], [version], s3 = recorded(cloud), versions(), boto3.client("s3")
    found = s3.get_object(Bucket=ARCHIVE, Key=version["Key"])
    content = found["Body"].read()
    assert json.loads(content) == body
    assert told == {"attachment": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
    assert version["Key"] == f"attachments/{told['attachment']}.json"
    assert found["ObjectLockMode"] == "COMPLIANCE"
    with pytest.raises(ClientError, match="AccessDenied"):
        s3.delete_object(Bucket=ARCHIVE, Key=version["Key"], VersionId=version["VersionId"])


def test_the_same_scenario_again_is_no_further_version(cloud: Cloud, trader: str, tmp_path: Path) -> None:
    for _ in range(3):
        run(cloud, trader, scenario(1_000))
    assert len(versions()) == 1
    first, *others = recorded(cloud)
    assert others == [first, first]
    assert copy_archive(boto3.client("s3"), ARCHIVE, tmp_path, lambda: None).fetched == 1


def test_a_small_scenario_puts_nothing_there(cloud: Cloud, trader: str) -> None:
    body = scenario(2)
    run(cloud, trader, body)
    assert (recorded(cloud), versions()) == ([body], [])


def test_no_secret_that_was_sent_in_a_large_body_is_kept(cloud: Cloud, trader: str) -> None:
    body = scenario(1_000)
    sent = planted_values()
    for place, secret in enumerate(sent * 3):
        body["deltas"][place] |= {
            "symbol": secret,
            "delta_type": f"my {secret}",
            secret: secret,
            "contract_id": [secret],
        }
    assert run(cloud, trader, body | {secret: secret for secret in sent}).status == 422
    [version] = versions()
    content = boto3.client("s3").get_object(Bucket=ARCHIVE, Key=version["Key"])["Body"].read().decode()
    assert len(json.loads(content)["deltas"]) == 1_000
    assert not [secret for secret in sent if secret in content + cloud.everything + str(version)]


def test_without_the_bucket_nothing_is_answered_but_that(cloud: Cloud, trader: str) -> None:
    boto3.client("s3").delete_bucket(Bucket=ARCHIVE)
    answer = run(cloud, trader, scenario(500))
    assert (answer.status, answer.json["code"]) == (503, "STORE_UNAVAILABLE")
    assert recorded(cloud) == []
    waiting = cloud.sqs.receive_message(QueueUrl=cloud.environment["OUTAGE_QUEUE_URL"])["Messages"]
    [body] = [json.loads(one["Body"])["draft"]["request"]["body"] for one in waiting]
    assert body.keys() == {"not_kept", "bytes"}
