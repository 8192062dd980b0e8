"""Listing the exports that one person asked for, or everybody."""

from lacre.ports.exports import Exports, Job
from lacre.ports.paging import BadPositionError, Page, bad_cursor


class ListExports:
    def __init__(self, exports: Exports) -> None:
        self._exports = exports

    def __call__(self, by: str | None, cursor: str | None, limit: int) -> Page[Job]:
        """The newest first. Raises Refusal BAD_REQUEST with BAD_CURSOR."""
        try:
            return self._exports.asked(by, cursor, limit)
        except BadPositionError:
            raise bad_cursor() from None
