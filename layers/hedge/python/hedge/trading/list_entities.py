"""Listing orders, contracts or links."""

from typing import Generic, Protocol, TypeVar

from lacre.ports.paging import BadPositionError, Page, bad_cursor

Kept = TypeVar("Kept")


class Listable(Protocol[Kept]):
    """Where entities of a kind are kept, in the order of their ids."""

    def listed(self, after: str | None, limit: int) -> Page[Kept]: ...


class ListEntities(Generic[Kept]):
    def __init__(self, kept: Listable[Kept]) -> None:
        self._kept = kept

    def __call__(self, cursor: str | None, limit: int) -> Page[Kept]:
        """Raises Refusal BAD_REQUEST with BAD_CURSOR."""
        try:
            return self._kept.listed(cursor, limit)
        except BadPositionError:
            raise bad_cursor() from None
