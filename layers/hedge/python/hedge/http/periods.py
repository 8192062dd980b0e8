"""Days and periods that figures are asked for."""

from datetime import date
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError
from pydantic_core.core_schema import ValidationInfo

from hedge.http.bodies import Body, Day


class AsOf(Body):
    """Unknown names are refused: a mistyped one would show other figures."""

    as_of_date: Annotated[Day, Field(description="Valued at the settlement price of the business day before.")]


class Period(Body):
    """Both days belong to it."""

    period_start: Day
    period_end: Day

    @field_validator("period_end")
    @classmethod
    def _is_in_order(cls, end: date, known: ValidationInfo) -> date:
        start = known.data.get("period_start")
        if start is not None and end < start:
            raise PydanticCustomError("before_period_start", "the period ends before it starts")
        return end
