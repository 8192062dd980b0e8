"""Lists in memory whose newest come first, a page at a time."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from lacre.ports.paging import BadPositionError, Page

Kept = TypeVar("Kept")


def newest(
    found: Iterable[Kept], state: str, position: Callable[[Kept], str], after: str | None, limit: int
) -> Page[Kept]:
    """Of what is found of a state; its position is its moment and its key."""
    ordered = sorted(found, key=position, reverse=True)
    if after is not None:
        of_state, _, high = after.partition("/")
        if of_state != state or not high:
            raise BadPositionError
        ordered = [one for one in ordered if position(one) < high]
    page = ordered[:limit]
    return Page(page, f"{state}/{position(page[-1])}" if len(ordered) > limit else None)
