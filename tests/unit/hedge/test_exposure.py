"""Exposure by metal: whose quantities count, on which side, and what the links leave of them."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from hedge.figures.exposure import ExposureRow, commercial, overall
from hedge.model.amounts import write_quantity
from hedge.model.commodity import Commodity
from hedge.model.contract import Side
from hedge.model.order import OrderType
from hedge.model.portfolio import Portfolio
from lacre.model.refusal import Ground, Refusal, Subject
from lacre.model.vocabulary import EntityType
from tests.unit.hedge.desk import contract_of, fixed_order_of, order_of, portfolio_of

SALE = order_of("SO1", OrderType.SALE, "100", "2500")
PURCHASE = order_of("PO1", OrderType.PURCHASE, "60", "2450.5")


def tons(row: ExposureRow) -> list[str]:
    """Active and passive before, active and passive after, net, long, short: without decimals that are zero."""
    figures = (row.pre_reduction_active, row.pre_reduction_passive, row.active, row.passive, row.net)
    return [write_quantity(figure).removesuffix(".000") for figure in (*figures, row.hedge_long, row.hedge_short)]


def test_nothing_is_no_row() -> None:
    assert commercial(portfolio_of()) == overall(portfolio_of()) == []


def test_a_fixed_order_is_exposed_to_nothing() -> None:
    fixed = portfolio_of(fixed_order_of("SO2", OrderType.SALE, "25", "2700"))
    assert commercial(fixed) == overall(fixed) == []


def test_a_sale_is_active_and_a_purchase_passive() -> None:
    for figure in (commercial, overall):
        (row,) = figure(portfolio_of(SALE, PURCHASE))
        assert tons(row) == ["100", "60", "100", "60", "40", "0", "0"]
        assert (row.reduction_active, row.reduction_passive) == (Decimal(0), Decimal(0))


def test_a_contract_alone_shows_in_the_global_exposure_only() -> None:
    held = portfolio_of(contract_of("HL", Side.BUY, "30", "2480"), contract_of("HS", Side.SELL, "50", "2520"))
    assert commercial(held) == []
    (row,) = overall(held)
    assert tons(row) == ["50", "30", "50", "30", "20", "30", "50"]


def test_links_to_several_contracts_and_orders_add_up() -> None:
    held = portfolio_of(
        SALE,
        PURCHASE,
        order_of("SO3", OrderType.SALE, "10.001", "2500"),
        contract_of("HS1", Side.SELL, "50", "2520", links={"SO1": "49.999", "SO3": "0.001"}),
        contract_of("HS2", Side.SELL, "60", "2520", links={"SO1": "50.001", "SO3": "9.999"}),
        contract_of("HL1", Side.BUY, "61.5", "2520", links={"PO1": "60"}),
    )
    (row,) = commercial(held)
    assert tons(row) == ["110.001", "60", "0.001", "0", "0.001", "1.500", "0"]
    (row,) = overall(held)
    assert tons(row) == ["220.001", "121.500", "0.001", "1.500", "-1.499", "1.500", "0"]
    told = {entity.entity_id: write_quantity(entity.quantity_mt) for entity in row.entities}
    assert told == {"HL1": "1.500", "HS1": "0.000", "HS2": "0.000", "PO1": "0.000", "SO1": "0.000", "SO3": "0.001"}
    assert [entity.entity_id for entity in row.entities] == list(told)


def test_metals_are_kept_apart_and_sorted() -> None:
    held = portfolio_of(
        *(order_of(f"SO-{metal}", OrderType.SALE, "1", None, commodity=metal) for metal in reversed(Commodity)),
        contract_of("HT", Side.SELL, "2", "1", commodity=Commodity.TIN, links={"SO-TIN": "1"}),
    )
    rows = commercial(held)
    assert [row.commodity for row in rows] == ["ALUMINUM", "COPPER", "LEAD", "NICKEL", "TIN", "ZINC"]
    assert [tons(row) for row in rows if row.commodity is Commodity.TIN] == [["1", "0", "0", "0", "0", "0", "1"]]
    assert [row.commodity for row in overall(held)] == [row.commodity for row in rows]


def test_when_the_hedge_is_gone_its_order_is_exposed_again() -> None:
    hedged = portfolio_of(SALE, contract_of("HS", Side.SELL, "50", "2520", links={"SO1": "40"}))
    # The order's own counter tells nothing of who took it.
    (row,) = commercial(portfolio_of(replace(SALE, linked=Decimal(40))))
    assert [tons(row)[2] for row in commercial(hedged)] == ["60"]
    assert tons(row)[2] == "100"


def test_when_the_order_is_gone_its_hedge_is_whole_again() -> None:
    hedge = contract_of("HS", Side.SELL, "50", "2520", links={"SO1": "40"})
    (row,) = overall(portfolio_of(hedge, PURCHASE))
    assert tons(row) == ["50", "60", "50", "60", "-10", "0", "50"]


@pytest.mark.parametrize("figure", [commercial, overall])
@pytest.mark.parametrize(
    ("links", "subject"),
    [
        ({"SO1": "100.001"}, Subject(EntityType.ORDER, "SO1")),
        ({"SO1": "100", "SO9": "21"}, Subject(EntityType.CONTRACT, "HS")),
    ],
)
def test_more_linked_than_there_is_is_a_conflict(
    figure: Callable[[Portfolio], list[ExposureRow]], links: dict[str, str], subject: Subject
) -> None:
    held = portfolio_of(
        SALE,
        order_of("SO9", OrderType.SALE, "1000", "2500"),
        contract_of("HS", Side.SELL, "120", "2520", links=links),
    )
    with pytest.raises(Refusal) as refused:
        figure(held)
    assert (refused.value.ground, refused.value.reason.code) == (Ground.CONFLICT, "NEGATIVE_RESIDUAL")
    assert refused.value.subject == subject


def test_a_link_to_an_order_at_a_fixed_price_does_not_count() -> None:
    fixed = fixed_order_of("SO2", OrderType.SALE, "25", "2700")
    held = portfolio_of(fixed, contract_of("HS", Side.SELL, "50", "2520", links={"SO2": "20"}))
    assert held.linked_of_order("SO2") == Decimal(0)
    (row,) = overall(held)
    assert tons(row) == ["50", "0", "50", "0", "50", "0", "50"]
