"""Exports as they are asked for, listed and linked to: by the API, and by the console's page."""

import re
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from lacre.model.draft import Reason
from lacre.model.filters import Filters, Selection
from lacre.model.moment import to_text
from lacre.model.vocabulary import Severity
from lacre.ports.exports import Asking, ExportFile, ExportFormat, Job, Progress, Result, Wanted
from tests.fakes.exports import MemoryExportQueue, MemoryExports
from tests.fakes.found import uuid
from tests.unit.query.console import AUDITOR, Console
from tests.unit.query.test_events import AS_AUDITOR

AS_ADMIN = {"Authorization": "Bearer admin"}
EXPORTS = "/v1/audit/exports"
SHA256 = "ab" * 32


@pytest.fixture
def reader(client: TestClient) -> TestClient:
    client.cookies.set("lacre_session", "auditor")
    return client


def jobs(console: Console) -> MemoryExports:
    assert isinstance(console.exporting.jobs, MemoryExports)
    return console.exporting.jobs


def queue(console: Console) -> MemoryExportQueue:
    assert isinstance(console.exporting.queue, MemoryExportQueue)
    return console.exporting.queue


def add(console: Console, number: int, by: str = AUDITOR.id, **wanted: object) -> Job:
    """A job that was asked for number seconds ago."""
    now = console.clock.now()
    asking = Asking(by, f"<b>{by}</b>", to_text(now - number * 1000), uuid(90), uuid(90))
    asked = replace(Wanted(Selection()), **wanted)  # type: ignore[arg-type] # fields of what is wanted
    job = Job(uuid(number), asking, asked, to_text(now // 1000 * 1000 + 60_000))
    jobs(console).rows[job.id] = job
    return job


def done(console: Console, job: Job) -> Job:
    files = (ExportFile.DATA, ExportFile.MANIFEST)
    ended = job.taken_up(10, job.asking.at).done(Result(12_345, SHA256, 999, files), to_text(console.clock.now()))
    jobs(console).rows[job.id] = ended
    return ended


def token(client: TestClient) -> str:
    """What a form of the signed-in reader carries."""
    found = re.search(r'name="csrf" value="([0-9a-f]{64})"', client.get("/exports").text)
    assert found
    return found[1]


def test_an_export_is_asked_for_with_all_filters(client: TestClient, console: Console) -> None:
    given = {
        "start": "2026-11-01",
        "severity": "HIGH",
        "ip": "192.0.2.7",
        "only_critical": True,
        "text": "approved",
        "format": "pdf",
        "language": "en",
    }
    answer = client.post(EXPORTS, headers=AS_AUDITOR, json=given)
    assert answer.status_code == 202
    job = jobs(console).rows[answer.json()["id"]]
    filters = Filters(start="2026-11-01T00:00:00.000Z", severity=Severity.HIGH, only_critical=True)
    assert job.wanted.selection.text == "approved"
    assert replace(job.wanted.selection.filters, ip=None) == filters
    assert (job.wanted.format, job.wanted.language.value) == (ExportFormat.PDF, "en")
    assert queue(console).job_ids == [job.id]
    last = console.trail.events.headers_in_order[-1]
    assert (last.action, last.entity_id, last.actor_id) == ("EXPORT_AUDIT", job.id, AUDITOR.id)
    assert (job.asking.event_id, job.asking.correlation_id) == (last.id, last.correlation_id)
    assert answer.json()["filters"]["ip"] == "192.0.2.7/32"


@pytest.mark.parametrize(
    "given",
    [
        {"colour": "red"},
        {"limit": 3},
        {"cursor": "x"},
        {"order": "asc"},
        {"format": "docx"},
        {"format": None},
        {"start": "2026-11-02", "end": "2026-11-01"},
        {"severity": "LOUD"},
        {"text": ""},
        {"text": "x" * 201},
        {"actor_id": "4829134829134829"},
    ],
)
def test_what_is_no_export_is_refused_and_leaves_no_job(
    client: TestClient, console: Console, given: dict[str, object]
) -> None:
    answer = client.post(EXPORTS, headers=AS_AUDITOR, json={"format": "csv", **given})
    assert answer.status_code == 422
    assert "482913" not in answer.text
    assert not jobs(console).rows
    assert not queue(console).job_ids
    assert console.actions[-1] == ("EXPORT_AUDIT", "FAILED")


def test_without_the_queue_nothing_is_done_and_the_caller_is_told(client: TestClient, console: Console) -> None:
    queue(console).is_away = True
    answer = client.post(EXPORTS, headers=AS_AUDITOR, json={"format": "csv"})
    assert (answer.status_code, answer.json()["code"]) == (503, "STORE_UNAVAILABLE")
    assert not jobs(console).rows


def test_a_message_without_its_job_is_all_that_a_failed_commit_leaves(client: TestClient, console: Console) -> None:
    console.trail.events.is_away = True
    assert client.post(EXPORTS, headers=AS_AUDITOR, json={"format": "csv"}).status_code == 503
    assert (len(queue(console).job_ids), jobs(console).rows) == (1, {})


def test_jobs_are_listed_the_newest_first_all_or_ones_own(client: TestClient, console: Console) -> None:
    mine, others = [add(console, 1), add(console, 3)], [add(console, 2, "u-admin")]
    page = client.get(EXPORTS, headers=AS_AUDITOR, params={"limit": 2}).json()
    assert [one["id"] for one in page["exports"]] == [mine[0].id, others[0].id]
    rest = client.get(EXPORTS, headers=AS_AUDITOR, params={"cursor": page["cursor"]}).json()
    assert ([one["id"] for one in rest["exports"]], rest["cursor"]) == ([mine[1].id], None)
    own = client.get(EXPORTS, headers=AS_AUDITOR, params={"mine": "true"}).json()
    assert [one["id"] for one in own["exports"]] == [one.id for one in mine]
    assert client.get(EXPORTS, headers=AS_AUDITOR, params={"cursor": "x"}).json()["code"] == "BAD_CURSOR"
    assert console.actions[0] == ("LIST_ENTITIES", "SUCCEEDED")


def test_a_job_tells_how_far_it_is_and_what_became_of_it(client: TestClient, console: Console) -> None:
    job = add(console, 1)
    jobs(console).rows[job.id] = replace(job.taken_up(10, job.asking.at), progress=Progress(4, 2))
    found = client.get(f"{EXPORTS}/{job.id}", headers=AS_AUDITOR).json()
    assert (found["state"], found["tree_size"], found["progress"]) == ("running", 10, {"leaves": 4, "rows": 2})
    jobs(console).rows[job.id] = job.failed(Reason("GAVE_UP", "It broke off."), job.asking.at)
    found = client.get(f"{EXPORTS}/{job.id}", headers=AS_AUDITOR).json()
    assert found["error"] == {"code": "GAVE_UP", "sentence": "It broke off."}
    assert client.get(f"{EXPORTS}/{uuid(7)}", headers=AS_AUDITOR).json()["code"] == "NO_SUCH_EXPORT"


def test_a_link_is_shown_once_and_no_longer_than_the_files_are_kept(client: TestClient, console: Console) -> None:
    job = done(console, add(console, 1))
    headers = {**AS_ADMIN, "Idempotency-Key": "key-one"}
    answer = client.post(f"{EXPORTS}/{job.id}/link", headers=headers, json={"file": "manifest"})
    assert answer.json()["url"].endswith(f"{job.id}/manifest?valid=600")
    assert answer.headers["Cache-Control"] == "no-store"
    again = client.post(f"{EXPORTS}/{job.id}/link", headers=headers, json={"file": "manifest"})
    assert "url" not in again.json()
    assert (console.actions[-1], len(console.actions)) == (("EXPORT_AUDIT", "SUCCEEDED"), 1)
    console.clock.advance(61_000)
    late = client.post(f"{EXPORTS}/{job.id}/link", headers=AS_ADMIN, json={"file": "manifest"})
    assert (late.status_code, late.json()["code"]) == (409, "EXPORT_EXPIRED")


@pytest.mark.parametrize(("method", "path"), [("get", ""), ("get", "/ID"), ("post", ""), ("post", "/ID/link")])
def test_nobody_else_reaches_them(client: TestClient, console: Console, method: str, path: str) -> None:
    job = done(console, add(console, 1))
    ask = getattr(client, method)
    address = EXPORTS + path.replace("ID", job.id)
    assert ask(address, headers={"Authorization": "Bearer clerk"}).status_code == 403
    assert ask(address).status_code == 401


def test_the_page_shows_what_there_is_in_both_languages(reader: TestClient, console: Console) -> None:
    assert "No export yet" in reader.get("/exports").text
    done(console, add(console, 1, selection=Selection(Filters(actor_id="u-clerk"), "<i>approved</i>")))
    running = add(console, 2)
    jobs(console).rows[running.id] = replace(running.taken_up(10, running.asking.at), progress=Progress(4, 2))
    broken = add(console, 3)
    jobs(console).rows[broken.id] = broken.failed(Reason("NOT_SIGNED", "x"), broken.asking.at)
    page = reader.get("/exports").text
    assert "12\u202f345" in page
    assert "&lt;i&gt;approved&lt;/i&gt;" in page
    assert "<b>u-auditor</b>" not in page
    assert '<progress max="10" value="4"' in page
    assert "could not be signed" in page
    assert 'hx-trigger="every 20s"' in page
    assert "Exportações" in reader.get("/exports", headers={"Accept-Language": "pt"}).text
    assert "no-store" in reader.get("/exports").headers["Cache-Control"]


def test_the_page_of_nothing_that_changes_does_not_ask_again(reader: TestClient, console: Console) -> None:
    done(console, add(console, 1))
    assert "hx-trigger" not in reader.get("/exports").text


def test_the_form_begins_with_the_conditions_of_a_search(reader: TestClient) -> None:
    page = reader.get("/exports", params={"actor_id": "u-clerk", "severity": "HIGH", "end": ""}).text
    assert 'value="u-clerk"' in page
    assert re.search('<option value="HIGH" selected>', page)


@pytest.mark.parametrize("start", ["2026-11-18T09:00Z", "2026-11-18T09:00:00.000Z", "2026-11-18T11:00:00+02:00"])
def test_a_period_is_one_that_its_field_takes(reader: TestClient, start: str) -> None:
    """A browser empties a field for date and time whose value names a zone, and the export would be of all time."""
    page = reader.get("/exports", params={"start": start}).text
    assert 'name="start" type="datetime-local" step="0.001" value="2026-11-18T09:00:00.000"' in page


def test_an_export_that_waits_for_long_is_not_watched(reader: TestClient, console: Console) -> None:
    add(console, 31 * 60)
    page = reader.get("/exports").text
    assert "Some are still being written." in page
    assert "hx-trigger" not in page


def test_the_form_asks_for_an_export_and_leads_back(reader: TestClient, console: Console) -> None:
    given = {"csrf": token(reader), "severity": "HIGH", "actor_id": "", "format": "pdf", "language": "en"}
    answer = reader.post("/exports", data=given)
    [job] = jobs(console).rows.values()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"exports?asked={job.id}")
    assert job.wanted == Wanted(Selection(Filters(severity=Severity.HIGH)), ExportFormat.PDF, job.wanted.language)
    assert queue(console).job_ids == [job.id]


def test_the_form_shows_a_link_once_on_a_page_of_its_own(reader: TestClient, console: Console) -> None:
    job = done(console, add(console, 1))
    answer = reader.post(f"/exports/{job.id}/link", data={"csrf": token(reader), "file": "data"})
    assert answer.status_code == 200
    assert f"https://files.example.com/{job.id}/data?valid=600" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert console.actions[-1] == ("EXPORT_AUDIT", "SUCCEEDED")
    assert "files.example.com" not in reader.get("/exports").text


@pytest.mark.parametrize(
    ("path", "given"), [("/exports", {"format": "csv"}), (f"/exports/{uuid(1)}/link", {"file": "data"})]
)
@pytest.mark.parametrize("csrf", ["x", "0" * 64])
def test_a_form_of_another_site_does_nothing(
    reader: TestClient, console: Console, path: str, given: dict[str, str], csrf: str
) -> None:
    done(console, add(console, 1))
    answer = reader.post(path, data={"csrf": csrf, **given})
    assert answer.status_code == 403
    assert (len(jobs(console).rows), queue(console).job_ids) == (1, [])


def test_its_links_hold_behind_any_prefix(reader: TestClient, console: Console) -> None:
    done(console, add(console, 1))
    for path in ("/exports", f"/exports/{uuid(7)}/link"):
        answer = reader.get(path) if path == "/exports" else reader.post(path, data={"csrf": token(reader)})
        addresses = re.findall(r'(?:href|src|action|hx-get)="([^"]*)"', answer.text)
        assert addresses
        assert not [one for one in addresses if one.startswith("/") or "://" in one]
