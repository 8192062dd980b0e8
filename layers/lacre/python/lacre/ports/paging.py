"""Lists that are read a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from lacre.model.refusal import Ground, Refusal

Item = TypeVar("Item")


class BadPositionError(ValueError):
    """The position to list from is none, or none of this list."""


@dataclass(frozen=True)
class Page(Generic[Item]):
    """A part of a list in its order; `next` is the position to list from, None at the end."""

    items: Sequence[Item]
    next: str | None


def bad_cursor() -> Refusal:
    """The refusal of a cursor that is none of the list that it is presented for."""
    return Refusal(Ground.BAD_REQUEST, "BAD_CURSOR", "The cursor is none of this list.")
