"""What holds of the figures of every portfolio whose links fit."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given

from hedge.figures.cashflow import analytic, projection
from hedge.figures.exposure import ExposureRow, commercial, overall
from hedge.figures.mtm import ObjectType, mtm_of_contract, mtm_of_order
from hedge.model.commodity import Commodity
from hedge.model.contract import Classification
from hedge.model.order import OrderType
from hedge.model.portfolio import Portfolio
from tests.unit.hedge.desk import prices_of
from tests.unit.hedge.portfolios import fitting_portfolios

AS_OF = date(2026, 2, 1)
QUOTES = prices_of({"2026-01-30": "2600.123457"}, Commodity)


def left_of(row: ExposureRow, object_type: ObjectType, ids: Iterable[str]) -> Decimal:
    wanted = set(ids)
    held = [one for one in row.entities if one.entity_type is object_type and one.entity_id in wanted]
    return sum((one.quantity_mt for one in held), Decimal(0))


def orders_left(portfolio: Portfolio, row: ExposureRow, order_type: OrderType) -> Decimal:
    return left_of(row, ObjectType.ORDER, (one.id for one in portfolio.orders.values() if one.order_type is order_type))


def contracts_left(portfolio: Portfolio, row: ExposureRow, held: Classification) -> Decimal:
    ids = (one.id for one in portfolio.contracts.values() if one.classification is held)
    return left_of(row, ObjectType.HEDGE_CONTRACT, ids)


@given(fitting_portfolios())
def test_nothing_but_a_net_is_ever_negative(portfolio: Portfolio) -> None:
    for row in (*commercial(portfolio), *overall(portfolio)):
        assert min(row.active, row.passive, row.reduction_active, row.reduction_passive) >= 0
        assert min(row.hedge_long, row.hedge_short) >= 0
        assert all(entity.quantity_mt >= 0 for entity in row.entities)
        assert row.net == row.active - row.passive


@given(fitting_portfolios())
def test_commercial_rows_are_the_sums_of_their_orders(portfolio: Portfolio) -> None:
    rows = commercial(portfolio)
    for row in rows:
        assert row.active == orders_left(portfolio, row, OrderType.SALE)
        assert row.passive == orders_left(portfolio, row, OrderType.PURCHASE)
    listed = [entity.entity_id for row in rows for entity in row.entities]
    assert sorted(listed) == sorted(one.id for one in portfolio.orders.values() if one.is_variable)


@given(fitting_portfolios())
def test_global_rows_are_the_sums_of_their_orders_and_contracts(portfolio: Portfolio) -> None:
    for row in overall(portfolio):
        short = contracts_left(portfolio, row, Classification.SHORT)
        long = contracts_left(portfolio, row, Classification.LONG)
        assert (row.hedge_short, row.hedge_long) == (short, long)
        assert row.active == orders_left(portfolio, row, OrderType.SALE) + short
        assert row.passive == orders_left(portfolio, row, OrderType.PURCHASE) + long


@given(fitting_portfolios())
def test_global_is_commercial_and_what_is_left_of_the_contracts(portfolio: Portfolio) -> None:
    everywhere = {row.commodity: row for row in overall(portfolio)}
    for row in commercial(portfolio):
        whole = everywhere[row.commodity]
        assert whole.active == row.active + whole.hedge_short
        assert whole.passive == row.passive + whole.hedge_long
        assert (whole.hedge_short, whole.hedge_long) == (row.hedge_short, row.hedge_long)
        assert whole.pre_reduction_active >= row.pre_reduction_active


@given(fitting_portfolios())
def test_what_is_taken_of_orders_is_taken_of_contracts(portfolio: Portfolio) -> None:
    of_orders = sum((portfolio.linked_of_order(one) for one in portfolio.orders), Decimal(0))
    of_contracts = sum((portfolio.linked_of_contract(one) for one in portfolio.contracts), Decimal(0))
    assert of_orders == of_contracts == sum((one.linked for one in portfolio.contracts.values()), Decimal(0))


@given(fitting_portfolios())
def test_without_its_contracts_every_order_is_exposed_whole(portfolio: Portfolio) -> None:
    for row in commercial(replace(portfolio, contracts={})):
        assert (row.reduction_active, row.reduction_passive) == (Decimal(0), Decimal(0))
        assert (row.hedge_long, row.hedge_short) == (Decimal(0), Decimal(0))


@given(fitting_portfolios())
def test_the_analytic_cash_flow_is_the_sum_of_every_mark(portfolio: Portfolio) -> None:
    of_contracts = [mtm_of_contract(one, QUOTES.d1, AS_OF).mtm_value for one in portfolio.contracts.values()]
    of_orders = [mtm_of_order(one, QUOTES.d1, AS_OF).mtm_value for one in portfolio.orders.values() if one.is_variable]
    found = analytic(portfolio, QUOTES, AS_OF)
    assert found.total_net_cashflow == sum((*of_contracts, *of_orders), Decimal(0))
    assert len(found.items) == len(of_contracts) + len(of_orders)


@given(fitting_portfolios())
def test_the_order_in_which_a_portfolio_is_read_changes_nothing(portfolio: Portfolio) -> None:
    backwards = Portfolio(
        dict(reversed([*portfolio.orders.items()])),
        {
            one.id: replace(one, links=dict(reversed([*one.links.items()])))
            for one in reversed([*portfolio.contracts.values()])
        },
    )
    assert commercial(backwards) == commercial(portfolio)
    assert overall(backwards) == overall(portfolio)
    assert analytic(backwards, QUOTES, AS_OF) == analytic(portfolio, QUOTES, AS_OF)
    assert projection(backwards, QUOTES, AS_OF) == projection(portfolio, QUOTES, AS_OF)
