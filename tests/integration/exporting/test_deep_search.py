"""A deep search through both handlers: asked, queued, searched in the compacted files, looked at, and recorded."""

import json
from pathlib import Path
from typing import Any

import pytest

from identity.model.role import Role
from tests.fakes.athena import LocalAthena
from tests.integration.exporting.conftest import Stage
from tests.integration.http.gateway import call, payload

GOLDEN = Path(__file__).parents[3] / "events" / "queue" / "deep_search.json"
DEEP_SEARCHES = "/v1/audit/deep-searches"


@pytest.fixture
def compacted(stage: Stage) -> Stage:
    stage.seal(30)
    stage.compact()
    return stage


def test_a_golden_request_is_accepted_searched_and_looked_at(compacted: Stage) -> None:
    later = compacted.seal(3)
    asked = call(compacted.query, payload("query_ask_deep_search", token=compacted.tokens[Role.AUDITOR]))
    assert (asked.status, asked.json["state"]) == (202, "queued")
    compacted.deliver()
    found = compacted.get(f"{DEEP_SEARCHES}/{asked.json['id']}").json
    assert (found["state"], found["tree_size"], found["error"]) == ("done", 30, None)
    assert (found["result"]["count"], found["result"]["complete"]) == (1, True)
    page = compacted.get(f"{DEEP_SEARCHES}/{asked.json['id']}/events").json
    assert [one["entity_id"] for one in page["events"]] == ["a-2"]
    # One agent of this name is in the archive, and one was sealed after it was compacted.
    assert page["events"][0]["id"] != later[2].event.header.id


def test_a_message_that_comes_again_changes_nothing(compacted: Stage) -> None:
    search_id = str(compacted.post(DEEP_SEARCHES, {"text": "a-1"}).json["id"])
    compacted.deliver()
    before = compacted.get(f"{DEEP_SEARCHES}/{search_id}").json
    record = json.loads(GOLDEN.read_text())["Records"][0]
    compacted.export({"Records": [{**record, "body": json.dumps({"deep_search_id": search_id})}]}, None)
    assert compacted.get(f"{DEEP_SEARCHES}/{search_id}").json == before
    asked, ended = compacted.recorded("DEEP_SEARCH_AUDIT")
    assert (asked.entity_id, ended.entity_id) == (search_id, search_id)
    assert (asked.actor_type, ended.actor_id) == ("AUDITOR", "system:export")
    assert (ended.correlation_id, ended.causation_id) == (asked.id, asked.id)


def test_nobody_else_searches_the_archive_or_sees_what_was_found(compacted: Stage) -> None:
    search_id = str(compacted.post(DEEP_SEARCHES, {"text": "a"}).json["id"])
    compacted.deliver()
    assert compacted.post(DEEP_SEARCHES, {"text": "a"}, Role.TRADER).status == 403
    for path in (DEEP_SEARCHES, f"{DEEP_SEARCHES}/{search_id}", f"{DEEP_SEARCHES}/{search_id}/events"):
        assert compacted.get(path, Role.TRADER).status == 403
    assert len(compacted.recorded("UNAUTHORIZED_ACCESS_ATTEMPT")) == 4


@pytest.mark.parametrize(
    ("reason", "code", "counted"),
    [("Query cancelled! : Bytes scanned limit was exceeded", "TOO_MUCH", 0.0), ("no such table", "QUERY_FAILED", 1.0)],
)
def test_operators_are_told_of_what_they_can_mend_and_of_no_search_that_was_too_wide(
    *,
    compacted: Stage,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    reason: str,
    code: str,
    counted: float,
) -> None:
    status = {"Status": {"State": "FAILED", "StateChangeReason": reason}}
    monkeypatch.setattr(LocalAthena, "get_query_execution", lambda *_, **__: {"QueryExecution": status})
    search_id = compacted.post(DEEP_SEARCHES, {"text": "a"}).json["id"]
    capsys.readouterr()
    compacted.deliver()
    lines: list[dict[str, Any]] = [json.loads(line) for line in capsys.readouterr().out.splitlines() if line[:1] == "{"]
    (measured,) = [one for one in lines if "DeepSearchesReceived" in one]
    assert compacted.get(f"{DEEP_SEARCHES}/{search_id}").json["error"]["code"] == code
    assert (measured["DeepSearchesReceived"], measured["DeepSearchesFailed"]) == ([1.0], [counted])
    assert (measured["ExportsReceived"], "ExportsFailed" in measured) == ([0.0], False)
