"""What was recorded over HTTP is found with SQL, an hour's compaction later, and is what the API says."""

import base64
import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import httpx2
import pytest

from infra.local.stack_file import Stack
from tests.e2e.conftest import Login
from tests.e2e.patience import eventually
from tests.e2e.thieves import Credentials

ClientOf = Callable[[str], Any]
Row = dict[str, str]


@pytest.fixture
def root(stack: Stack) -> ClientOf:
    credentials = Credentials(stack)
    return lambda service: credentials.client(credentials.root, service)


@pytest.fixture
def outputs(root: ClientOf) -> Mapping[str, str]:
    stacks = root("cloudformation").describe_stacks()["Stacks"]
    return {one["OutputKey"]: one["OutputValue"] for stack in stacks for one in stack.get("Outputs", ())}


def ask(athena: Any, outputs: Mapping[str, str], sql: str) -> list[Row]:
    """The rows of a query, by column."""
    context = {"Database": outputs["GlueDatabase"]}
    workgroup = outputs["AthenaWorkgroup"]
    started = athena.start_query_execution(QueryString=sql, QueryExecutionContext=context, WorkGroup=workgroup)
    query = started["QueryExecutionId"]

    def ended() -> Any:
        status = athena.get_query_execution(QueryExecutionId=query)["QueryExecution"]["Status"]
        return status if status["State"] in ("SUCCEEDED", "FAILED", "CANCELLED") else None

    status = eventually(ended)
    assert status["State"] == "SUCCEEDED", status
    pages = athena.get_paginator("get_query_results").paginate(QueryExecutionId=query)
    names, *rows = [
        [cell.get("VarCharValue") for cell in row["Data"]] for page in pages for row in page["ResultSet"]["Rows"]
    ]
    return [dict(zip(names, row, strict=True)) for row in rows]


def compact(root: ClientOf, stack: Stack) -> None:
    answer = root("lambda").invoke(
        FunctionName=stack["functions"]["sweep"], Payload=json.dumps({"job": "compact"}).encode()
    )
    assert "FunctionError" not in answer, answer["Payload"].read()


def is_sealed(auditor: httpx2.Client, event_id: str) -> bool:
    return auditor.get(f"/v1/audit/events/{event_id}/proof").status_code == 200


def detail(auditor: httpx2.Client, event_id: str) -> dict[str, Any]:
    found: dict[str, Any] = auditor.get(f"/v1/audit/events/{event_id}").raise_for_status().json()
    return found


def expected(found: Mapping[str, Any]) -> Row:
    header = found["header"]
    named = {name: header[name] for name in ("id", "action", "actor_id", "entity_type", "outcome", "correlation_id")}
    leaf = {
        "leaf": str(found["leaf"]["index"]),
        "leaf_hash": base64.b64decode(found["leaf"]["hash"]).hex(),
        "description": found["body"]["description"],
    }
    return {**named, **leaf}


def test_a_query_over_the_files_gives_what_the_api_gives(
    stack: Stack, login: Login, root: ClientOf, outputs: Mapping[str, str]
) -> None:
    auditor, clerk = login("AUDITOR"), login("FUNCIONARIO")
    ids = [clerk.get("/v1/agents").raise_for_status().headers["X-Correlation-Id"] for _ in range(3)]
    for event_id in ids:
        eventually(partial(is_sealed, auditor, event_id))
    compact(root, stack)

    details = {event_id: detail(auditor, event_id) for event_id in ids}
    first = details[ids[0]]["header"]
    hours = sorted(
        {(one["header"]["recorded_at"][:10], one["header"]["recorded_at"][11:13]) for one in details.values()}
    )
    partitions = " OR ".join(f"(dt = '{day}' AND hour = '{hour}')" for day, hour in hours)
    start = min(one["leaf"]["index"] for one in details.values())
    rows = ask(
        root("athena"),
        outputs,
        "SELECT id, action, actor_id, entity_type, outcome, correlation_id, leaf, leaf_hash, body.description "  # noqa: S608 - all of it is ours
        f"FROM {outputs['GlueTable']} WHERE ({partitions}) AND action = '{first['action']}' AND leaf >= {start}",
    )
    assert sorted(rows, key=lambda row: row["leaf"]) == sorted(
        map(expected, details.values()), key=lambda row: row["leaf"]
    )

    query = {"action": first["action"], "start": first["recorded_at"]}
    page = auditor.get("/v1/audit/events", params=query).raise_for_status().json()
    assert {row["id"] for row in rows} == {one["id"] for one in [*page["events"], *page["newest"]]}


def test_every_leaf_is_in_the_files_once(
    stack: Stack, root: ClientOf, outputs: Mapping[str, str], login: Login
) -> None:
    login("AUDITOR")
    compact(root, stack)
    (row,) = ask(
        root("athena"),
        outputs,
        f"SELECT count(*) AS rows_held, count(DISTINCT leaf) AS leaves, max(leaf) AS last FROM {outputs['GlueTable']}",  # noqa: S608 - all of it is ours
    )
    assert row["rows_held"] == row["leaves"] == str(int(row["last"]) + 1)
