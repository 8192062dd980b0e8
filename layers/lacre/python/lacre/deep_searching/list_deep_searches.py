"""Listing the deep searches that one person asked for, or everybody."""

from lacre.ports.deep_searches import DeepSearch, DeepSearches
from lacre.ports.paging import BadPositionError, Page, bad_cursor


class ListDeepSearches:
    def __init__(self, searches: DeepSearches) -> None:
        self._searches = searches

    def __call__(self, by: str | None, cursor: str | None, limit: int) -> Page[DeepSearch]:
        """The newest first. Raises Refusal BAD_REQUEST with BAD_CURSOR."""
        try:
            return self._searches.asked(by, cursor, limit)
        except BadPositionError:
            raise bad_cursor() from None
