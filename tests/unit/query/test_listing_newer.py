"""What has come since a page was shown: asked for by its reader, recorded, and none of it the reader's own looking."""

import html
import re
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from tests.fakes.drafts import agent_created
from tests.unit.query.console import Console


@pytest.fixture
def reader(client: TestClient, console: Console) -> TestClient:
    client.cookies.set("lacre_session", "auditor")
    console.clock.time = console.trail.clock.now()
    return client


def link(page: str) -> str | None:
    found = re.search(r'hx-get="(audit-logs/newer\?[^"]*)"', page)
    return "/" + html.unescape(found[1]) if found else None


def asked(reader: TestClient, address: str | None) -> str:
    assert address
    answer = reader.get(address)
    assert answer.status_code == 200
    return answer.text


def test_what_came_since_is_counted_and_what_was_shown_is_not(reader: TestClient, console: Console) -> None:
    console.record(agent_created(0), agent_created(1))
    address = link(reader.get("/audit-logs").text)
    assert "Nothing newer" in asked(reader, address)
    console.record(agent_created(2))
    assert "1 newer event<" in asked(reader, address)
    console.record(agent_created(3), agent_created(4))
    console.clock.advance(120_000)
    assert "3 newer events<" in asked(reader, address)


def test_each_look_is_recorded(reader: TestClient, console: Console) -> None:
    address = link(reader.get("/audit-logs").text)
    before = len(console.actions)
    asked(reader, address)
    assert console.actions[before:] == [("SEARCH_AUDIT", "SUCCEEDED")]


def test_searches_of_others_are_news(reader: TestClient, console: Console) -> None:
    address = link(reader.get("/audit-logs").text)
    reader.get("/v1/audit/events", headers={"Authorization": "Bearer admin"})
    assert "1 newer event<" in asked(reader, address)


def test_the_filters_hold(reader: TestClient, console: Console) -> None:
    address = link(reader.get("/audit-logs?text=ana&entity_id=a-7&limit=3").text)
    console.record(agent_created(7), agent_created(8), replace(agent_created(7), entity_id="a-9"))
    page = asked(reader, address)
    assert "1 newer event<" in page
    assert 'href="?text=ana&amp;entity_id=a-7"' in page


def test_more_than_can_be_counted_is_more(reader: TestClient, console: Console) -> None:
    address = link(reader.get("/audit-logs").text)
    console.record(*[agent_created(number) for number in range(205)])
    assert "200 newer events +<" in asked(reader, address)


@pytest.mark.parametrize("query", ["order=asc", "limit=1&cursor="])
def test_it_is_offered_where_newer_events_come_on_top(reader: TestClient, console: Console, query: str) -> None:
    console.record(agent_created(0), agent_created(1), agent_created(2))
    console.clock.advance(60_000)
    page = reader.get(f"/audit-logs?{query}").text
    if "cursor" in query:
        assert link(page)
        more = re.search(r"cursor=([^\"&]*)", page)
        assert more
        page = reader.get(f"/audit-logs?{query}{more[1]}").text
    assert link(page) is None


@pytest.mark.parametrize("query", ["", "since=yesterday", "since=2026-11-18T10:00Z&known=201", "since=1&known=-1"])
def test_what_is_no_page_is_refused(reader: TestClient, query: str) -> None:
    assert reader.get(f"/audit-logs/newer?{query}").status_code == 422


def test_who_may_not_read_may_not_look(client: TestClient, console: Console) -> None:
    client.cookies.set("lacre_session", "clerk")
    assert client.get("/audit-logs/newer?since=2026-11-18T10:00Z").status_code == 403
    assert console.actions == [("UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED")]
