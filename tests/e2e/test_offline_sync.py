"""A POS comes back after a day without a network and uploads five hundred items, twice, with whatever can be wrong."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2

from tests.e2e.conftest import ClientFrom, Login
from tests.e2e.patience import eventually
from tests.e2e.routes import SALE
from tests.e2e.walkers import Walkers

ITEMS = 500
MISSING = (100, 101, 102)
WRONG = 200
TWICE = 300
AHEAD = 400


def batch() -> list[dict[str, Any]]:
    """Of one number there are two items, of three there is none; one amount and one clock are wrong."""
    began = datetime.now(UTC) - timedelta(hours=9)
    numbers = [number for number in range(1, ITEMS + len(MISSING)) if number not in MISSING]
    items = [{"sequence": number, "occurred_at": at(began + timedelta(minutes=number)), **SALE} for number in numbers]
    items.insert(TWICE, items[TWICE - 1])
    items[WRONG] = {**items[WRONG], "amount": "0.00"}
    items[AHEAD] = {**items[AHEAD], "occurred_at": at(datetime.now(UTC) + timedelta(hours=8))}
    assert len(items) == ITEMS
    return items


def at(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def upload(pos: httpx2.Client, items: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], dict[str, Any], list[str]]:
    """The results of all items, the last answer, and the correlation ids: what there was no time for is sent again."""
    results: dict[int, dict[str, Any]] = {}
    correlations: list[str] = []
    left = list(range(len(items)))
    while left:
        answer = pos.post("/v1/sync", json={"items": [items[place] for place in left]}).raise_for_status()
        correlations.append(answer.headers["X-Correlation-Id"])
        for place, result in zip(left, answer.json()["results"], strict=True):
            results[place] = result
        done = [place for place in left if results[place]["result"] != "NOT_PROCESSED"]
        assert done, "an upload does something, however slow the store is"
        left = [place for place in left if place not in done]
    return [results[place] for place in range(len(items))], answer.json(), correlations


def recorded(auditor: httpx2.Client, correlations: list[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for correlation in correlations:
        query: dict[str, Any] = {"correlation_id": correlation, "limit": 200}
        while query:
            page = auditor.get("/v1/audit/events", params=query).raise_for_status().json()
            found.update(event["action"] for event in (*page["events"], *page["newest"]))
            query = {**query, "cursor": page["cursor"]} if page["cursor"] else {}
    return found


def test_five_hundred_items_twice(login: Login, client_from: ClientFrom) -> None:
    pos, auditor, items = Walkers(login, client_from)("POS").client, login("AUDITOR"), batch()
    first, answer, correlations = upload(pos, items)
    assert Counter(one["result"] for one in first) == {"CREATED": ITEMS - 2, "DUPLICATE": 1, "INVALID": 1}
    assert first[TWICE]["result"] == "DUPLICATE"
    assert first[TWICE]["transaction_id"] == first[TWICE - 1]["transaction_id"]
    assert first[WRONG]["result"] == "INVALID"
    assert first[AHEAD]["flags"] == ["CLOCK_AHEAD"]
    assert answer["gaps"] == [[MISSING[0], MISSING[-1]]]

    second, answer, again = upload(pos, items)
    assert Counter(one["result"] for one in second) == {"DUPLICATE": ITEMS}
    assert [one.get("transaction_id") for one in second] == [one.get("transaction_id") for one in first]
    assert answer["gaps"] == [[MISSING[0], MISSING[-1]]]

    expected = Counter({"TRANSACTION_CREATED": ITEMS - 2, "TRANSACTION_FAILED": 1, "OFFLINE_SYNC": len(correlations)})
    eventually(lambda: recorded(auditor, correlations) == expected)
    assert recorded(auditor, again) == {"OFFLINE_SYNC": len(again)}
