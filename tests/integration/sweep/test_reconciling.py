"""Reconciliation by its handler, over moto: attacks on the tables, with the stream and without it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from functions.sweep.jobs import JobFailedError, UnknownJobError
from lacre.aws.reconciliation_state import ReconciliationState
from lacre.ports.reconciling import Kind
from tests.fakes.drafts import agent_created
from tests.fakes.invoked import Invoked
from tests.integration.sweep.conftest import Stage
from tests.streams.records import stream_records

Item = dict[str, Any]


def text(item: Item, name: str) -> str:
    found: str = item[name]["S"]
    return found


ATTACKS: dict[str, Callable[[Item, Item], Item]] = {
    "overwritten": lambda item, other: {**other, "id": item["id"]},
    "body edited": lambda item, _: {**item, "body": {"S": text(item, "body").replace("Agent", "Agnes")}},
    "receipt swapped": lambda item, other: {**item, "receipt": other["receipt"]},
    "header edited": lambda item, _: {**item, "header": {"S": text(item, "header").replace('"a-0"', '"a-9"')}},
    "emptied": lambda item, _: {"id": item["id"]},
}


def two_events(stage: Stage) -> tuple[Item, Item]:
    ids = [stage.record(agent_created(number)).event.header.id for number in range(2)]
    items = stage.items()
    return items[ids[0]], items[ids[1]]


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_a_sealed_row_that_was_changed_without_a_stream_record_is_named_once(
    stage: Stage, attack: Callable[[Item, Item], Item]
) -> None:
    item, other = two_events(stage)
    stage.seal_all()
    stage.settle()
    stage.aws.dynamodb.put_item(TableName="events", Item=attack(item, other))
    for _ in range(2):
        stage.reconcile()
    assert stage.findings() == [(text(item, "id"), "ROW_CHANGED")]


def test_a_sealed_row_that_was_removed_without_a_stream_record_is_named_once(stage: Stage) -> None:
    item, _ = two_events(stage)
    stage.seal_all()
    stage.settle()
    stage.aws.dynamodb.delete_item(TableName="events", Key={"id": item["id"]})
    stage.reconcile()
    assert stage.metrics()["ReconciliationFindings"] == 1
    stage.reconcile()
    assert stage.metrics()["ReconciliationFindings"] == 0
    assert stage.findings() == [(text(item, "id"), "ROW_REMOVED")]


@pytest.mark.parametrize("attack", [*ATTACKS.values(), None], ids=[*ATTACKS, "removed"])
def test_with_the_stream_s_records_it_is_named_by_both_and_by_each_once(
    stage: Stage, attack: Callable[[Item, Item], Item] | None
) -> None:
    item, other = two_events(stage)
    if attack is None:
        stage.aws.dynamodb.delete_item(TableName="events", Key={"id": item["id"]})
    else:
        stage.aws.dynamodb.put_item(TableName="events", Item=attack(item, other))
    records = stream_records("events")
    for _ in range(2):
        stage.archive.handler({"Records": records}, Invoked("live"))
        stage.settle()
        stage.reconcile()
    what = "ROW_REMOVED" if attack is None else "ROW_CHANGED"
    assert stage.findings() == [(text(item, "id"), what)] * 2


@pytest.mark.parametrize("missing", [{"time_bucket"}, {"time_bucket", "entity_key", "actor_key", "position"}])
def test_a_row_that_no_index_holds_is_found_by_the_scan_sealed_and_named(stage: Stage, missing: set[str]) -> None:
    item, _ = two_events(stage)
    hidden = {name: value for name, value in item.items() if name not in missing}
    stage.aws.dynamodb.put_item(TableName="events", Item=hidden)
    stage.settle()
    stage.reconcile()
    assert text(item, "id") in stage.leaves()
    assert stage.findings() == [(text(item, "id"), "ROW_CHANGED")]


def test_a_row_with_a_forged_place_is_found_sealed_and_named(stage: Stage) -> None:
    item, _ = two_events(stage)
    forged = {"position": {"S": "2026-11-18T11:zz"}, "time_bucket": {"S": f"2026-11-18T11#{1}"}}
    stage.aws.dynamodb.put_item(TableName="events", Item={**item, **forged})
    stage.settle()
    for _ in range(2):
        stage.reconcile()
    assert text(item, "id") in stage.leaves()
    assert stage.findings() == [(text(item, "id"), "ROW_CHANGED")]


@pytest.mark.parametrize("forged", [{"index": {"N": "7"}}, {"leaf_hash": {"B": bytes(32)}}, None])
def test_a_row_of_the_leaf_index_that_was_changed_is_named_once(stage: Stage, forged: Item | None) -> None:
    item, _ = two_events(stage)
    stage.seal_all()
    stage.settle()
    key = {"pk": {"S": "EVENT#" + text(item, "id")}}
    row = stage.aws.dynamodb.get_item(TableName="log", Key=key)["Item"]
    if forged is None:
        stage.aws.dynamodb.delete_item(TableName="log", Key=key)
    else:
        stage.aws.dynamodb.put_item(TableName="log", Item={**row, **forged})
    for _ in range(2):
        stage.reconcile()
    assert stage.findings() == [(text(item, "id"), "INDEX_CHANGED")]
    assert stage.archive.asked == [], "nothing is sealed a second time"


def test_garbage_in_the_table_is_set_aside_and_holds_up_nothing(stage: Stage) -> None:
    stage.aws.dynamodb.put_item(TableName="events", Item={"id": {"S": "garbage-0000"}})
    item, _ = two_events(stage)
    stage.settle()
    stage.reconcile()
    assert text(item, "id") in stage.leaves()
    assert stage.aws.s3.list_objects_v2(Bucket="failures")["KeyCount"] == 1
    stage.reconcile()
    assert [what for _, what in stage.findings()] == ["ROW_UNREADABLE"], "told once"


@pytest.mark.parametrize("attack", ["header edited", "body edited", "receipt swapped"])
def test_a_row_edited_before_it_was_sealed_is_named_and_not_sealed_as_if_it_were_true(
    stage: Stage, attack: str
) -> None:
    item, other = two_events(stage)
    stage.aws.dynamodb.put_item(TableName="events", Item=ATTACKS[attack](item, other))
    stage.settle()
    for _ in range(2):
        stage.reconcile()
    # An edited header does not fit the row's own keys either, which is told besides.
    assert {what for _, what in stage.findings()} - {"ROW_CHANGED"} == {"ROW_UNREADABLE"}
    assert {of for of, _ in stage.findings()} == {text(item, "id")}
    assert text(item, "id") not in stage.leaves()
    assert text(other, "id") in stage.leaves()


def test_a_refusing_archive_function_fails_the_run_after_everything_else_was_done(stage: Stage) -> None:
    item, _ = two_events(stage)
    stage.seal_all()
    lost = stage.record(agent_created(7))
    stage.aws.dynamodb.delete_item(TableName="events", Key={"id": item["id"]})
    stage.settle()
    stage.archive.is_down = True
    with pytest.raises(JobFailedError, match="time: StoreUnavailableError, scan: StoreUnavailableError"):
        stage.reconcile()
    assert stage.findings() == [(text(item, "id"), "ROW_REMOVED")]
    assert stage.metrics()["UnsealedAge"] > 90
    (run,) = stage.headers("SYSTEM_JOB_RUN")
    assert (run["entity_id"], run["outcome"]) == ("reconcile", "FAILED")
    stage.archive.is_down = False
    stage.reconcile()
    assert lost.event.header.id in stage.leaves()


def test_its_metrics_are_those_that_the_alarms_watch(stage: Stage) -> None:
    stage.settle()
    stage.reconcile()
    metrics = stage.metrics()
    assert {name: metrics[name] for name in ("UnsealedAge", "Refed", "ReconciliationFindings", "SequenceGaps")} == {
        "UnsealedAge": 0,
        "Refed": 0,
        "ReconciliationFindings": 0,
        "SequenceGaps": 0,
    }
    assert 90 <= metrics["ReconciliationLag"] < 95


def test_on_demand_all_of_it_is_compared_and_the_answer_says_so(stage: Stage) -> None:
    two_events(stage)
    stage.seal_all()
    stage.settle()
    kept = ReconciliationState(stage.aws.dynamodb, "counters")
    before = [*kept.all_of(Kind.RECONCILIATION)]
    done = stage.reconcile(scope="all")
    assert done["round"] == {"checked": 2, "complete": True}
    assert done["scan"] == {"checked": 2, "complete": True}
    assert [*kept.all_of(Kind.RECONCILIATION)] == before


def test_an_unknown_scope_is_an_error(stage: Stage) -> None:
    with pytest.raises(UnknownJobError):
        stage.reconcile(scope="some")


def test_a_run_s_event_tells_what_each_part_did(stage: Stage) -> None:
    two_events(stage)
    stage.settle()
    stage.reconcile()
    (item,) = [one for one in stage.items().values() if '"SYSTEM_JOB_RUN"' in text(one, "header")]
    done = json.loads(text(item, "body"))["after"]["done"]
    assert done["time"] == {"checked": 2, "complete": True}
    assert list(done["producers"]) == ["gaps", "given_up", "missing", "unnumbered"]
