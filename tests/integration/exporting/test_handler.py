"""The real handler on golden deliveries."""

import json
import time
from pathlib import Path
from typing import Any

import boto3
import pytest

from identity.model.role import Role
from tests.integration.exporting.conftest import QUEUED, Stage
from tests.integration.http.gateway import call, payload

GOLDEN = Path(__file__).parents[3] / "events" / "queue"


def golden(name: str) -> dict[str, Any]:
    delivery: dict[str, Any] = json.loads((GOLDEN / f"{name}.json").read_text())
    return delivery


def test_poison_is_quarantined_under_its_own_name_and_blocks_nothing(stage: Stage) -> None:
    for _ in range(2):
        stage.export(golden("export_poison"), None)
    kept = [one["Key"] for one in stage.aws.s3.list_objects_v2(Bucket="failures")["Contents"]]
    messages = [one["messageId"] for one in golden("export_poison")["Records"]]
    assert kept == sorted(f"quarantine/export/message/{one}.json" for one in messages)
    assert not stage.recorded("EXPORT_AUDIT")


def test_a_golden_request_is_accepted_and_its_message_worked_off(stage: Stage) -> None:
    stage.seal(3)
    answer = call(stage.query, payload("query_ask_export", token=stage.tokens[Role.AUDITOR]))
    assert (answer.status, answer.json["state"], answer.json["filters"]) == (202, "queued", {"action": "CREATE_AGENT"})
    stage.deliver()
    found = stage.get(f"/v1/audit/exports/{answer.json['id']}").json
    assert (found["state"], found["result"]["count"], found["progress"]) == ("done", 3, {"leaves": 3, "rows": 3})


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that were waited; asked for before the function is imported."""
    seconds: list[float] = []
    monkeypatch.setattr(time, "sleep", seconds.append)
    return seconds


def test_a_message_whose_job_was_never_committed_is_let_go(waited: list[float], stage: Stage) -> None:
    long_ago = "0194a000-0000-7000-8000-000000000001"
    stage.export({"Records": [{**QUEUED["Records"][0], "body": json.dumps({"job_id": long_ago})}]}, None)
    assert sum(waited) == 0, "the id tells that nobody is committing it any more"
    assert not stage.recorded("EXPORT_AUDIT")


def test_a_table_that_is_away_fails_the_delivery_and_the_next_one_does_it(stage: Stage) -> None:
    stage.seal(3)
    job_id = stage.ask()
    stage.aws.s3.delete_bucket(Bucket="exports")
    with pytest.raises(Exception, match="exports bucket"):
        stage.deliver()
    assert stage.get(f"/v1/audit/exports/{job_id}").json["state"] == "running"
    stage.aws.s3.create_bucket(Bucket="exports", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    record = {**QUEUED["Records"][0], "body": json.dumps({"job_id": job_id})}
    stage.export({"Records": [record]}, None)
    assert stage.get(f"/v1/audit/exports/{job_id}").json["state"] == "done"


def test_nobody_else_asks_for_exports_or_gets_them(stage: Stage) -> None:
    stage.seal(3)
    job_id = stage.ask()
    stage.deliver()
    for path, body in (("exports", {"format": "csv"}), (f"exports/{job_id}/link", {"file": "data"})):
        assert stage.post(f"/v1/audit/{path}", body, Role.TRADER).status == 403
    for path in ("exports", f"exports/{job_id}"):
        assert stage.get(f"/v1/audit/{path}", Role.TRADER).status == 403


def test_a_queue_that_is_away_leaves_no_job(stage: Stage) -> None:
    boto3.client("sqs").delete_queue(QueueUrl=stage.queue)
    answer = stage.post("/v1/audit/exports", {"format": "csv"})
    assert (answer.status, answer.json["code"]) == (503, "STORE_UNAVAILABLE")
    assert not stage.aws.dynamodb.scan(TableName="exports")["Items"]
