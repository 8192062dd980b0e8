"""Deep searches as they are asked for, listed and looked at: by the API, and by the console's pages."""

import re
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from lacre.model.draft import Reason
from lacre.model.event import ReceiptedEvent
from lacre.model.filters import Filters, Selection, address_filter
from lacre.model.moment import to_milliseconds, to_text
from lacre.model.vocabulary import Severity
from lacre.ports.deep_searches import PAGE_EVENTS, DeepSearch, Found
from lacre.ports.exports import Asking
from tests.fakes.deep_searches import MemoryDeepSearches, MemoryFoundPages
from tests.fakes.drafts import agent_created
from tests.fakes.exports import MemoryExportQueue
from tests.fakes.found import uuid
from tests.unit.query.console import AUDITOR, Console
from tests.unit.query.test_events import AS_AUDITOR

DEEP_SEARCHES = "/v1/audit/deep-searches"
ASKED = Selection(
    Filters(start="2026-11-01T00:00:00.000Z", ip=address_filter("192.0.2.0/24"), only_critical=True), "<i>it's</i>"
)


@pytest.fixture
def reader(client: TestClient) -> TestClient:
    client.cookies.set("lacre_session", "auditor")
    return client


def jobs(console: Console) -> MemoryDeepSearches:
    assert isinstance(console.deep_searching.jobs, MemoryDeepSearches)
    return console.deep_searching.jobs


def queue(console: Console) -> MemoryExportQueue:
    assert isinstance(console.deep_searching.queue, MemoryExportQueue)
    return console.deep_searching.queue


def add(console: Console, number: int, by: str = AUDITOR.id, selection: Selection | None = None) -> DeepSearch:
    """One that was asked for number seconds ago."""
    now = console.clock.now()
    asking = Asking(by, f"<b>{by}</b>", to_text(now - number * 1000), uuid(90), uuid(90))
    search = DeepSearch(uuid(number), asking, selection or Selection(), to_text(now // 1000 * 1000 + 60_000))
    jobs(console).rows[search.id] = search
    return search


def done(console: Console, search: DeepSearch, events: list[ReceiptedEvent], since: str | None = None) -> DeepSearch:
    """Which found these."""
    headers = [one.event.header for one in events]
    assert isinstance(console.deep_searching.pages, MemoryFoundPages)
    for page, first in enumerate(range(0, len(headers), PAGE_EVENTS)):
        console.deep_searching.pages.write(search.id, page, headers[first : first + PAGE_EVENTS])
    at = to_text(console.clock.now())
    ended = search.taken_up(12_345, at).done(Found(len(headers), len(headers) + 1, 2_097_152, at, since), at)
    jobs(console).rows[search.id] = ended
    return ended


def form(client: TestClient) -> dict[str, str]:
    """The hidden fields of the page's form."""
    page = client.get("/deep-searches").text
    return dict(re.findall(r'name="(csrf|once)" value="([0-9a-f]+)"', page))


def test_one_is_asked_for_with_all_filters(client: TestClient, console: Console) -> None:
    given = {"start": "2026-11-01", "ip": "192.0.2.7/24", "only_critical": True, "text": ASKED.text}
    answer = client.post(DEEP_SEARCHES, headers=AS_AUDITOR, json=given)
    assert answer.status_code == 202
    search = jobs(console).rows[answer.json()["id"]]
    assert answer.headers["Location"] == f"deep-searches/{search.id}"
    assert search.selection == ASKED
    assert queue(console).job_ids == [search.id]
    last = console.trail.events.headers_in_order[-1]
    assert (last.action, last.entity_id, last.actor_id) == ("DEEP_SEARCH_AUDIT", search.id, AUDITOR.id)
    assert (search.asking.event_id, search.asking.correlation_id) == (last.id, last.correlation_id)
    assert (answer.json()["state"], answer.json()["result"]) == ("queued", None)


@pytest.mark.parametrize(
    "given",
    [
        {"colour": "red"},
        {"limit": 3},
        {"format": "csv"},
        {},
        {"only_critical": False},
        {"start": "2026-11-02", "end": "2026-11-01"},
        {"text": ""},
        {"ip": "192.0.2.0/33"},
        {"actor_id": "4829134829134829"},
    ],
)
def test_what_is_no_search_is_refused_and_leaves_no_job(
    client: TestClient, console: Console, given: dict[str, object]
) -> None:
    answer = client.post(DEEP_SEARCHES, headers=AS_AUDITOR, json=given)
    assert answer.status_code == 422
    assert "482913" not in answer.text
    assert (jobs(console).rows, queue(console).job_ids) == ({}, [])
    assert console.actions[-1] == ("DEEP_SEARCH_AUDIT", "FAILED")


def test_without_queue_or_room_nothing_is_asked(client: TestClient, console: Console) -> None:
    queue(console).is_away = True
    assert client.post(DEEP_SEARCHES, headers=AS_AUDITOR, json={"text": "x"}).status_code == 503
    queue(console).is_away = False
    for _ in range(5):
        assert client.post(DEEP_SEARCHES, headers=AS_AUDITOR, json={"text": "x"}).status_code == 202
    answer = client.post(DEEP_SEARCHES, headers=AS_AUDITOR, json={"text": "x"})
    assert (answer.status_code, answer.json()["code"]) == (429, "TOO_MANY_DEEP_SEARCHES")
    assert answer.headers["Retry-After"] == "60"
    assert len(jobs(console).rows) == 5


def test_they_are_listed_and_read(client: TestClient, console: Console) -> None:
    mine, other = [add(console, 1), add(console, 3)], add(console, 2, "u-admin")
    page = client.get(DEEP_SEARCHES, headers=AS_AUDITOR, params={"limit": 2}).json()
    assert [one["id"] for one in page["deep_searches"]] == [mine[0].id, other.id]
    own = client.get(DEEP_SEARCHES, headers=AS_AUDITOR, params={"mine": "true"}).json()
    assert [one["id"] for one in own["deep_searches"]] == [one.id for one in mine]
    assert client.get(DEEP_SEARCHES, headers=AS_AUDITOR, params={"cursor": "x"}).json()["code"] == "BAD_CURSOR"
    jobs(console).rows[other.id] = other.failed(Reason("TOO_SLOW", "It took too long."), other.asking.at)
    found = client.get(f"{DEEP_SEARCHES}/{other.id}", headers=AS_AUDITOR).json()
    assert (found["state"], found["error"]) == ("failed", {"code": "TOO_SLOW", "sentence": "It took too long."})
    for path in ("", "/events"):
        missing = client.get(f"{DEEP_SEARCHES}/{uuid(7)}{path}", headers=AS_AUDITOR)
        assert missing.json()["code"] == "NO_SUCH_DEEP_SEARCH"


def test_what_was_found_is_read_in_pages_while_it_is_kept(client: TestClient, console: Console) -> None:
    events = console.record(*map(agent_created, range(5)))
    search = add(console, 1)
    path = f"{DEEP_SEARCHES}/{search.id}/events"
    assert client.get(path, headers=AS_AUDITOR).json()["code"] == "DEEP_SEARCH_NOT_DONE"
    done(console, search, events)
    page = client.get(path, headers=AS_AUDITOR, params={"order": "desc", "limit": 3}).json()
    assert [one["id"] for one in page["events"]] == [one.event.header.id for one in events[:1:-1]]
    rest = client.get(path, headers=AS_AUDITOR, params={"order": "desc", "cursor": page["cursor"]}).json()
    assert ([one["id"] for one in rest["events"]], rest["cursor"]) == (
        [one.event.header.id for one in events[1::-1]],
        None,
    )
    assert client.get(path, headers=AS_AUDITOR, params={"limit": 201}).status_code == 422
    last = console.trail.events.headers_in_order[-2]
    assert (last.action, last.entity_type, last.entity_id) == ("SEARCH_AUDIT", "DEEP_SEARCH", search.id)
    console.clock.advance(61_000)
    assert client.get(path, headers=AS_AUDITOR).json()["code"] == "DEEP_SEARCH_EXPIRED"


def test_the_form_asks_once_and_leads_to_the_search(reader: TestClient, console: Console) -> None:
    sent = {**form(reader), "text": "ação", "severity": "", "end": "2026-11-02T00:00"}
    answers = [reader.post("/deep-searches", data=sent, follow_redirects=False) for _ in range(2)]
    (search,) = jobs(console).rows.values()
    assert [(one.status_code, one.headers["Location"]) for one in answers] == [(303, f"deep-searches/{search.id}")] * 2
    assert search.selection == Selection(Filters(end="2026-11-02T00:00:00.000Z"), "ação")
    assert reader.post("/deep-searches", data={"text": "x"}).status_code == 403
    begun = reader.get("/deep-searches", params={"severity": "HIGH", "text": "x"}).text
    assert '<option value="HIGH" selected>' in begun
    waiting = reader.get(f"/deep-searches/{search.id}").text
    assert "Waiting" in waiting
    assert f'href="../deep-searches/{search.id}"' in waiting


def test_the_page_shows_what_was_found_as_it_is_in_the_log(reader: TestClient, console: Console) -> None:
    events = console.record(*map(agent_created, range(60)))
    since = events[0].event.header.recorded_at
    search = done(console, add(console, 1, selection=ASKED), events, since)
    page = reader.get(f"/deep-searches/{search.id}").text
    assert page.count("../audit-logs/") >= 50
    assert f'href="../audit-logs/{events[-1].event.header.id}"' in page
    assert "<b>u-auditor" not in page
    assert "&lt;i&gt;it&#39;s&lt;/i&gt;" in page
    assert "Not complete" in page
    assert "CHANGED" not in page
    # What is to be asked next: what came before, and what came after.
    earlier = re.search(r'href="\.\./deep-searches\?([^"]*)">Search what came before', page)
    later = re.search(r'href="\.\./audit-logs\?([^"]*)">Search the newest', page)
    assert earlier
    assert f"end={quote(to_text(to_milliseconds(since) + 1))}" in earlier[1]
    assert "only_critical=true" in earlier[1]
    assert later
    assert "ip=192.0.2.0%2F24" in later[1]
    more = re.search(r'href="(\.\./deep-searches/[^"]*cursor[^"]*)"', page)
    assert more
    rest = reader.get(more[1].removeprefix("..").replace("&amp;", "&"))
    assert rest.text.count('class="when"') == 10
    console.clock.advance(61_000)
    assert "No longer kept" in reader.get(f"/deep-searches/{search.id}").text


@pytest.mark.parametrize("is_past", [True, False])
def test_the_page_leads_to_the_newest_where_the_period_goes_on(
    reader: TestClient, console: Console, *, is_past: bool
) -> None:
    now = console.clock.now()
    end = to_text(now - 5_000_000 if is_past else now + 5_000_000)
    selection = Selection(Filters(start="2020-01-01T00:00:00.000Z", end=end))
    page = reader.get(f"/deep-searches/{done(console, add(console, 1, selection=selection), []).id}").text
    later = re.search(r'href="\.\./audit-logs\?([^"]*)">Search the newest', page)
    if is_past:
        assert later is None
        return
    assert later
    assert reader.get("/audit-logs?" + later[1].replace("&amp;", "&")).status_code == 200


@pytest.mark.parametrize(
    ("language", "said", "unsaid"),
    [
        (
            "en",
            "None of the newest 1 events that may match does. Older ones were not looked at.",
            "The archive has none",
        ),
        ("pt", "Nenhum dos 1 eventos mais recentes entre os possíveis corresponde", "O arquivo não tem nenhum"),
    ],
)
def test_where_nothing_was_found_in_what_was_looked_at_the_rest_is_not_said_to_be_empty(
    reader: TestClient, console: Console, language: str, said: str, unsaid: str
) -> None:
    search = done(console, add(console, 1), [], to_text(console.clock.now()))
    page = reader.get(f"/deep-searches/{search.id}", headers={"Accept-Language": language}).text
    assert said in page
    assert unsaid not in page


def test_a_row_that_somebody_changed_is_shown_as_changed(reader: TestClient, console: Console) -> None:
    (event,) = console.record(agent_created(1))
    search = done(console, add(console, 1), [event])
    console.rows.changed = {event.event.header.id: None}
    assert "CHANGED" in reader.get(f"/deep-searches/{search.id}").text


def test_empty_failed_and_foreign_ones_are_told_in_both_languages(reader: TestClient, console: Console) -> None:
    empty, failed = (
        done(console, add(console, 1), []),
        add(console, 2, selection=Selection(Filters(severity=Severity.LOW))),
    )
    jobs(console).rows[failed.id] = failed.failed(Reason("TOO_MUCH", "Too much."), failed.asking.at)
    for language, words in (
        ("en", ("No event matches", "more than a search may", "There is no such search", "Low")),
        ("pt", ("Nenhum evento", "mais do que uma pesquisa pode", "não existe", "Baix")),
    ):
        headers = {"Accept-Language": language}
        pages = [reader.get(f"/deep-searches/{one}", headers=headers).text for one in (empty.id, failed.id, uuid(9))]
        listed = reader.get("/deep-searches", headers=headers).text
        for word, page in zip(words, [*pages, listed], strict=True):
            assert word in page, (language, word)
        assert words[1] in listed


def test_the_audit_log_leads_to_it_with_its_filters(reader: TestClient) -> None:
    page = reader.get("/audit-logs", params={"text": "ação", "severity": "HIGH"}).text
    assert re.search(r'href="deep-searches\?[^"]*severity=HIGH', page)


@pytest.mark.parametrize("page", ["/deep-searches", "/exports"])
def test_whose_they_are_is_no_condition_of_the_form(reader: TestClient, page: str) -> None:
    assert "<details open>" not in reader.get(f"{page}?mine=true").text
    assert "<details open>" in reader.get(f"{page}?mine=true&province=Nampula").text
