"""Exports are asked for once by each form, a few at once by each person, and seen at once by whoever asked."""

import re
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from lacre.exporting.places import MOST_AT_ONCE, UNDER_WAY_MS
from lacre.model.draft import Reason
from lacre.model.moment import to_text
from lacre.ports.exports import ExportState
from lacre.ports.paging import Page
from tests.unit.query.console import Console
from tests.unit.query.test_events import AS_AUDITOR
from tests.unit.query.test_exports import AS_ADMIN, EXPORTS, jobs, queue


@pytest.fixture
def reader(client: TestClient) -> TestClient:
    client.cookies.set("lacre_session", "auditor")
    return client


def drawn(reader: TestClient) -> dict[str, str]:
    """The form as it was drawn just now, with what it begins with."""
    page = reader.get("/exports").text
    hidden = dict(re.findall(r'name="(csrf|once)" value="([0-9a-f]+)"', page))
    assert hidden.keys() == {"csrf", "once"}
    return {**hidden, "actor_id": "", "format": "csv"}


def ask(client: TestClient, headers: dict[str, str] = AS_AUDITOR) -> tuple[int, str]:
    answer = client.post(EXPORTS, headers=headers, json={"format": "csv"})
    return answer.status_code, answer.json().get("code", "")


def test_a_form_that_is_sent_twice_asks_once(reader: TestClient, console: Console) -> None:
    form = drawn(reader)
    known = len(console.actions)
    first, again = (reader.post("/exports", data=form) for _ in range(2))
    [job_id] = jobs(console).rows
    for answer in (first, again):
        assert (answer.status_code, answer.headers["Location"]) == (303, f"exports?asked={job_id}")
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (queue(console).job_ids, len(console.actions)) == ([job_id], known + 1)
    assert not [one for one in console.trail.events.rows.values() if form["once"].encode() in one.event.body_bytes]


def test_a_form_that_is_drawn_or_filled_in_anew_asks_anew(reader: TestClient, console: Console) -> None:
    form = drawn(reader)
    for given in (form, {**form, "actor_id": "u-clerk"}, drawn(reader)):
        assert reader.post("/exports", data=given).status_code == 303
    assert len(jobs(console).rows) == 3


def test_the_last_place_that_is_taken_twice_by_one_form_is_taken_once(reader: TestClient, console: Console) -> None:
    for _ in range(MOST_AT_ONCE - 1):
        assert ask(reader)[0] == 202
    form = drawn(reader)
    assert [reader.post("/exports", data=form).status_code for _ in range(2)] == [303, 303]
    assert len(jobs(console).rows) == MOST_AT_ONCE


def test_beyond_the_bound_nothing_is_asked_for_and_the_caller_is_told(reader: TestClient, console: Console) -> None:
    for _ in range(MOST_AT_ONCE):
        assert ask(reader)[0] == 202
    messages = [*queue(console).job_ids]
    refused = reader.post(EXPORTS, headers=AS_AUDITOR, json={"format": "csv"})
    assert (refused.status_code, refused.json()["code"]) == (429, "TOO_MANY_EXPORTS")
    assert int(refused.headers["Retry-After"]) > 0
    assert console.actions[-1] == ("EXPORT_AUDIT", "DENIED")
    page = reader.post("/exports", data=drawn(reader))
    assert (page.status_code, "Retry-After" in page.headers) == (429, True)
    assert "Nobody has more than five under way at once." in page.text
    assert (queue(console).job_ids, len(jobs(console).rows)) == (messages, MOST_AT_ONCE)
    assert ask(reader, AS_ADMIN)[0] == 202, "another person's bound is their own"


@pytest.mark.parametrize("how", ["done", "failed", "gone", "stuck"])
def test_what_is_not_under_way_any_more_takes_no_place(client: TestClient, console: Console, how: str) -> None:
    for _ in range(MOST_AT_ONCE):
        assert ask(client)[0] == 202
    rows = jobs(console).rows
    job = next(iter(rows.values()))
    if how == "gone":
        del rows[job.id]
    elif how == "stuck":
        before = to_text(console.clock.now() - UNDER_WAY_MS)
        rows[job.id] = replace(job.taken_up(10, job.asking.at), asking=replace(job.asking, at=before))
    else:
        error = Reason("GAVE_UP", "It broke off.")
        rows[job.id] = job.failed(error, job.asking.at) if how == "failed" else replace(job, state=ExportState.DONE)
    assert [ask(client) for _ in range(2)] == [(202, ""), (429, "TOO_MANY_EXPORTS")]


def test_the_place_is_taken_with_the_job_or_not_at_all(client: TestClient, console: Console) -> None:
    console.trail.events.is_away = True
    for _ in range(MOST_AT_ONCE + 1):
        assert ask(client)[0] == 503
    console.trail.events.is_away = False
    assert ask(client) == (202, "")


def test_what_was_asked_for_just_now_stands_first_though_the_list_lags(
    reader: TestClient, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = reader.post("/exports", data=drawn(reader))
    [job_id] = jobs(console).rows
    monkeypatch.setattr(jobs(console), "asked", lambda *_: Page([], None))
    page = reader.get(f"/{answer.headers['Location']}").text
    assert page.count("<tr>") == 2
    assert f'hx-get="exports?asked={job_id}"' in page, "the page that looks again has it still"
    assert "No export yet" in reader.get("/exports").text
    monkeypatch.undo()
    whole = reader.get(f"/{answer.headers['Location']}").text
    assert whole.count("<tr>") == 2
    assert "<details open" not in whole
    assert reader.get("/exports", params={"asked": "x"}).status_code == 422
