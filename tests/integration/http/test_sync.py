"""Uploads of POS through the function's handler, on tables with conditions, transactions and indexes."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from botocore.client import BaseClient

from lacre.aws.ambient import SystemClock
from lacre.model.header import Header
from tests.fakes.crash import Killed
from tests.integration.http.conftest import Cloud
from tests.integration.http.gateway import Answer, call, payload

pytestmark = pytest.mark.usefixtures("cheap_pins")

Item = dict[str, Any]


def item(sequence: int, **other: Any) -> Item:
    at = _moment(timedelta(days=-1, seconds=sequence))
    return {"sequence": sequence, "occurred_at": at, "amount": "12.50", "currency": "MZN", "method": "CASH", **other}


def _moment(off: timedelta) -> str:
    return f"{datetime.now(UTC) + off:%Y-%m-%dT%H:%M:%S}.000Z"


def a_day() -> list[Item]:
    """500 items: 493 numbers with two gaps, seven sent twice, one without an amount, one 8 hours ahead."""
    numbers = [number for number in range(1, 497) if number not in (100, 300, 301)]
    items = [item(number, print_receipt=number % 2 == 0) for number in numbers]
    items[41]["amount"] = "much"
    items[7]["occurred_at"] = _moment(timedelta(hours=8))
    return items + [items[place] for place in (0, 1, 2, 7, 41, 400, 492)]


@pytest.fixture
def key(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> str:
    """That of a POS. From here on time passes with each look at the clock: uploads have a deadline, machines a load."""
    cloud.bootstrap()
    made = cloud.terminal(cloud.login())
    ticks = count(SystemClock().now())
    monkeypatch.setattr(SystemClock, "now", lambda _: next(ticks))
    return made


def sent(cloud: Cloud, key: str, items: list[Item]) -> Answer:
    return call(cloud.network, payload("network_sync", key=key, body={"items": items}))


def upload(cloud: Cloud, key: str, items: list[Item]) -> Any:
    answer = sent(cloud, key, items)
    assert answer.status == 200, answer.text
    return answer.json


def counts(answer: Any) -> Counter[str]:
    return Counter(one["result"] for one in answer["results"])


def rows(cloud: Cloud, table: str) -> list[dict[str, Any]]:
    """All of them: 500 items are more than one page of a scan."""
    pages = cloud.dynamodb.get_paginator("scan").paginate(TableName=table, ConsistentRead=True)
    return [row for page in pages for row in page["Items"]]


def actions_of_pos(cloud: Cloud) -> Counter[str]:
    headers = [Header.decode(row["header"]["S"].encode()) for row in rows(cloud, "events")]
    return Counter(one.action for one in headers if one.actor_type == "POS")


def rows_of(cloud: Cloud, kind: str) -> int:
    return sum(row["pk"]["S"].startswith(f"{kind}#") for row in rows(cloud, "network"))


def test_500_items_with_duplicates_gaps_an_invalid_one_and_a_wrong_clock_twice(cloud: Cloud, key: str) -> None:
    items = a_day()
    first = upload(cloud, key, items)
    assert counts(first) == {"CREATED": 492, "DUPLICATE": 7, "INVALID": 1}
    assert first["gaps"] == [[100, 100], [300, 301]]
    assert [one["flags"] for one in first["results"] if "flags" in one] == [["CLOCK_AHEAD"]] * 2
    receipts = sum(one["print_receipt"] for one in items[:493]) - 1
    once = {"TRANSACTION_CREATED": 492, "RECEIPT_PRINTED": receipts, "TRANSACTION_FAILED": 1, "OFFLINE_SYNC": 1}
    assert actions_of_pos(cloud) == once
    assert [rows_of(cloud, kind) for kind in ("TRANSACTION", "RECEIPT", "UPLOAD", "UPLOADS")] == [492, receipts, 493, 1]

    second = upload(cloud, key, items)
    assert counts(second) == {"DUPLICATE": 500}
    assert second["results"] == [{**one, "result": "DUPLICATE"} for one in first["results"]]
    assert second["gaps"] == first["gaps"]
    assert actions_of_pos(cloud) == {**once, "OFFLINE_SYNC": 2}
    assert rows_of(cloud, "TRANSACTION") == 492


def test_killed_between_transactions_the_same_upload_does_the_rest(
    cloud: Cloud, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    items = [item(number) for number in range(1, 101)]
    make_call, left = BaseClient._make_api_call, iter(range(2, -1, -1))  # type: ignore[attr-defined]  # botocore's seam

    def dying(client: Any, operation: str, *given: Any) -> Any:
        if operation == "TransactWriteItems" and not next(left):
            raise Killed
        return make_call(client, operation, *given)

    with monkeypatch.context() as patch:
        patch.setattr(BaseClient, "_make_api_call", dying)
        # Mangum answers for the dead; nothing of ours does.
        assert sent(cloud, key, items).status == 500
    done = rows_of(cloud, "TRANSACTION")
    assert 0 < done == rows_of(cloud, "UPLOAD") < 100
    assert actions_of_pos(cloud) == {"TRANSACTION_CREATED": done}
    assert counts(upload(cloud, key, items)) == {"DUPLICATE": done, "CREATED": 100 - done}
    assert actions_of_pos(cloud) == {"TRANSACTION_CREATED": 100, "OFFLINE_SYNC": 1}
    assert rows_of(cloud, "TRANSACTION") == 100


def test_what_was_uploaded_is_listed_by_the_pos_itself(cloud: Cloud, key: str) -> None:
    made = [one["transaction_id"] for one in upload(cloud, key, [item(1), item(2)])["results"]]
    event = payload("network_list_transactions")
    for headers, own in ((event["headers"], key), (event["multiValueHeaders"], [key])):
        del headers["Authorization"]
        headers["X-Api-Key"] = own
    listed = call(cloud.network, event).json["transactions"]
    assert [one["id"] for one in listed] == made
