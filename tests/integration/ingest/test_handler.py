"""Producers' batches through the function's own handler, with golden payloads of the gateway."""

import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.integration.handlers import EVENTS
from tests.integration.http.gateway import call, payload
from tests.integration.ingest.conftest import FIRST, SECOND, Stage
from tests.unit.ingesting.worlds import item


@pytest.fixture
def key(stage: Stage) -> str:
    return stage.producer(FIRST)


def statuses(answer: Any) -> list[int]:
    assert answer.status == 200, answer.text
    return [one["status"] for one in answer.json["results"]]


@contextmanager
def two_at_once() -> Iterator[ThreadPoolExecutor]:
    """Threads with a loop each, as Mangum expects of whatever runs it."""
    loops = [asyncio.new_event_loop() for _ in range(2)]
    left = list(loops)
    with ThreadPoolExecutor(2, initializer=lambda: asyncio.set_event_loop(left.pop())) as pool:
        yield pool
    for loop in loops:
        loop.close()


def test_the_golden_batch_is_recorded_once(stage: Stage, key: str) -> None:
    first, again = stage.send(key), stage.send(key)
    assert (statuses(first), statuses(again)) == ([201, 201], [409, 409])
    assert [one["code"] for one in again.json["results"]] == ["ALREADY_RECORDED"] * 2
    created, denied, batch, repeated = [header for header, _ in stage.events]
    assert (created.action, created.actor_id, created.province) == ("TRANSACTION_CREATED", "agent-12", "Nampula")
    assert (created.ip_address, created.occurred_at) == ("192.0.2.60", "2026-11-22T08:15:00.000Z")
    assert (denied.outcome, denied.attempted_action, denied.source) == ("DENIED", "UPDATE_AGENT", "PRODUCER")
    assert {created.correlation_id, denied.correlation_id} == {batch.id}
    assert (batch.action, batch.source, batch.actor_id, batch.ip_address) == ("DATA_SYNC", "API", FIRST, "192.0.2.44")
    afters = [body["after"] for header, body in stage.events if header.action == "DATA_SYNC"]
    assert [(one["producer"], one["ranges"]) for one in afters] == [(FIRST, [[1, 2]])] * 2
    assert repeated.correlation_id == repeated.id


def test_what_is_recorded_validates_against_the_published_schemas(stage: Stage, key: str) -> None:
    stage.send(key)
    stage.send(key, item(3, before=None, after=None), "none")
    for part in ("header", "body"):
        schema = json.loads((EVENTS / "schema" / f"event-{part}.schema.json").read_text())
        for row in stage.rows("events"):
            Draft202012Validator(schema).validate(json.loads(row[part]["S"]))


def test_a_batch_with_one_that_is_known_is_recorded_to_the_end(stage: Stage, key: str) -> None:
    stage.send(key, item(30))
    batch = [item(number) for number in range(1, 61)]
    assert [place + 1 for place, status in enumerate(statuses(stage.send(key, *batch))) if status == 409] == [30]
    assert len(stage.claimed) == 60


def test_of_two_producers_with_one_id_at_once_one_wins(stage: Stage, key: str) -> None:
    other = stage.producer(SECOND)
    batch = [item(number) for number in range(1, 31)]

    with two_at_once() as pool:
        first, second = pool.map(lambda one: stage.send(one, *batch), [key, other])
    pairs = zip(statuses(first), statuses(second), strict=True)
    assert all(sorted(pair) == [201, 409] for pair in pairs)
    assert len(stage.claimed) == 30


def test_an_idempotency_key_gives_the_first_answer_again(stage: Stage, key: str) -> None:
    named = {"Idempotency-Key": "batch-one"}
    first, again = stage.send(key, item(1), **named), stage.send(key, item(1), **named)
    assert (again.text, again.headers["idempotent-replayed"]) == (first.text, "true")
    assert again.headers["x-audit-receipt"] == first.headers["x-audit-receipt"]
    assert stage.send(key, item(2), **named).json["code"] == "IDEMPOTENCY_KEY_REUSED"
    assert [header.action for header, _ in stage.events].count("DATA_SYNC") == 2


def test_no_secret_is_kept_or_echoed(stage: Stage, key: str) -> None:
    secrets = ("482913", "4111111111111111", "eyJhbGciOiJI")
    kept = [item(number, after={"note": secret}) for number, secret in enumerate(secrets, 1)]
    hostile: list[object] = [*kept, *(item(9, after={"pin": secret}) for secret in secrets), *secrets]
    hostile += [item(10, id=secret) for secret in secrets] + [item(11, **{secret: 1}) for secret in secrets]
    answer = stage.send(key, *hostile, **{"Idempotency-Key": "batch-one"})
    assert statuses(answer) == [201] * 3 + [422] * 12
    stored = json.dumps([stage.rows(table) for table in ("events", "answers")])
    assert not any(secret in stored + answer.text for secret in (*secrets, key))


@pytest.mark.parametrize("wrong", ["no-key", "Bearer"])
def test_without_the_right_key_nothing_is_recorded_but_the_attempt(stage: Stage, key: str, wrong: str) -> None:
    event = payload("ingest_batch", token=key if wrong == "Bearer" else wrong)
    if wrong == "Bearer":
        event["headers"]["Authorization"], event["multiValueHeaders"]["Authorization"] = "Bearer x", ["Bearer x"]
    answer = call(stage.handler, event)
    assert (answer.status, answer.json["code"]) == (401, "API_KEY_INVALID")
    assert [header.action for header, _ in stage.events] == ["API_KEY_INVALID"]


def test_the_body_just_under_the_gateways_limit_is_read(stage: Stage, key: str) -> None:
    event = payload("ingest_batch", token=key)
    event["body"] = event["body"] + " " * (6 * 1024 * 1024 - len(event["body"]))
    assert statuses(call(stage.handler, event)) == [201, 201]
    event["body"] += " "
    assert call(stage.handler, event).status == 413


def test_it_is_ready_while_the_table_answers(stage: Stage) -> None:
    event = {**payload("ingest_batch"), "path": "/ready", "httpMethod": "GET", "body": None}
    assert call(stage.handler, event).json == {"status": "ready", "away": []}
    stage.dynamodb.delete_table(TableName="events")
    assert call(stage.handler, event).status == 503
