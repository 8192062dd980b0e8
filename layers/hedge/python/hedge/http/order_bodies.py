"""Bodies of the routes of orders."""

from typing import Annotated, Literal

from pydantic import ConfigDict, StringConstraints
from pydantic.config import JsonDict

from hedge.http.bodies import Body, CommodityName, Day, Price, Quantity
from hedge.model.order import Convention, OrderTerms, OrderType, PriceType

Month = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
"""`YYYY-MM`."""

_VARIABLE: JsonDict = {
    "commodity": "ALUMINUM",
    "quantity_mt": "100.000",
    "price_type": "variable",
    "pricing_convention": "AVG",
    "reference_month": "2026-03",
    "avg_entry_price": "2500",
    "delivery_date_start": "2026-03-01",
    "delivery_date_end": "2026-03-31",
}
_FIXED: JsonDict = {
    "commodity": "LME_AL",
    "quantity_mt": "25",
    "price_type": "fixed",
    "avg_entry_price": "2700",
    "delivery_date_start": "2026-03-15",
}


class NewOrderBody(Body):
    """A fixed price is `avg_entry_price`, and has no convention. A variable one has a convention, and what that needs:

    AVG `reference_month`, AVGInter both `observation_date`s in order, C2R `fixing_date`, and nothing of another.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [_VARIABLE, _FIXED]})

    order_type: Literal["SO", "PO"]
    commodity: CommodityName
    quantity_mt: Quantity
    price_type: PriceType
    pricing_convention: Convention | None = None
    avg_entry_price: Price | None = None
    reference_month: Month | None = None
    observation_date_start: Day | None = None
    observation_date_end: Day | None = None
    fixing_date: Day | None = None
    delivery_date_start: Day | None = None
    delivery_date_end: Day | None = None
    currency: Literal["USD"] = "USD"

    @property
    def terms(self) -> OrderTerms:
        return OrderTerms(
            order_type=OrderType(self.order_type),
            commodity=self.commodity,
            quantity=self.quantity_mt,
            price_type=self.price_type,
            avg_entry_price=self.avg_entry_price,
            convention=self.pricing_convention,
            reference_month=self.reference_month,
            observation_start=self.observation_date_start,
            observation_end=self.observation_date_end,
            fixing_date=self.fixing_date,
            delivery_start=self.delivery_date_start,
            delivery_end=self.delivery_date_end,
        )


class NewSaleBody(NewOrderBody):
    __doc__ = NewOrderBody.__doc__

    order_type: Literal["SO"] = "SO"


class NewPurchaseBody(NewOrderBody):
    __doc__ = NewOrderBody.__doc__

    order_type: Literal["PO"] = "PO"
