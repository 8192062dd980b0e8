"""The sweep function by its handler, on the golden payload of its schedule."""

import json
from dataclasses import replace
from typing import Any

import boto3
import pytest

from functions.sweep.jobs import JobFailedError, UnknownJobError
from identity.aws.sessions_table import SessionsTable
from identity.aws.users_table import UsersTable
from identity.model.credential import Credential
from identity.model.session import Session
from lacre.aws import block_item
from lacre.aws.ambient import SystemClock, SystemEntropy
from lacre.aws.blocks_table import BlocksTable
from lacre.aws.flood_counters import FloodCounters
from lacre.aws.outage_queue import OutageQueue
from lacre.aws.tallies_table import TalliesTable
from lacre.aws.transaction import TableWrite
from lacre.detection.decide import Decider, Decision
from lacre.model import moment
from lacre.model.draft import Reason
from lacre.model.vocabulary import Outcome
from tests.contract.test_users import ANA, RUI
from tests.fakes.drafts import agent_created
from tests.fakes.found import block
from tests.integration.conftest import Aws
from tests.integration.handlers import golden
from tests.integration.sweep.conftest import Stage

UNRECORDED = replace(
    agent_created(1),
    action="DATABASE_ERROR",
    attempted_action="CREATE_AGENT",
    outcome=Outcome.FAILED,
    reason=Reason("STORE_UNAVAILABLE", "The action could not be recorded, so it was not done."),
    occurred_at="2026-11-18T11:00:00.000Z",
)


def recorded(aws: Aws) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for item in aws.dynamodb.scan(TableName="events")["Items"]:
        header = json.loads(item["header"]["S"])
        found.setdefault(header["action"], []).append(header)
    return found


def test_an_idle_run_is_the_heartbeat(stage: Stage) -> None:
    aws = stage.aws
    swept_until_lately(aws)
    done = stage.sweep(golden("schedule/sweep"), None)
    assert done == {"outage": 0, "floods": 0, "sessions": 0, "blocks": 0}
    assert [len(found) for found in recorded(aws).values()] == [1]
    assert recorded(aws)["SYSTEM_JOB_RUN"][0]["source"] == "SCHEDULE"


def test_what_is_due_is_done_once(stage: Stage) -> None:
    aws = stage.aws
    handler = stage.sweep
    start(aws, session("s-old", -1))
    start(aws, session("s-young", 60))
    swept_until_lately(aws)
    for _ in range(25):
        FloodCounters(aws.dynamodb, "counters").count(minutes_ago(3), "TOKEN_INVALID#DENIED", "192.0.2.9")
    sqs = boto3.client("sqs")
    url = sqs.get_queue_url(QueueName="outage")["QueueUrl"]
    OutageQueue(sqs, url, SystemClock(), SystemEntropy()).put(UNRECORDED)

    over = block(1, until="2026-01-01T00:00:00.000Z")
    for placed in (over, block(2, until="2099-01-01T00:00:00.000Z"), replace(over.undone("u-9", "no"), actor_id="u-3")):
        aws.dynamodb.put_item(TableName="blocks", Item=block_item.to_item(placed))

    assert handler(golden("schedule/sweep"), None) == {"outage": 1, "floods": 1, "sessions": 1, "blocks": 1}
    assert handler(golden("schedule/sweep"), None) == {"outage": 0, "floods": 0, "sessions": 0, "blocks": 0}
    found = recorded(aws)
    assert {action: len(headers) for action, headers in found.items()} == {
        "DATABASE_ERROR": 1,
        "TOKEN_INVALID": 1,
        "SESSION_EXPIRED": 1,
        "ACTOR_UNBLOCKED": 1,
        "SYSTEM_JOB_RUN": 2,
    }
    assert found["SESSION_EXPIRED"][0]["entity_id"] == "s-old"
    assert found["ACTOR_UNBLOCKED"][0]["entity_id"] == over.block_id
    assert BlocksTable(aws.dynamodb, "blocks").of_actor("u-1") == over.expired()


def test_a_message_that_nobody_can_read_fails_the_run_and_hides_nothing(stage: Stage) -> None:
    aws = stage.aws
    handler = stage.sweep
    swept_until_lately(aws)
    sqs = boto3.client("sqs")
    url = sqs.get_queue_url(QueueName="outage")["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="no draft")
    OutageQueue(sqs, url, SystemClock(), SystemEntropy()).put(UNRECORDED)
    with pytest.raises(JobFailedError, match="outage: UnrecordableError"):
        handler(golden("schedule/sweep"), None)
    assert {action: len(headers) for action, headers in recorded(aws).items()} == {
        "DATABASE_ERROR": 1,
        "SYSTEM_JOB_RUN": 1,
    }


def minutes_ago(number: int) -> str:
    return moment.to_text(SystemClock().now() - number * 60_000)[:16]


def swept_until_lately(aws: Aws) -> None:
    FloodCounters(aws.dynamodb, "counters").note_summed(minutes_ago(10))


def session(session_id: str, seconds_left: int) -> Session:
    now = SystemClock().now()
    return Session(session_id, "u-1", 1, now, now // 1000 + seconds_left, family="f" * 64, refresh="a" * 64)


def start(aws: Aws, one: Session) -> None:
    write = SessionsTable(aws.dynamodb, "sessions").starting(one)
    assert isinstance(write, TableWrite)
    aws.dynamodb.put_item(**write.item["Put"])


@pytest.mark.parametrize("job", ["sweep", "reconcile", "compact", "timestamp", "pack", "decide", "count", "summarise"])
def test_each_job_is_recorded_under_its_name(stage: Stage, job: str) -> None:
    swept_until_lately(stage.aws)
    stage.sweep(golden(f"schedule/{job}"), None)
    (header,) = recorded(stage.aws)["SYSTEM_JOB_RUN"]
    assert (header["entity_id"], header["outcome"]) == (job, "SUCCEEDED")


@pytest.mark.parametrize("payload", [{}, {"job": None}, {"job": "sweeping"}, {"job": ["sweep"]}])
def test_a_payload_that_names_no_job_is_an_error_and_does_nothing(stage: Stage, payload: dict[str, Any]) -> None:
    with pytest.raises(UnknownJobError):
        stage.sweep(payload, None)
    assert recorded(stage.aws) == {}


def test_compaction_writes_the_hours_of_what_is_sealed(stage: Stage) -> None:
    stage.record(agent_created(1))
    stage.seal_all()
    assert stage.sweep(golden("schedule/compact"), None) == {"leaves": 1}
    assert stage.aws.s3.list_objects_v2(Bucket="log", Prefix="events/")["KeyCount"] == 1


def test_the_detector_is_told_how_many_are_active(stage: Stage) -> None:
    for user in (ANA, RUI):
        write = UsersTable(stage.aws.dynamodb, "users").creating(user, Credential(user.id))[0]
        assert isinstance(write, TableWrite)
        stage.aws.dynamodb.put_item(**write.item["Put"])
    assert stage.sweep(golden("schedule/count"), None) == {"actors": 2}
    assert TalliesTable(stage.aws.dynamodb, "windows").active_actors() == 2


def test_without_an_authority_the_record_says_that_nothing_is_stamped(stage: Stage) -> None:
    assert stage.sweep(golden("schedule/timestamp"), None) == {"stamps": "off"}


def test_what_cannot_be_decided_fails_the_run(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    assert stage.sweep(golden("schedule/decide"), None) == {
        "windows": {"raised": 0, "amended": 0, "stale": 0, "set_aside": 0, "unplaced": 0}
    }
    left = Decision(left=["a_rule#0#1"])
    monkeypatch.setattr(Decider, "decide", lambda *_: left)
    with pytest.raises(JobFailedError, match="UndecidedError"):
        stage.sweep(golden("schedule/decide"), None)
    (_, failed) = recorded(stage.aws)["SYSTEM_JOB_RUN"]
    assert failed["outcome"] == "FAILED"
