"""Hedge contracts: what they are called and how they are shown, and which legs make one."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from hedge.model.contract import Classification, FloatConvention, Side, Status
from hedge.model.legs import ContractLeg, fixed_side_of
from hedge.model.linkage import Linkage
from hedge.model.order import PriceType
from hedge.model.price import SettlementPrice
from lacre.model.canonical import encode
from lacre.model.refusal import Ground, Refusal
from tests.unit.hedge.desk import ALUMINUM, NOON, contract_of

ID = "019c1a2b-3c4d-7e5f-8a9b-0c1d2e3f4a5b"


def test_a_contract_is_shown_by_the_names_of_the_api() -> None:
    dated = {"trade_date": date(2026, 1, 5), "settlement_date": date(2026, 3, 20)}
    contract = contract_of(
        ID, Side.SELL, "50", "2520", convention=FloatConvention.AVG_INTER, links={"SO1": "40"}, **dated
    )
    assert contract.shown() == {
        "id": ID,
        "reference": "HC-0C1D2E3F4A5B",
        "commodity": "ALUMINUM",
        "quantity_mt": "50.000",
        "legs": [{"side": "sell", "price_type": "fixed"}, {"side": "buy", "price_type": "variable"}],
        "fixed_price_value": "2520.000000",
        "fixed_price_unit": "USD/MT",
        "float_pricing_convention": "avginter",
        "trade_date": "2026-01-05",
        "settlement_date": "2026-03-20",
        "classification": "short",
        "status": "active",
        "linked_mt": "40.000",
        "archived_at": None,
        "created_at": "2026-02-01T12:00:00.000Z",
    }
    assert encode(contract.shown())


def test_long_buys_at_the_fixed_price_and_short_sells() -> None:
    assert contract_of("HL", Side.BUY, "1", "1").classification is Classification.LONG
    assert contract_of("HS", Side.SELL, "1", "1").classification is Classification.SHORT


def test_only_an_active_contract_that_is_not_archived_is_open() -> None:
    active = contract_of("HL", Side.BUY, "1", "1")
    settled, cancelled = (replace(active, status=status) for status in (Status.SETTLED, Status.CANCELLED))
    archived = replace(active, archived_at=NOON)
    assert [one.is_open for one in (active, settled, cancelled, archived)] == [True, False, False, False]
    assert [one.is_live for one in (active, settled, cancelled, archived)] == [True, True, True, False]
    assert archived.shown()["archived_at"] == "2026-02-01T12:00:00.000Z"


FIXED_BUY, FIXED_SELL = (ContractLeg(side, PriceType.FIXED) for side in (Side.BUY, Side.SELL))
FLOAT_BUY, FLOAT_SELL = (ContractLeg(side, PriceType.VARIABLE) for side in (Side.BUY, Side.SELL))


@pytest.mark.parametrize(
    ("legs", "side"),
    [
        ([FIXED_BUY, FLOAT_SELL], Side.BUY),
        ([FLOAT_SELL, FIXED_BUY], Side.BUY),
        ([FIXED_SELL, FLOAT_BUY], Side.SELL),
        ([FLOAT_BUY, FIXED_SELL], Side.SELL),
    ],
)
def test_opposite_legs_make_a_contract(legs: list[ContractLeg], side: Side) -> None:
    assert fixed_side_of(legs) is side


@pytest.mark.parametrize(
    "legs",
    [
        [],
        [FIXED_BUY],
        [FIXED_BUY, FIXED_SELL],
        [FLOAT_BUY, FLOAT_SELL],
        [FIXED_BUY, FLOAT_BUY],
        [FIXED_SELL, FLOAT_SELL],
        [FIXED_BUY, FLOAT_SELL, FLOAT_SELL],
        [FIXED_BUY, FIXED_BUY, FLOAT_SELL],
    ],
)
def test_other_legs_do_not(legs: list[ContractLeg]) -> None:
    with pytest.raises(Refusal) as refused:
        fixed_side_of(legs)
    assert (refused.value.ground, refused.value.reason.code) == (Ground.INVALID, "LEGS_INVALID")
    assert [fault.at for fault in refused.value.faults] == ["body.legs"]


def test_a_link_and_a_price_are_shown_by_the_names_of_the_api() -> None:
    linkage = Linkage(id="L1", order_id="SO1", contract_id="HS", quantity=Decimal(40), created_at=NOON)
    assert linkage.shown() == {
        "id": "L1",
        "order_id": "SO1",
        "contract_id": "HS",
        "quantity_mt": "40.000",
        "created_at": "2026-02-01T12:00:00.000Z",
    }
    day = date(2026, 1, 30)
    price = SettlementPrice(symbol=ALUMINUM, date=day, price=Decimal(2600), source="example", recorded_at=NOON)
    assert price.shown() == {
        "source": "example",
        "symbol": "LME_ALU_CASH_SETTLEMENT_DAILY",
        "settlement_date": "2026-01-30",
        "price_usd": "2600.000000",
        "recorded_at": "2026-02-01T12:00:00.000Z",
    }
