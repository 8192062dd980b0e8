"""Links and releases under both keepers: what is counted, what is live, and what a stale reader cannot do."""

from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING

import pytest

from hedge.model.contract import HedgeContract, Status
from hedge.model.transitions import MOST_LINKED, archived_contract, archived_order, closed
from lacre.ports.errors import StateConflictError
from lacre.ports.events import StateWrite
from tests.contract.hedge_keepers import BEGAN, Desk, contract, desk_of, linkage, order

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

SALE, OTHER_SALE = order(1), order(2)
SHORT, OTHER_SHORT = contract(1), contract(2)
LATER = BEGAN + 5_000


@pytest.fixture(params=["memory", "dynamodb"])
def desk(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> Desk:
    made = desk_of(str(request.param), dynamodb)
    made.add(SALE, OTHER_SALE, SHORT, OTHER_SHORT)
    return made


def links(desk: Desk, contract_id: str) -> dict[str, Decimal]:
    """As the contract's own row has them, which is as the live portfolio has them."""
    found = desk.contract(contract_id)
    assert desk.portfolios.live().contracts.get(contract_id) == (found if found.is_open else None)
    return dict(found.links)


def refused(desk: Desk, *writes: StateWrite) -> None:
    before = desk.portfolios.live()
    with pytest.raises(StateConflictError):
        desk.commit(writes)
    assert desk.portfolios.live() == before


def test_a_link_counts_on_both_sides_and_a_second_adds_to_it(desk: Desk) -> None:
    desk.link(linkage(1, SALE, SHORT, "40"))
    desk.link(linkage(2, SALE, SHORT, "9.999"))
    desk.link(linkage(3, SALE, OTHER_SHORT, "0.001"))
    assert (desk.order(SALE.id).linked, desk.contract(SHORT.id).linked) == (Decimal("50"), Decimal("49.999"))
    assert links(desk, SHORT.id) == {SALE.id: Decimal("49.999")}
    assert set(desk.orders.hedged_by(SALE.id)) == {SHORT.id, OTHER_SHORT.id}
    assert desk.portfolios.live().orders[SALE.id].linked == Decimal("50")


def test_who_read_an_order_before_cannot_take_more_than_it_has_left(desk: Desk) -> None:
    stale = desk.order(SALE.id)
    desk.link(linkage(1, SALE, SHORT, "50"))
    third = contract(3, "60")
    desk.add(third)
    refused(desk, *desk.linkages.adding(linkage(2, SALE, third, "50.001"), stale, third))
    desk.link(linkage(3, SALE, third, "50"), stale, third)
    assert desk.order(SALE.id).linked == SALE.quantity
    refused(desk, *desk.linkages.adding(linkage(4, SALE, OTHER_SHORT, "0.001"), stale, OTHER_SHORT))


def test_who_read_a_contract_before_changes_nothing_of_it(desk: Desk) -> None:
    stale = desk.contract(SHORT.id)
    desk.link(linkage(1, SALE, SHORT, "10"))
    refused(desk, *desk.linkages.adding(linkage(2, OTHER_SALE, SHORT, "10"), OTHER_SALE, stale))
    refused(desk, *desk.contracts.closing(stale, Status.SETTLED))
    refused(desk, *desk.contracts.archiving(stale, LATER))
    assert links(desk, SHORT.id) == {SALE.id: Decimal(10)}
    assert desk.order(OTHER_SALE.id).linked == 0


def test_who_read_an_order_before_does_not_archive_it(desk: Desk) -> None:
    stale = desk.order(SALE.id)
    desk.link(linkage(1, SALE, SHORT, "10"))
    refused(desk, *desk.orders.archiving(stale, [], LATER))
    refused(desk, *desk.orders.archiving(stale, [desk.contract(SHORT.id)], LATER))
    assert desk.order(SALE.id).is_live


def test_who_read_its_contracts_before_does_not_archive_an_order(desk: Desk) -> None:
    desk.link(linkage(1, SALE, SHORT, "10"))
    now, stale = desk.order(SALE.id), desk.contract(SHORT.id)
    desk.link(linkage(2, OTHER_SALE, SHORT, "10"))
    refused(desk, *desk.orders.archiving(now, [stale], LATER))
    assert links(desk, SHORT.id) == {SALE.id: Decimal(10), OTHER_SALE.id: Decimal(10)}


@pytest.mark.parametrize("end", [Status.SETTLED, Status.CANCELLED, None])
def test_a_contract_that_ends_leaves_and_releases_its_orders(desk: Desk, end: Status | None) -> None:
    desk.link(linkage(1, SALE, SHORT, "30"))
    desk.link(linkage(2, OTHER_SALE, SHORT, "20"))
    desk.link(linkage(3, SALE, OTHER_SHORT, "50"))
    before = desk.contract(SHORT.id)
    if end is None:
        expected, writes = archived_contract(before, LATER), desk.contracts.archiving(before, LATER)
    else:
        expected, writes = closed(before, end), desk.contracts.closing(before, end)
    desk.commit(writes)
    assert desk.contract(SHORT.id) == expected
    assert links(desk, SHORT.id) == {}
    assert (desk.order(SALE.id).linked, desk.order(OTHER_SALE.id).linked) == (Decimal(50), Decimal(0))
    assert set(desk.orders.hedged_by(SALE.id)) == {OTHER_SHORT.id}
    assert not desk.orders.hedged_by(OTHER_SALE.id)
    refused(desk, *writes)
    third = contract(3, "60")
    desk.add(third)
    desk.link(linkage(4, SALE, third, "50"))


def test_a_contract_that_ended_is_archived_without_releasing_again(desk: Desk) -> None:
    desk.link(linkage(1, SALE, SHORT, "30"))
    desk.commit(desk.contracts.closing(desk.contract(SHORT.id), Status.SETTLED))
    desk.link(linkage(2, SALE, OTHER_SHORT, "30"))
    ended = desk.contract(SHORT.id)
    desk.commit(desk.contracts.archiving(ended, LATER))
    assert desk.contract(SHORT.id) == archived_contract(ended, LATER)
    assert desk.order(SALE.id).linked == Decimal(30)


def test_an_order_that_is_archived_leaves_and_releases_its_contracts(desk: Desk) -> None:
    desk.link(linkage(1, SALE, SHORT, "30"))
    desk.link(linkage(2, SALE, OTHER_SHORT, "50"))
    desk.link(linkage(3, OTHER_SALE, SHORT, "20"))
    before = desk.order(SALE.id)
    hedging = desk.contracts.found(desk.orders.hedged_by(SALE.id))
    desk.commit(desk.orders.archiving(before, hedging, LATER))
    assert desk.order(SALE.id) == archived_order(before, LATER)
    assert not desk.orders.hedged_by(SALE.id)
    assert links(desk, SHORT.id) == {OTHER_SALE.id: Decimal(20)}
    assert links(desk, OTHER_SHORT.id) == {}
    assert list(desk.portfolios.live().orders) == [OTHER_SALE.id]
    refused(desk, *desk.linkages.adding(linkage(4, SALE, SHORT, "1"), before, desk.contract(SHORT.id)))


def test_an_order_is_not_archived_twice(desk: Desk) -> None:
    before = desk.order(SALE.id)
    writes = desk.orders.archiving(before, [], LATER)
    desk.commit(writes)
    refused(desk, *writes)


def hedged(desk: Desk, most: int) -> list[HedgeContract]:
    """So many contracts, each linked to the sale."""
    numbers = count(100)
    made = [contract(next(numbers)) for _ in range(most)]
    for number, one in enumerate(made):
        desk.add(one)
        desk.link(linkage(100 + number, SALE, one, "1"))
    return made


def test_the_most_links_of_an_order_are_held_to_and_released_at_once(desk: Desk) -> None:
    made = hedged(desk, MOST_LINKED)
    refused(desk, *desk.linkages.adding(linkage(1, SALE, SHORT, "1"), desk.order(SALE.id), desk.contract(SHORT.id)))
    desk.link(linkage(2, SALE, made[0], "1"))
    hedging = desk.contracts.found(desk.orders.hedged_by(SALE.id))
    assert [one.id for one in hedging] == [one.id for one in made]
    desk.commit(desk.orders.archiving(desk.order(SALE.id), hedging, LATER))
    assert {one.linked for one in desk.portfolios.live().contracts.values()} == {Decimal(0)}


def test_the_most_links_of_a_contract_are_released_at_once(desk: Desk) -> None:
    orders = [order(100 + number) for number in range(MOST_LINKED)]
    for number, one in enumerate(orders):
        desk.add(one)
        desk.link(linkage(100 + number, one, SHORT, "1"))
    desk.commit(desk.contracts.closing(desk.contract(SHORT.id), Status.CANCELLED))
    assert {one.linked for one in desk.orders.listed(None, 100).items} == {Decimal(0)}
