"""Two who decide about the same thing of the hedge desk at once, each before the other's decision is written."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.api.meeting import Meeting, at_once, ids_of, sent_at_once, told_since
from tests.api.of_hedge import MONDAY, SHORT, price
from tests.api.operation import Caller, Operation, Where
from tests.api.operations import operation
from tests.api.test_hostile_requests import body_of, over
from tests.api.world import World

CANCELLATION = operation("PATCH /v1/contracts/hedge/{contract_id}/status")
SETTLEMENT = operation("POST /v1/cashflow/contracts/{contract_id}/settle")
ENDINGS = [operation(f"PATCH /v1/{one}/archive") for one in ("orders/{order_id}", "contracts/hedge/{contract_id}")]
PUBLICATION, PRICES = (operation(f"{one} /v1/market-data/settlement-prices") for one in ("POST", "GET"))
LINKING, CREATION = operation("POST /v1/linkages"), operation("POST /v1/contracts/hedge")
CONTRACT, ORDER = operation("GET /v1/contracts/hedge/{contract_id}"), operation("GET /v1/orders/{order_id}")
ENTRIES = operation("GET /v1/cashflow/ledger")
SNAPSHOTS = [operation(f"POST /v1/{one}/snapshots") for one in ("mtm", "pl", "cashflow/baseline")]


@over([*ENDINGS, CANCELLATION, SETTLEMENT])
def test_of_two_at_once_one_wins(world: World, meeting: Meeting, two: ThreadPoolExecutor, operation: Operation) -> None:
    known = ids_of(world)
    assert at_once(world, two, *[(operation, Caller.TRADER)] * 2) == [operation.status, 409]
    assert told_since(world, known) == [(operation.action, "FAILED"), (operation.action, "SUCCEEDED")]
    assert linked(world) == ["0.000"] * 2
    assert len(world.ask(ENTRIES).answer.json["entries"]) == (2 if operation is SETTLEMENT else 0)


def test_of_a_settlement_and_a_cancellation_at_once_one_wins(
    world: World, meeting: Meeting, two: ThreadPoolExecutor
) -> None:
    settled, cancelled = sent_at_once(
        world, two, *(("hedge", world.request(one)) for one in (SETTLEMENT, CANCELLATION))
    )
    found = world.ask(CONTRACT).answer.json["status"], len(world.ask(ENTRIES).answer.json["entries"])
    assert (settled.status, cancelled.status, *found) in [(201, 409, "settled", 2), (409, 200, "cancelled", 0)]


@pytest.fixture
def second_contract(world: World) -> str:
    """Made before the two meet."""
    return str(world.ask(CREATION, body=SHORT).answer.json["id"])


def test_an_event_settles_one_of_two_contracts_at_once(
    world: World, second_contract: str, meeting: Meeting, two: ThreadPoolExecutor
) -> None:
    sent = [("hedge", world.request(SETTLEMENT, ids=ids)) for ids in ({}, {"contract_id": second_contract})]
    assert sorted(one.status for one in sent_at_once(world, two, *sent)) == [201, 409]
    assert len({one["hedge_contract_id"] for one in world.ask(ENTRIES).answer.json["entries"]}) == 1


def test_a_settlement_sent_twice_at_once_is_made_once(world: World, meeting: Meeting, two: ThreadPoolExecutor) -> None:
    request, known = world.request(SETTLEMENT, headers={"Idempotency-Key": "key-one"}), ids_of(world)
    first, again = sent_at_once(world, two, *[("hedge", request)] * 2)
    assert (first.status, first.content) == (again.status, again.content)
    assert told_since(world, known) == [(SETTLEMENT.action, "SUCCEEDED")]
    assert len(world.ask(ENTRIES).answer.json["entries"]) == 2


def test_of_two_equal_prices_at_once_both_are_accepted_and_one_is_kept(
    world: World, meeting: Meeting, two: ThreadPoolExecutor
) -> None:
    known = ids_of(world)
    assert at_once(world, two, *[(PUBLICATION, Caller.TRADER)] * 2) == [201, 201]
    assert told_since(world, known) == [(PUBLICATION.action, "SUCCEEDED")] * 2
    assert published(world) == ["2610.500000"]


def test_of_two_different_prices_at_once_one_is_published(
    world: World, meeting: Meeting, two: ThreadPoolExecutor
) -> None:
    bodies = [price(MONDAY, usd) for usd in ("2610.500000", "2610.500001")]
    answers = sent_at_once(world, two, *(("hedge", world.request(PUBLICATION, body=one)) for one in bodies))
    (winner,) = [one["price_usd"] for one, answer in zip(bodies, answers, strict=True) if answer.status == 201]
    assert sorted(answer.status for answer in answers) == [201, 409]
    assert published(world) == [winner]


def published(world: World) -> list[str]:
    prices = world.ask(PRICES).answer.json["prices"]
    return [one["price_usd"] for one in prices if one["settlement_date"] == MONDAY]


def test_two_links_at_once_never_take_more_than_there_is(
    world: World, meeting: Meeting, two: ThreadPoolExecutor
) -> None:
    """Ten tons are left of the contract."""
    body = {**body_of(world, LINKING), "quantity_mt": "6.000"}
    answers = sent_at_once(world, two, *[("hedge", world.request(LINKING, body=body))] * 2)
    assert sorted(answer.status for answer in answers) == [201, 400]
    assert {answer.json["code"] for answer in answers if answer.status == 400} == {"OVER_ALLOCATED"}
    assert linked(world) == ["46.000"] * 2


def test_two_links_at_once_that_both_fit_are_both_made(world: World, meeting: Meeting, two: ThreadPoolExecutor) -> None:
    known = ids_of(world)
    assert at_once(world, two, *[(LINKING, Caller.TRADER)] * 2) == [201, 201]
    assert told_since(world, known) == [("CREATE_LINKAGE", "SUCCEEDED")] * 2
    assert linked(world) == ["50.000"] * 2


def test_a_link_sent_twice_at_once_is_made_once(world: World, meeting: Meeting, two: ThreadPoolExecutor) -> None:
    request, known = world.request(LINKING, headers={"Idempotency-Key": "key-one"}), ids_of(world)
    first, again = sent_at_once(world, two, *[("hedge", request)] * 2)
    assert (first.status, first.content) == (201, again.content)
    assert told_since(world, known) == [("CREATE_LINKAGE", "SUCCEEDED")]
    assert linked(world) == ["45.000"] * 2


@over([CANCELLATION, SETTLEMENT, ENDINGS[1]])
def test_a_contract_ends_though_it_is_linked_at_that_moment(
    world: World, meeting: Meeting, two: ThreadPoolExecutor, operation: Operation
) -> None:
    ended, made = sent_at_once(world, two, *(("hedge", world.request(one)) for one in (operation, LINKING)))
    assert (ended.status, made.status) in [(operation.status, 201), (operation.status, 409)]
    assert linked(world) == ["0.000"] * 2


def linked(world: World) -> list[str]:
    """Of the order and of the contract."""
    return [world.ask(one).answer.json["linked_mt"] for one in (ORDER, CONTRACT)]


@over(SNAPSHOTS)
def test_two_equal_snapshots_at_once_are_one(
    world: World, meeting: Meeting, two: ThreadPoolExecutor, operation: Operation
) -> None:
    known = ids_of(world)
    first, again = sent_at_once(world, two, *[("hedge", world.request(operation))] * 2)
    assert (first.status, again.status, first.json) == (201, 201, again.json)
    assert told_since(world, known) == [("TAKE_SNAPSHOT", "SUCCEEDED")] * 2


def test_an_order_is_archived_though_it_is_linked_at_that_moment(
    world: World, meeting: Meeting, two: ThreadPoolExecutor
) -> None:
    archived, made = sent_at_once(world, two, *(("hedge", world.request(one)) for one in (ENDINGS[0], LINKING)))
    assert (archived.status, made.status) in [(200, 409), (200, 201)]
    assert world.ask(CONTRACT, where=Where.OWN).answer.json["linked_mt"] == "0.000"
