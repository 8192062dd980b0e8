"""What holds of every scenario over every portfolio."""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hedge.model.commodity import Commodity, symbol_of
from hedge.model.contract import Side
from hedge.model.portfolio import Portfolio
from tests.unit.hedge.desk import NOON, contract_of, portfolio_of
from tests.unit.hedge.portfolios import METALS, THOUSANDTHS, fitting_portfolios
from tests.unit.hedge.risk_worlds import AS_OF, PERIOD, RiskWorld, add, adjust, override
from tests.unit.hedge.trading_world import LONG, SHORT

MILLIONTHS = st.integers(1, 10**18 - 1)
OPEN_DAYS = st.sampled_from([date(2026, 1, 30) + timedelta(days=days) for days in range(-3, 4)])
DELTA_IDS = st.text(min_size=1, max_size=64).filter(lambda text: text.isprintable())
MOST = 5

BY_HTTP = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def world() -> RiskWorld:
    return RiskWorld(has_desk=True)


@dataclass
class Scenario:
    portfolio: Portfolio
    deltas: list[dict[str, object]]


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Deltas of different targets, none of which is refused."""
    portfolio = draw(fitting_portfolios())
    contracts = [
        add(one, draw(st.sampled_from(Side)), _tons(draw), _price(draw), commodity=draw(METALS).value)
        for one in draw(st.lists(DELTA_IDS, max_size=MOST, unique=True))
        if one not in portfolio.contracts
    ]
    orders = [
        adjust(one, str(max(Decimal(_tons(draw)), portfolio.linked_of_order(one))))
        for one in sorted(portfolio.orders)
        if draw(st.booleans())
    ]
    keys = draw(st.lists(st.tuples(METALS, OPEN_DAYS), max_size=MOST, unique=True))
    prices = [override(day.isoformat(), _price(draw), symbol_of(metal)) for metal, day in keys]
    return Scenario(portfolio, draw(st.permutations([*contracts, *orders, *prices])))


def _tons(draw: st.DrawFn) -> str:
    return str(Decimal(draw(THOUSANDTHS)).scaleb(-3))


def _price(draw: st.DrawFn) -> str:
    return f"{Decimal(draw(MILLIONTHS)).scaleb(-6):f}"


@BY_HTTP
@given(portfolio=fitting_portfolios())
def test_without_deltas_it_tells_the_live_figures(world: RiskWorld, portfolio: Portfolio) -> None:
    world.start_over(portfolio)
    what_if = world.figures()
    assert what_if["commercial_exposure_snapshot"] == world.figure("/exposures/commercial")["exposures"]
    assert what_if["global_exposure_snapshot"] == world.figure("/exposures/global")["exposures"]
    analytic = world.figure("/cashflow/analytic", AS_OF)
    assert what_if["cashflow_snapshot"] == {"analytic": analytic}
    marks = {one["object_id"]: one["mtm_value"] for one in what_if["mtm_snapshot"]}
    assert marks == {one["object_id"]: one["amount_usd"] for one in analytic["items"]}


@BY_HTTP
@given(scenario=scenarios(), seed=st.integers(0, 2**32))
def test_the_order_of_the_deltas_does_not_matter(world: RiskWorld, scenario: Scenario, seed: int) -> None:
    world.start_over(scenario.portfolio)
    shuffled = random.Random(seed).sample(scenario.deltas, len(scenario.deltas))
    answers = [world.run(*deltas) for deltas in (scenario.deltas, shuffled, scenario.deltas)]
    assert answers[0].status_code == 200, answers[0].text
    assert answers[0].content == answers[1].content == answers[2].content


@BY_HTTP
@given(scenario=scenarios())
def test_it_tells_what_would_be_if_it_were_so(world: RiskWorld, scenario: Scenario) -> None:
    world.start_over(scenario.portfolio)
    supposed = world.figures(*scenario.deltas)
    for delta in scenario.deltas:
        _make_so(world, delta)
    assert world.figures() == supposed


@BY_HTTP
@given(portfolio=fitting_portfolios())
def test_an_order_adjusted_to_its_own_quantity_changes_nothing(world: RiskWorld, portfolio: Portfolio) -> None:
    world.start_over(portfolio)
    same = [adjust(one.id, str(one.quantity)) for one in portfolio.orders.values()]
    assert world.run(*same).content == world.run().content


@BY_HTTP
@given(portfolio=fitting_portfolios(), price=MILLIONTHS, metal=METALS, days=st.integers(-400, 300))
def test_an_override_acts_on_its_metal_and_day_alone(
    world: RiskWorld, portfolio: Portfolio, price: int, metal: Commodity, days: int
) -> None:
    world.start_over(portfolio)
    day = date(2026, 1, 30) + timedelta(days=days)
    before = world.figures()
    after = world.figures(override(day.isoformat(), f"{Decimal(price).scaleb(-6):f}", symbol_of(metal)))
    if day != date(2026, 1, 30):
        assert after == before
    metals = {one.id: one.commodity for one in portfolio.orders.values()}
    metals |= {one.id: one.commodity for one in portfolio.contracts.values()}
    for name in ("mtm_snapshot", "pl_snapshot"):
        for was, now in zip(before[name], after[name], strict=True):
            assert was == now or metals[str(was.get("object_id", was.get("entity_id")))] is metal
    for name in ("commercial_exposure_snapshot", "global_exposure_snapshot"):
        assert after[name] == before[name]


@BY_HTTP
@given(tons=THOUSANDTHS, fixed=MILLIONTHS, settled=MILLIONTHS, is_long=st.booleans())
def test_profit_after_settlement_is_the_arithmetic_of_the_ledger(
    world: RiskWorld, tons: int, fixed: int, settled: int, is_long: bool
) -> None:
    world.start_over(portfolio_of())
    world.publish("2026-01-30", f"{Decimal(settled).scaleb(-6):f}")
    terms = {"quantity_mt": f"{Decimal(tons).scaleb(-3):f}", "fixed_price_value": f"{Decimal(fixed).scaleb(-6):f}"}
    contract_id = str(world.made("/v1/contracts/hedge", {**(LONG if is_long else SHORT), **terms})["id"])
    settle = {"source_event_id": contract_id, "cashflow_date": "2026-02-01"}
    entries = world.made(f"/v1/cashflow/contracts/{contract_id}/settle", settle)["entries"]
    signed = {one["leg_id"]: Decimal(one["amount"]) * (1 if one["direction"] == "IN" else -1) for one in entries}
    sign = -1 if is_long else 1
    assert signed == {"FIXED": sign * _rounded(tons * fixed), "FLOAT": -sign * _rounded(tons * settled)}
    pl = world.figure(f"/pl/hedge_contract/{contract_id}", PERIOD)
    assert Decimal(pl["realized_pl"]) == sum(signed.values())
    assert pl["unrealized_mtm"] == "0.000000"
    assert [one for one in world.figures()["pl_snapshot"] if one["entity_id"] == contract_id] == [pl]


def _rounded(billionths: int) -> Decimal:
    """USD with six decimals, by integers but for the rounding."""
    return Decimal(billionths).scaleb(-3).quantize(Decimal(1), ROUND_HALF_EVEN, Context(60)).scaleb(-6)


def _make_so(world: RiskWorld, delta: dict[str, Any]) -> None:
    match delta["delta_type"]:
        case "adjust_order_quantity_mt":
            order = world.desk.orders[delta["order_id"]]
            world.hold(replace(order, quantity=Decimal(delta["new_quantity_mt"])))
        case "add_cash_settlement_price_override":
            world.publish(delta["settlement_date"], delta["price_usd"], delta["symbol"])
        case _:
            side, metal = Side(delta["fixed_leg_side"]), Commodity(delta["commodity"])
            terms = (delta["quantity_mt"], delta["fixed_price_value"])
            world.hold(contract_of(delta["contract_id"], side, *terms, commodity=metal, created_at=NOON))
