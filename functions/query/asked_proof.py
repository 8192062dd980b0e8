"""What may be asked of the log's proofs, by their query parameters."""

import re
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, model_validator
from pydantic_core import PydanticCustomError

from lacre.model.refusal import Fault, Ground, Refusal

_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")


def _number(text: object) -> int:
    # As checkpoints write their sizes: " 1", "1_0", "+1" and "1.0" would be numbers to a lenient reader.
    if not isinstance(text, str) or not _NUMBER.fullmatch(text):
        raise PydanticCustomError("not_a_decimal_number", "not a decimal number")
    return int(text)


Number = Annotated[int, BeforeValidator(_number)]


class AskedInclusion(BaseModel):
    """A leaf by its event's id or by its index, and the size of the tree; without one the current tree."""

    id: UUID | None = None
    index: Number | None = None
    size: Number | None = None

    @model_validator(mode="after")
    def names_one_leaf(self) -> Self:
        if (self.id is None) == (self.index is None):
            raise PydanticCustomError("exactly_one_of_id_and_index", "exactly one of id and index")
        return self


class AskedConsistency(BaseModel):
    """The sizes of two trees; without the second the current one."""

    first: Number
    second: Number | None = None


def within(value: int, lowest: int, highest: int, name: str) -> int:
    """The value, if a tree has it. Raises Refusal, and says what the tree has."""
    if lowest <= value <= highest:
        return value
    fault = Fault(f"query.{name}", f"The log has this from {lowest} to {highest}.")
    raise Refusal(Ground.INVALID, "NOT_IN_THE_TREE", "The tree does not hold what was asked for.", faults=(fault,))
