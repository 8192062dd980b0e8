"""Hedge contracts as the API shows them."""

from hedge.http.answers import Listed, Shown
from hedge.http.bodies import PriceUnit
from hedge.model.commodity import Commodity
from hedge.model.contract import Classification, FloatConvention, Side, Status
from hedge.model.order import PriceType


class LegAnswer(Shown):
    side: Side
    price_type: PriceType


class ContractAnswer(Shown):
    """`linked_mt` is how much of `quantity_mt` hedges orders; quantities and prices are decimal texts."""

    id: str
    reference: str
    commodity: Commodity
    quantity_mt: str
    legs: list[LegAnswer]
    fixed_price_value: str
    fixed_price_unit: PriceUnit
    float_pricing_convention: FloatConvention
    trade_date: str | None
    settlement_date: str | None
    classification: Classification
    status: Status
    linked_mt: str
    archived_at: str | None
    created_at: str


class ContractsAnswer(Listed):
    contracts: list[ContractAnswer]
