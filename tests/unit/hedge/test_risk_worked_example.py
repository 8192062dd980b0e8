"""The specification's worked example by HTTP: from the first order to the last digit."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.unit.hedge.risk_worlds import AS_OF, PERIOD, RiskWorld, member_of
from tests.unit.hedge.trading_world import FIXED, SALES
from tests.unit.hedge.worked_example import COMMERCIAL, GLOBAL

PRICES = "/v1/market-data/settlement-prices"
EVENT_ID = "5d8f4ab0-7a35-4f6a-9f57-5b0a3a1f6c11"
ALUMINUM_PRICE = {"source": "LME", "symbol": "LME_ALU_CASH_SETTLEMENT_DAILY"}


@dataclass
class Desk:
    world: RiskWorld
    so1: str
    po1: str
    so2: str
    hs: str
    hl: str


@pytest.fixture
def desk() -> Desk:
    world = RiskWorld(has_desk=True)
    prices = [
        {**ALUMINUM_PRICE, "settlement_date": day, "price_usd": price}
        for day, price in (("2026-01-29", "2550.25"), ("2026-01-30", "2600"))
    ]
    world.made(PRICES, {"prices": prices})
    fixing: dict[str, Any] = {"reference_month": None, "pricing_convention": "C2R", "fixing_date": "2026-03-02"}
    made = Desk(
        world,
        so1=world.sale(),
        po1=world.purchase(quantity_mt="60", avg_entry_price="2450.5", **fixing),
        so2=str(world.made(SALES, {**FIXED, "delivery_date_end": "2026-03-15"})["id"]),
        hs=world.short(),
        hl=world.long(),
    )
    world.linked(made.so1, made.hs, "40")
    return made


def settle(desk: Desk, contract_id: str) -> Any:
    body = {"source_event_id": EVENT_ID, "cashflow_date": "2026-01-30"}
    return desk.world.made(f"/v1/cashflow/contracts/{contract_id}/settle", body)


def test_exposures(desk: Desk) -> None:
    (commercial,) = desk.world.figure("/exposures/commercial")["exposures"]
    entities = commercial.pop("entities")
    assert (commercial, member_of(entities, "quantity_mt")) == (COMMERCIAL, {desk.so1: "60.000", desk.po1: "60.000"})
    (whole,) = desk.world.figure("/exposures/global")["exposures"]
    left = {desk.so1: "60.000", desk.po1: "60.000", desk.hs: "10.000", desk.hl: "30.000"}
    assert member_of(whole.pop("entities"), "quantity_mt") == left
    assert whole == GLOBAL


def test_marks_and_the_analytic_cash_flow(desk: Desk) -> None:
    marks = {desk.hl: "3600.000000", desk.so1: "10000.000000", desk.hs: "-4000.000000", desk.po1: "-8970.000000"}
    for entity_id, value in marks.items():
        kind = "hedge-contracts" if entity_id in (desk.hl, desk.hs) else "orders"
        mtm = desk.world.figure(f"/mtm/{kind}/{entity_id}", AS_OF)
        assert (mtm["mtm_value"], mtm["price_d1"]) == (value, "2600.000000")
    analytic = desk.world.figure("/cashflow/analytic", AS_OF)
    assert analytic["total_net_cashflow"] == "630.000000"
    assert member_of(analytic["items"], "amount_usd") == member_of(analytic["items"], "mtm_value") == marks


def test_projection(desk: Desk) -> None:
    projection = desk.world.figure("/cashflow/projection", AS_OF)
    told = [(one["object_id"], one["settlement_date"], one["amount_usd"]) for one in projection["items"]]
    assert told == [
        (desk.so2, "2026-03-15", "67500.000000"),
        *sorted([(desk.hs, "2026-03-20", "-4000.000000"), (desk.hl, "2026-03-20", "3600.000000")]),
    ]
    assert projection["total_net_cashflow"] == "67100.000000"


def test_settling_realises_and_reopens(desk: Desk) -> None:
    entries = settle(desk, desk.hs)["entries"]
    told = [(one["leg_id"], one["direction"], one["amount"]) for one in entries]
    assert sorted(told) == [("FIXED", "IN", "126000.000000"), ("FLOAT", "OUT", "127512.500000")]
    pl = desk.world.figure(f"/pl/hedge_contract/{desk.hs}", PERIOD)
    assert (pl["realized_pl"], pl["unrealized_mtm"]) == ("-1512.500000", "0.000000")
    (row,) = desk.world.figure("/exposures/commercial")["exposures"]
    assert (row["active"], row["reduction_active"], row["hedge_short"]) == ("100.000", "0.000", "0.000")
    refused = desk.world.get(f"/v1/mtm/hedge-contracts/{desk.hs}", "AUDITOR", **AS_OF)
    assert (refused.status_code, refused.json()["code"]) == (409, "NOT_ACTIVE")
    taken = desk.world.post("/v1/cashflow/baseline/snapshots", AS_OF, "RISK_MANAGER")
    baseline = taken.json()["values"]
    assert (baseline["ledger_total"], baseline["total_net_cashflow"]) == ("-1512.500000", "3117.500000")


def test_a_tie_goes_to_the_even_neighbour(desk: Desk) -> None:
    price = {**ALUMINUM_PRICE, "settlement_date": "2026-01-28", "price_usd": "2585.123457"}
    desk.world.made(PRICES, price)
    contract_id = desk.world.short(quantity_mt="10.5")
    path = f"/v1/cashflow/contracts/{contract_id}/settle"
    entries = desk.world.made(path, {"source_event_id": EVENT_ID, "cashflow_date": "2026-01-29"})["entries"]
    assert {one["leg_id"]: one["amount"] for one in entries}["FLOAT"] == "27143.796298"


def test_refusals(desk: Desk) -> None:
    world = desk.world
    assert world.link(desk.so1, desk.hs, "11").status_code == 400
    assert world.link(desk.po1, desk.hs, "1").status_code == 422
    assert world.link(desk.so2, desk.hs, "1").status_code == 422
    assert world.get(f"/v1/mtm/orders/{desk.so2}", "AUDITOR", **AS_OF).status_code == 409
    missing = world.get(f"/v1/mtm/orders/{desk.so1}", "AUDITOR", as_of_date="2026-02-10")
    assert (missing.status_code, missing.json()["code"]) == (424, "PRICE_MISSING")
    assert world.post(SALES, {**FIXED, "quantity_mt": "1.0001"}).status_code == 422
    assert world.get("/v1/orders", cursor="x").status_code == 400


def test_a_scenario_without_deltas_tells_the_same(desk: Desk) -> None:
    world = desk.world
    for is_settled in (False, True):
        if is_settled:
            settle(desk, desk.hs)
        what_if = world.figures()
        assert what_if["commercial_exposure_snapshot"] == world.figure("/exposures/commercial")["exposures"]
        assert what_if["global_exposure_snapshot"] == world.figure("/exposures/global")["exposures"]
        assert what_if["cashflow_snapshot"] == {"analytic": world.figure("/cashflow/analytic", AS_OF)}
        pl = [world.figure(f"/pl/hedge_contract/{one}", PERIOD) for one in sorted((desk.hs, desk.hl))]
        assert what_if["pl_snapshot"] == pl
