"""Days that lists are bounded by."""

from datetime import date

from pydantic import field_validator
from pydantic_core import PydanticCustomError
from pydantic_core.core_schema import ValidationInfo

from hedge.http.bodies import Body, Day


class Days(Body):
    """Both belong to what is listed; without one there is no bound."""

    start: Day | None = None
    end: Day | None = None

    @field_validator("end")
    @classmethod
    def _is_in_order(cls, end: date | None, known: ValidationInfo) -> date | None:
        start = known.data.get("start")
        if start is not None and end is not None and end < start:
            raise PydanticCustomError("before_start", "the last day is before the first")
        return end
