"""Bodies and queries of the routes of settlement prices."""

from collections.abc import Sequence
from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, model_validator
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from hedge.http.bodies import Body, Day, Price, Symbol
from hedge.http.days import Days
from hedge.market.publish_prices import PriceDraft
from lacre.http.parameters import PageQuery
from lacre.http.text import PlainText

MOST_PRICES = 40
"""Each is a row and an event: what is published together is one transaction of at most 100 items."""

_ONE: JsonDict = {
    "source": "LME",
    "symbol": "LME_ALU_CASH_SETTLEMENT_DAILY",
    "settlement_date": "2026-01-29",
    "price_usd": "2550.25",
}
_MANY: JsonDict = {"prices": [_ONE, {**_ONE, "settlement_date": "2026-01-30", "price_usd": "2600"}]}


class PriceBody(Body):
    source: PlainText
    symbol: Symbol
    settlement_date: Day
    price_usd: Price

    def draft(self, at: str) -> PriceDraft:
        return PriceDraft(
            at=at, source=self.source, symbol=self.symbol, date=self.settlement_date, price=self.price_usd
        )


def _as_its_forms(schema: JsonDict) -> None:
    """What the model takes, said as what it is: a price, or prices, as the one member of an object or alone."""
    many: Any = schema["properties"]
    prices = many["prices"]["anyOf"][0]
    several: JsonDict = {
        "type": "object",
        "properties": {"prices": prices},
        "required": ["prices"],
        "additionalProperties": False,
    }
    schema.clear()
    schema.update({"oneOf": [prices["items"], several, prices], "examples": [_ONE, _MANY, [_ONE]]})


class NewPricesBody(Body):
    """One price by its four members, or several, as a list or as `prices`; all of them are published or none."""

    model_config = ConfigDict(json_schema_extra=_as_its_forms)

    source: PlainText | None = None
    symbol: Symbol | None = None
    settlement_date: Day | None = None
    price_usd: Price | None = None
    prices: Annotated[list[PriceBody], Field(min_length=1, max_length=MOST_PRICES)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _of_a_list(cls, given: object) -> object:
        return {"prices": given} if isinstance(given, list) else given

    @model_validator(mode="after")
    def _has_one_form(self) -> Self:
        given = self.model_fields_set
        is_known = given in ({"prices"}, set(PriceBody.model_fields))
        if not is_known or any(getattr(self, name) is None for name in given):
            raise PydanticCustomError("one_price_or_prices", "one price by its members, or several as prices")
        return self

    @property
    def drafts(self) -> Sequence[PriceDraft]:
        if self.prices is not None:
            return [one.draft(f"body.prices.{index}") for index, one in enumerate(self.prices)]
        return [
            PriceBody.model_construct(**{name: getattr(self, name) for name in PriceBody.model_fields}).draft("body")
        ]


class PricesAsked(Days, PageQuery):
    symbol: Symbol | None = None
