"""Fifty times one request with one key at once, over DynamoDB: it is done once, and all fifty get its answer."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from httpx2 import Response

from tests.contract.test_hedge_settling import Desk
from tests.unit.hedge.ledger_world import PRICE, PRICES, event_id
from tests.unit.hedge.trading_world import CONTRACTS, LINKAGES, SALES, SHORT, VARIABLE, by

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

AT_ONCE = 50


@pytest.fixture
def desk(dynamodb: "DynamoDBClient") -> Desk:
    made = Desk(dynamodb)
    made.made(PRICES, PRICE)
    return made


@pytest.mark.parametrize("what", ["settle", "link"])
def test_it_is_done_once_and_all_get_its_answer(desk: Desk, what: str) -> None:
    order, contract = desk.made(SALES, VARIABLE), desk.made(CONTRACTS, SHORT)
    path, body, action = {
        "settle": (
            f"/v1/cashflow/contracts/{contract}/settle",
            {"source_event_id": event_id(0), "cashflow_date": "2026-01-30"},
            ("SETTLE_CONTRACT", "SETTLEMENT"),
        ),
        "link": (
            LINKAGES,
            {"order_id": order, "contract_id": contract, "quantity_mt": "30"},
            ("CREATE_LINKAGE", "LINKAGE"),
        ),
    }[what]
    barrier = Barrier(AT_ONCE)

    def send(_: int) -> Response:
        barrier.wait()
        return desk.http.post(path, json=body, headers={**by("TRADER"), "Idempotency-Key": "key-one"})

    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = list(threads.map(send, range(AT_ONCE)))
    assert {(one.status_code, one.content) for one in answers} == {(201, answers[0].content)}
    assert [one.outcome for one in desk.told(*action)] == ["SUCCEEDED"]
    found = desk.contracts.find(contract)
    assert found is not None
    assert found.linked == (30 if what == "link" else 0)
    assert len(desk.ledger.within(None, None, None, 10).lines) == (2 if what == "settle" else 0)
