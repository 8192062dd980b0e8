"""The desk while DynamoDB throttles, or does what it is asked and does not say so: nothing is lost, or done twice."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError, ReadTimeoutError

from hedge.model.contract import Status
from tests.contract.test_hedge_settling import Desk
from tests.unit.hedge.ledger_world import LEDGER, PRICE, PRICES
from tests.unit.hedge.trading_world import CONTRACTS, LINKAGES, ORDERS, SALES, SHORT, VARIABLE, by

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

READS = {"GetItem", "BatchGetItem", "Query"}
Call = Callable[..., Any]


@pytest.fixture
def desk(dynamodb: "DynamoDBClient") -> Desk:
    made = Desk(dynamodb)
    made.made(PRICES, PRICE)
    return made


def failing(monkeypatch: pytest.MonkeyPatch, fail: Callable[[Call, str], Any]) -> None:
    """Every call of the store is `fail`'s to make, by the call itself and the name of the operation."""
    call: Call = BaseClient._make_api_call  # type: ignore[attr-defined]  # botocore's seam

    def make(client: Any, name: str, *arguments: Any) -> Any:
        return fail(lambda: call(client, name, *arguments), name)

    monkeypatch.setattr(BaseClient, "_make_api_call", make)


def throttled(name: str) -> ClientError:
    return ClientError({"Error": {"Code": "ProvisionedThroughputExceededException", "Message": ""}}, name)


@pytest.mark.parametrize("operations", [READS, {"TransactWriteItems"}], ids=["reads", "writes"])
@pytest.mark.parametrize("what", ["link", "settle", "archive"])
def test_what_is_throttled_is_not_done_and_its_event_waits(
    desk: Desk, what: str, operations: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    order, contract = desk.made(SALES, VARIABLE), desk.made(CONTRACTS, SHORT)
    method, path, body, action = {
        "link": ("POST", LINKAGES, {"order_id": order, "contract_id": contract, "quantity_mt": "5"}, "CREATE_LINKAGE"),
        "settle": (
            *("POST", f"/v1/cashflow/contracts/{contract}/settle"),
            {"source_event_id": "5d8f4ab0-7a35-4f6a-9f57-5b0a3a1f6c11", "cashflow_date": "2026-01-30"},
            "SETTLE_CONTRACT",
        ),
        "archive": ("PATCH", f"{ORDERS}/{order}/archive", None, "ARCHIVE_ORDER"),
    }[what]

    def fail(call: Callable[[], Any], name: str) -> Any:
        if name in operations:
            raise throttled(name)
        return call()

    with monkeypatch.context() as patch:
        failing(patch, fail)
        answer = desk.http.request(method, path, json=body, headers=by("TRADER"))
    assert (answer.status_code, answer.json()["code"]) == (503, "STORE_UNAVAILABLE")
    assert answer.headers["Retry-After"]
    (waiting,) = desk.memory.outage.drafts
    assert (waiting.action, waiting.attempted_action) == ("DATABASE_ERROR", action)
    assert waiting.request is not None
    assert waiting.request["body"] == body
    again = desk.http.request(method, path, json=body, headers=by("TRADER"))
    assert again.status_code in (200, 201)


@pytest.mark.parametrize("is_read_again", [True, False], ids=["found", "not known"])
def test_a_settlement_whose_answer_is_lost_is_made_once(
    desk: Desk, is_read_again: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract, lost = desk.made(CONTRACTS, SHORT), []

    def fail(call: Callable[[], Any], name: str) -> Any:
        if name == "TransactWriteItems":
            lost.append(call())
            raise ReadTimeoutError(endpoint_url="")
        if lost and not is_read_again:
            raise ReadTimeoutError(endpoint_url="")
        return call()

    with monkeypatch.context() as patch:
        failing(patch, fail)
        answer = desk.settle(contract, 0)
    assert len(lost) == 1
    if is_read_again:
        assert answer.status_code == 201
        assert not desk.memory.outage.drafts
    else:
        assert (answer.status_code, answer.json()["code"]) == (503, "OUTCOME_UNKNOWN")
        # What waits has the id of the event that is there: it is recorded no second time.
        (settled,) = desk.told()
        assert [one.id for one in desk.memory.outage.drafts] == [settled.id]
    for number in (0, 1):
        assert desk.settle(contract, number).status_code == 409
    found = desk.contracts.find(contract)
    assert found is not None
    assert found.status is Status.SETTLED
    assert len(desk.http.get(LEDGER, headers=by("TRADER")).json()["entries"]) == 2
