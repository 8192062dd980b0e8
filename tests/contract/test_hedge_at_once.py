"""Many traders at once by HTTP over DynamoDB: what fits together is done, whoever was quicker, and all is recorded."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from httpx2 import Response

from hedge.http import answering
from tests.contract.test_hedge_settling import Desk
from tests.unit.hedge.ledger_world import PRICE, PRICES, event_id
from tests.unit.hedge.trading_world import CONTRACTS, LINKAGES, ORDERS, SALES, SHORT, VARIABLE, by

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@pytest.fixture
def desk(dynamodb: "DynamoDBClient", monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Where nobody gives up because the machine is slow."""
    monkeypatch.setattr(answering, "LAST_DECISION_AFTER_S", 60.0)
    return Desk(dynamodb)


def statuses(asked: Sequence[Callable[[], Response]]) -> Counter[int]:
    barrier = Barrier(len(asked))

    def ask(one: Callable[[], Response]) -> int:
        barrier.wait()
        return one().status_code

    with ThreadPoolExecutor(len(asked)) as threads:
        return Counter(threads.map(ask, asked))


def link(desk: Desk, order: str, contract: str, tons: str) -> Callable[[], Response]:
    body = {"order_id": order, "contract_id": contract, "quantity_mt": tons}
    return lambda: desk.http.post(LINKAGES, json=body, headers=by("TRADER"))


def archive(desk: Desk, order: str) -> Callable[[], Response]:
    return lambda: desk.http.patch(f"{ORDERS}/{order}/archive", headers=by("TRADER"))


def linked(desk: Desk, path: str) -> str:
    return str(desk.http.get(path, headers=by("TRADER")).json()["linked_mt"])


@pytest.mark.parametrize(("order_t", "contract_t"), [("20", "1000"), ("1000", "20")], ids=["order", "contract"])
def test_of_fifty_links_at_once_no_more_are_made_than_fit(desk: Desk, order_t: str, contract_t: str) -> None:
    order = desk.made(SALES, {**VARIABLE, "quantity_mt": order_t})
    contract = desk.made(CONTRACTS, {**SHORT, "quantity_mt": contract_t})
    ends = statuses([link(desk, order, contract, "3")] * 50)
    # Whoever loses again and again is told of the conflict; who reads that nothing is left, of that.
    assert ends.keys() <= {201, 400, 409}
    assert 1 <= ends[201] <= 6
    assert linked(desk, f"{ORDERS}/{order}") == linked(desk, f"{CONTRACTS}/{contract}") == f"{3 * ends[201]}.000"
    assert Counter(one.outcome for one in desk.told("CREATE_LINKAGE", "LINKAGE")) == {
        "SUCCEEDED": ends[201],
        "FAILED": 50 - ends[201],
    }


def test_eight_links_of_one_contract_at_once_that_fit_are_all_made(desk: Desk) -> None:
    orders, contract = [desk.made(SALES, VARIABLE) for _ in range(8)], desk.made(CONTRACTS, SHORT)
    assert statuses([link(desk, one, contract, "6.25") for one in orders]) == {201: 8}
    assert {linked(desk, f"{ORDERS}/{one}") for one in orders} == {"6.250"}
    assert linked(desk, f"{CONTRACTS}/{contract}") == "50.000"


def test_orders_of_one_contract_are_archived_at_once(desk: Desk) -> None:
    orders, contract = [desk.made(SALES, VARIABLE) for _ in range(6)], desk.made(CONTRACTS, SHORT)
    for one in orders:
        assert link(desk, one, contract, "5")().status_code == 201
    assert statuses([archive(desk, one) for one in orders]) == {200: 6}
    assert linked(desk, f"{CONTRACTS}/{contract}") == "0.000"
    assert {one.linked for one in desk.orders.listed(None, 100).items} == {0}


def test_prices_that_overlap_are_all_published_at_once(desk: Desk) -> None:
    days = [f"2026-01-{day:02d}" for day in range(5, 11)]
    bodies = [{"prices": [{**PRICE, "settlement_date": day} for day in days[start : start + 3]]} for start in range(4)]
    publish = [lambda body=body: desk.http.post(PRICES, json=body, headers=by("TRADER")) for body in bodies]
    assert statuses(publish) == {201: 4}
    query = {"symbol": PRICE["symbol"]}
    listed = desk.http.get(PRICES, params=query, headers=by("TRADER")).json()["prices"]
    assert [one["settlement_date"] for one in listed] == days


def test_a_settlement_among_links_at_once_settles(desk: Desk) -> None:
    desk.made(PRICES, PRICE)
    orders, contract = [desk.made(SALES, VARIABLE) for _ in range(6)], desk.made(CONTRACTS, SHORT)
    links = [link(desk, one, contract, "1") for one in orders]
    ends = statuses([*links, lambda: desk.settle(contract, 0)])
    assert ends.keys() <= {201, 409}
    assert [one.source_event_id for one in desk.ledger.of_contract(contract)] == [event_id(0)] * 2
    assert {one.linked for one in desk.orders.listed(None, 100).items} == {0}
