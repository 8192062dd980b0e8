"""Figures as the API shows them: quantities in metric tons with 3 decimals, prices and money in USD with 6."""

from hedge.figures.mtm import ObjectType
from hedge.http.answers import Shown
from hedge.model.commodity import Commodity


class ExposedAnswer(Shown):
    entity_type: ObjectType
    entity_id: str
    quantity_mt: str


class ExposureAnswer(Shown):
    """`entities` are what is left of each order and contract, by type and id."""

    commodity: Commodity
    pre_reduction_active: str
    pre_reduction_passive: str
    reduction_active: str
    reduction_passive: str
    active: str
    passive: str
    net: str
    hedge_long: str
    hedge_short: str
    entities: list[ExposedAnswer]


class ExposuresAnswer(Shown):
    """By commodity."""

    exposures: list[ExposureAnswer]


class MtmAnswer(Shown):
    """`price_d1` is the settlement price of the exactly previous business day; the value is signed."""

    object_type: ObjectType
    object_id: str
    as_of_date: str
    mtm_value: str
    price_d1: str
    entry_price: str
    quantity_mt: str


class PlAnswer(Shown):
    entity_type: ObjectType
    entity_id: str
    period_start: str
    period_end: str
    realized_pl: str
    unrealized_mtm: str


class CashflowItemAnswer(Shown):
    """`mtm_value` is null where the amount is a whole price."""

    object_type: ObjectType
    object_id: str
    settlement_date: str | None
    amount_usd: str
    mtm_value: str | None


class CashflowAnswer(Shown):
    as_of_date: str
    items: list[CashflowItemAnswer]
    total_net_cashflow: str


class BaselineAnswer(CashflowAnswer):
    """The total is that of the items and of the ledger up to the day."""

    analytic_total: str
    ledger_total: str
