"""The body of a scenario: deltas of three kinds, told apart by `delta_type`."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints, field_validator
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError
from pydantic_core.core_schema import ValidationInfo

from hedge.http.bodies import Body, CommodityName, Day, Id, Price, PriceUnit, Quantity, Symbol
from hedge.http.periods import AsOf, Period
from hedge.model.contract import FloatConvention, HedgeContract, Side
from hedge.scenarios.deltas import AddContract, AdjustOrder, OverridePrice, Scenario

MOST_DELTAS = 2_000

_HEDGED: JsonDict = {
    "delta_type": "add_unlinked_hedge_contract",
    "contract_id": "a hedge that we may make",
    "commodity": "ALUMINUM",
    "quantity_mt": "20.000",
    "fixed_leg_side": "sell",
    "variable_leg_side": "buy",
    "fixed_price_value": "2590",
    "fixed_price_unit": "USD/MT",
    "float_pricing_convention": "avg",
}
_PRICED: JsonDict = {
    "delta_type": "add_cash_settlement_price_override",
    "symbol": "LME_ALU_CASH_SETTLEMENT_DAILY",
    "settlement_date": "2026-01-30",
    "price_usd": "2650",
}
_EXAMPLE: JsonDict = {
    "as_of_date": "2026-02-01",
    "period_start": "2026-01-01",
    "period_end": "2026-02-01",
    "deltas": [_HEDGED, _PRICED],
}

ScenarioId = Annotated[str, StringConstraints(min_length=1, max_length=64)]
"""Any text: the contract is called by it in the answer, and nowhere else."""


class AddContractBody(Body):
    delta_type: Literal["add_unlinked_hedge_contract"]
    contract_id: ScenarioId
    commodity: CommodityName
    quantity_mt: Quantity
    fixed_leg_side: Side
    variable_leg_side: Side
    fixed_price_value: Price
    fixed_price_unit: PriceUnit
    float_pricing_convention: FloatConvention

    @field_validator("variable_leg_side")
    @classmethod
    def _is_opposite(cls, side: Side, known: ValidationInfo) -> Side:
        if side is known.data.get("fixed_leg_side"):
            raise PydanticCustomError("equal_sides", "the two legs are on opposite sides")
        return side

    @property
    def delta(self) -> AddContract:
        return AddContract(
            HedgeContract(
                id=self.contract_id,
                commodity=self.commodity,
                quantity=self.quantity_mt,
                fixed_side=self.fixed_leg_side,
                fixed_price=self.fixed_price_value,
                convention=self.float_pricing_convention,
                trade_date=None,
                settlement_date=None,
                created_at=0,
            )
        )


class AdjustOrderBody(Body):
    delta_type: Literal["adjust_order_quantity_mt"]
    order_id: Id
    new_quantity_mt: Quantity

    @property
    def delta(self) -> AdjustOrder:
        return AdjustOrder(self.order_id, self.new_quantity_mt)


class OverridePriceBody(Body):
    delta_type: Literal["add_cash_settlement_price_override"]
    symbol: Symbol
    settlement_date: Day
    price_usd: Price

    @property
    def delta(self) -> OverridePrice:
        return OverridePrice((self.symbol, self.settlement_date), self.price_usd)


DeltaBody = Annotated[AddContractBody | AdjustOrderBody | OverridePriceBody, Field(discriminator="delta_type")]


class WhatIfBody(AsOf, Period):
    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    deltas: Annotated[list[DeltaBody], Field(max_length=MOST_DELTAS)]

    @property
    def scenario(self) -> Scenario:
        return Scenario(self.as_of_date, self.period_start, self.period_end, [one.delta for one in self.deltas])
