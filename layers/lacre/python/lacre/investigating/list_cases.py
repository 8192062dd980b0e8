"""Listing the cases of one state."""

from lacre.ports.cases import Case, Cases, CaseState
from lacre.ports.paging import BadPositionError, Page, bad_cursor


class ListCases:
    def __init__(self, cases: Cases) -> None:
        self._cases = cases

    def __call__(self, state: CaseState, cursor: str | None, limit: int) -> Page[Case]:
        """The newest first; a page can be short and yet have a next. Raises Refusal BAD_REQUEST with BAD_CURSOR."""
        try:
            return self._cases.of_state(state, cursor, limit)
        except BadPositionError:
            raise bad_cursor() from None
