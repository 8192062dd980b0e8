"""One promise, two keepers: the fake in memory and the DynamoDB adapter keep orders, contracts and links alike."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from hedge.aws.contracts_table import ContractsTable
from hedge.aws.linkages_table import LinkagesTable
from hedge.aws.orders_table import OrdersTable
from hedge.aws.portfolios_table import PortfoliosTable
from hedge.model.commodity import Commodity
from hedge.model.contract import FloatConvention, HedgeContract, Side
from hedge.model.linkage import Linkage
from hedge.model.order import Convention, Order, OrderType, PriceType
from hedge.model.portfolio import Portfolio
from lacre.ports.errors import StateConflictError, StoreUnavailableError
from lacre.ports.paging import BadPositionError, Page
from tests.contract.hedge_keepers import Desk, contract, desk_of, id_of, linkage, order

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

ORDERS = [
    order(1),
    order(
        2,
        order_type=OrderType.PURCHASE,
        commodity=Commodity.TIN,
        avg_entry_price=None,
        convention=Convention.AVG_INTER,
        fixing_date=None,
        observation_start=date(2026, 3, 2),
        observation_end=date(2026, 3, 13),
    ),
    order(3, "999999999999.999", convention=Convention.AVG, fixing_date=None, reference_month="2026-03"),
    order(
        4,
        "0.001",
        price_type=PriceType.FIXED,
        convention=None,
        fixing_date=None,
        avg_entry_price=Decimal("999999999999.999999"),
        delivery_start=date(2026, 3, 1),
        delivery_end=date(2026, 3, 31),
    ),
]
CONTRACTS = [
    contract(1),
    contract(2, "999999999999.999", fixed_side=Side.BUY, convention=FloatConvention.C2R, settlement_date=None),
    contract(3, "0.001", commodity=Commodity.LEAD, trade_date=date(2026, 1, 15), fixed_price=Decimal("0.000001")),
]


@pytest.fixture(params=["memory", "dynamodb"])
def desk(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> Desk:
    return desk_of(str(request.param), dynamodb)


@pytest.mark.parametrize("made", ORDERS, ids=lambda one: one.id[-1])
def test_an_order_is_found_and_live_as_it_was_added(desk: Desk, made: Order) -> None:
    assert desk.orders.find(made.id) is None
    desk.add(made)
    assert desk.orders.find(made.id) == made
    assert desk.order(made.id).shown() == made.shown()
    assert desk.portfolios.live() == Portfolio({made.id: made}, {})
    assert not desk.orders.hedged_by(made.id)


@pytest.mark.parametrize("made", CONTRACTS, ids=lambda one: one.id[-1])
def test_a_contract_is_found_and_live_as_it_was_added(desk: Desk, made: HedgeContract) -> None:
    assert desk.contracts.find(made.id) is None
    desk.add(made)
    assert desk.contracts.find(made.id) == made
    assert desk.contract(made.id).shown() == made.shown()
    assert desk.portfolios.live() == Portfolio({}, {made.id: made})


def test_a_link_is_found_as_it_was_added(desk: Desk) -> None:
    desk.add(ORDERS[0], CONTRACTS[0])
    made = linkage(1, ORDERS[0], CONTRACTS[0], "12.345")
    assert desk.linkages.find(made.id) is None
    desk.link(made)
    found = desk.linkages.find(made.id)
    assert found == made
    assert found.shown() == made.shown()


def test_an_id_is_taken_once(desk: Desk) -> None:
    desk.add(ORDERS[0], CONTRACTS[0])
    made = linkage(1, ORDERS[0], CONTRACTS[0], "1")
    desk.link(made)
    again: list[Callable[[], None]] = [
        lambda: desk.add(replace(ORDERS[0], quantity=Decimal(7))),
        lambda: desk.add(replace(CONTRACTS[0], quantity=Decimal(7))),
        lambda: desk.link(replace(made, quantity=Decimal(7))),
    ]
    for add in again:
        with pytest.raises(StateConflictError):
            add()
    live = desk.portfolios.live()
    assert live.orders[ORDERS[0].id] == replace(ORDERS[0], linked=Decimal(1))
    assert live.contracts == {CONTRACTS[0].id: desk.contract(CONTRACTS[0].id)}
    assert desk.contract(CONTRACTS[0].id).linked == Decimal(1)


def test_kinds_in_one_table_do_not_mix(desk: Desk) -> None:
    alike = replace(contract(1), id=ORDERS[0].id)
    desk.add(ORDERS[0], alike)
    desk.link(replace(linkage(1, ORDERS[0], alike, "1"), id=alike.id))
    assert desk.order(alike.id).linked == desk.contract(alike.id).linked == 1
    live = desk.portfolios.live()
    assert (list(live.orders), list(live.contracts)) == ([alike.id], [alike.id])
    assert [len(listing(desk)(None, 9).items) for listing in LISTINGS] == [1, 1, 1]


def test_which_contracts_are_known_is_asked_of_many(desk: Desk) -> None:
    made = [contract(number) for number in (3, 250, 120, 1)]
    desk.add(*made)
    asked = [contract(number).id for number in range(260)]
    ids = sorted(one.id for one in made)
    assert desk.contracts.known(asked) == set(ids)
    assert [one.id for one in desk.contracts.found([*asked, *asked])] == ids
    assert desk.contracts.known([]) == set()
    assert list(desk.contracts.found([])) == []


Listing = Callable[[str | None, int], Page[Any]]
LISTINGS: list[Callable[[Desk], Listing]] = [
    lambda desk: desk.orders.listed,
    lambda desk: desk.contracts.listed,
    lambda desk: desk.linkages.listed,
]
EACH_LISTING = pytest.mark.parametrize("listing", LISTINGS, ids=["orders", "contracts", "linkages"])


def filled(desk: Desk) -> None:
    """Seven of each kind, made in no order."""
    numbers = [4, 0, 6, 2, 5, 1, 3]
    made = [linkage(number, order(number), contract(number), "1") for number in numbers]
    for number in numbers:
        desk.add(order(number), contract(number))
    for one in made:
        desk.link(one)


@EACH_LISTING
@pytest.mark.parametrize("limit", [1, 3, 7, 100])
def test_pages_are_complete_and_in_order(desk: Desk, listing: Callable[[Desk], Listing], limit: int) -> None:
    filled(desk)
    listed: list[Order | HedgeContract | Linkage] = []
    after: str | None = None
    while True:
        page = listing(desk)(after, limit)
        listed += page.items
        assert len(page.items) == limit or page.next is None
        after = page.next
        if after is None:
            break
    assert [int(one.id[-3:], 16) for one in listed] == list(range(7))


@EACH_LISTING
@pytest.mark.parametrize("position", ["", "x", "orders/x", "T1JERVI", id_of(0xA000)])
def test_a_position_that_is_none_is_refused(desk: Desk, listing: Callable[[Desk], Listing], position: str) -> None:
    with pytest.raises(BadPositionError):
        listing(desk)(position, 1)


def test_a_position_of_another_list_is_refused(desk: Desk) -> None:
    filled(desk)
    positions = [listing(desk)(None, 1).next for listing in LISTINGS]
    for number, listing in enumerate(LISTINGS):
        for position in positions[:number] + positions[number + 1 :]:
            with pytest.raises(BadPositionError):
                listing(desk)(position, 1)


def test_without_the_table_the_store_is_unavailable(dynamodb: "DynamoDBClient") -> None:
    orders, contracts = OrdersTable(dynamodb, "absent"), ContractsTable(dynamodb, "absent")
    looks: list[Callable[[], object]] = [
        lambda: orders.find(id_of(1)),
        lambda: orders.hedged_by(id_of(1)),
        lambda: orders.listed(None, 1),
        lambda: contracts.known([id_of(1)]),
        lambda: LinkagesTable(dynamodb, "absent").find(id_of(1)),
        PortfoliosTable(dynamodb, "absent").live,
    ]
    for look in looks:
        with pytest.raises(StoreUnavailableError):
            look()
