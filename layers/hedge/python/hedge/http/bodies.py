"""What bodies and queries of all routes of the hedge desk are made of."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema

from hedge.model.amounts import read_price, read_quantity
from hedge.model.commodity import SYMBOLS, Commodity, read_commodity, read_symbol

Read = TypeVar("Read")

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_day(text: str) -> date:
    """A day as `YYYY-MM-DD` and in no other of ISO 8601's forms. Raises ValueError."""
    if not _DAY.fullmatch(text):
        raise ValueError("no day")
    return date.fromisoformat(text)


def _from_text(read: Callable[[str], Read]) -> PlainValidator:
    """JSON texts alone: a number of JSON has already been through somebody's binary floats."""

    def validate(value: object) -> Read:
        if not isinstance(value, str):
            raise ValueError("no text")  # noqa: TRY004 - of a TypeError pydantic makes no fault
        return read(value)

    return PlainValidator(validate)


Quantity = Annotated[
    Decimal,
    _from_text(read_quantity),
    WithJsonSchema(
        {"type": "string", "pattern": r"^(?!0+(\.0+)?$)[0-9]{1,12}(\.[0-9]{1,3})?$", "examples": ["10.500"]}
    ),
]
"""Metric tons: decimal text above zero, at most 12 digits before the point and 3 after it."""

Price = Annotated[
    Decimal,
    _from_text(read_price),
    WithJsonSchema(
        {"type": "string", "pattern": r"^(?!0+(\.0+)?$)[0-9]{1,12}(\.[0-9]{1,6})?$", "examples": ["2585.123457"]}
    ),
]
"""USD a metric ton: decimal text above zero, at most 12 digits before the point and 6 after it."""

Day = Annotated[
    date, _from_text(read_day), WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-02-01"]})
]
"""`YYYY-MM-DD`."""

CommodityName = Annotated[
    Commodity, _from_text(read_commodity), WithJsonSchema({"type": "string", "examples": ["ALUMINUM", "LME_CU"]})
]
"""A commodity by its name or an alias, in any case."""

Symbol = Annotated[str, _from_text(read_symbol), WithJsonSchema({"type": "string", "enum": sorted(SYMBOLS.values())})]
"""A settlement symbol."""

PriceUnit = Literal["USD/MT"]

Id = Annotated[str, Field(max_length=200)]
"""Any text: one that is nobody's id is not found."""


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")
