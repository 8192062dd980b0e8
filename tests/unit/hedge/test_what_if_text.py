"""What is written as text is what the figures show, and of the form that the API documents."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedge.figures.cashflow import Cashflow, CashflowItem, analytic_of, marks
from hedge.figures.exposure import both, commercial, overall
from hedge.figures.mtm import ObjectType
from hedge.figures.pl import pl_of_contract
from hedge.http.what_if_answers import WhatIfAnswer
from hedge.http.what_if_text import what_if_json
from hedge.model.commodity import Commodity
from hedge.model.contract import Side
from hedge.model.portfolio import Portfolio
from hedge.scenarios.run_what_if import WhatIf
from tests.unit.hedge.desk import contract_of, portfolio_of, prices_of
from tests.unit.hedge.portfolios import fitting_portfolios

AS_OF, START = date(2026, 2, 1), date(2026, 1, 1)
QUOTES = prices_of({"2026-01-30": "2600.000001"}, [Commodity.ALUMINUM, Commodity.TIN])
IDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=64)
HOSTILE = ['"', "\\", "{}", "%s{0}", "\x00\x1f\n", "\u2028", "á", "😀", '","quantity_mt":"0.000"},{"a":"']


def figures_of(portfolio: Portfolio) -> WhatIf:
    exposures, marked = both(portfolio), marks(portfolio, QUOTES, AS_OF)
    pl = [pl_of_contract(one, (), QUOTES.d1, START, AS_OF) for one in portfolio.contracts.values()]
    return WhatIf(exposures[0], exposures[1], marked, analytic_of(portfolio, marked, AS_OF), pl)


def shown(figures: WhatIf) -> bytes:
    answer = {
        "commercial_exposure_snapshot": [row.shown() for row in figures.commercial],
        "global_exposure_snapshot": [row.shown() for row in figures.overall],
        "mtm_snapshot": [mark.shown() for mark in figures.marks],
        "cashflow_snapshot": {"analytic": figures.analytic.shown()},
        "pl_snapshot": [pl.shown() for pl in figures.pl],
    }
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()


@given(portfolio=fitting_portfolios(), ids=st.lists(IDS, max_size=3, unique=True))
def test_it_is_what_the_figures_show(portfolio: Portfolio, ids: list[str]) -> None:
    added = {one: contract_of(one, Side.BUY, "0.001", "999999999999.999999") for one in ids}
    figures = figures_of(replace(portfolio, contracts={**portfolio.contracts, **added}))
    assert what_if_json(figures) == shown(figures)


@pytest.mark.parametrize("contract_id", HOSTILE)
def test_an_id_of_any_text_stays_an_id(contract_id: str) -> None:
    hedge = contract_of(contract_id, Side.SELL, "1", "1", settlement_date=date(2026, 3, 20))
    figures = figures_of(portfolio_of(hedge))
    text = what_if_json(figures)
    assert text == shown(figures)
    told = WhatIfAnswer.model_validate_json(text)
    assert [one.object_id for one in told.mtm_snapshot] == [contract_id]
    assert [one.entity_id for one in told.pl_snapshot] == [contract_id]


@pytest.mark.parametrize("value", [None, Decimal("-0.000001"), Decimal("1.000000")])
def test_an_amount_that_is_no_mark_to_market_is_written_beside_it(value: Decimal | None) -> None:
    item = CashflowItem(
        object_type=ObjectType.ORDER, object_id="O", settlement_date=None, amount_usd=Decimal(1), mtm_value=value
    )
    figures = replace(figures_of(portfolio_of()), analytic=Cashflow(as_of_date=AS_OF, items=(item,)))
    assert what_if_json(figures) == shown(figures)


@given(portfolio=fitting_portfolios())
def test_both_exposures_are_each_of_them(portfolio: Portfolio) -> None:
    assert both(portfolio) == (commercial(portfolio), overall(portfolio))
