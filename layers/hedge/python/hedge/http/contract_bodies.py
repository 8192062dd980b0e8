"""Bodies of the routes of hedge contracts."""

from datetime import date
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, field_validator
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError
from pydantic_core.core_schema import ValidationInfo

from hedge.http.bodies import Body, CommodityName, Day, Price, PriceUnit, Quantity
from hedge.model.contract import FloatConvention, Side
from hedge.model.legs import ContractLeg
from hedge.model.order import PriceType
from hedge.trading.create_contract import ContractDraft

_SHORT: JsonDict = {
    "commodity": "ALUMINUM",
    "quantity_mt": "50.000",
    "legs": [{"side": "sell", "price_type": "fixed"}, {"side": "buy", "price_type": "variable"}],
    "fixed_price_value": "2520",
    "fixed_price_unit": "USD/MT",
    "float_pricing_convention": "avg",
    "trade_date": "2026-01-15",
    "settlement_date": "2026-03-20",
}


class LegBody(Body):
    side: Side
    price_type: PriceType


class NewContractBody(Body):
    """One leg is fixed and one variable, on opposite sides. A contract whose fixed leg buys is long, else short."""

    model_config = ConfigDict(json_schema_extra={"examples": [_SHORT]})

    commodity: CommodityName
    quantity_mt: Quantity
    legs: Annotated[list[LegBody], Field(min_length=2, max_length=2)]
    fixed_price_value: Price
    fixed_price_unit: PriceUnit
    float_pricing_convention: FloatConvention
    trade_date: Day | None = None
    settlement_date: Day | None = None

    @field_validator("settlement_date")
    @classmethod
    def _is_in_order(cls, settled: date | None, known: ValidationInfo) -> date | None:
        traded = known.data.get("trade_date")
        if traded is not None and settled is not None and settled < traded:
            raise PydanticCustomError("before_trade_date", "the contract settles before it is traded")
        return settled

    @property
    def draft(self) -> ContractDraft:
        return ContractDraft(
            commodity=self.commodity,
            quantity=self.quantity_mt,
            legs=[ContractLeg(leg.side, leg.price_type) for leg in self.legs],
            fixed_price=self.fixed_price_value,
            convention=self.float_pricing_convention,
            trade_date=self.trade_date,
            settlement_date=self.settlement_date,
        )


class StatusBody(Body):
    """A contract is cancelled here; what settles it is its settlement."""

    status: Literal["cancelled"]
