"""Listing the ledger: as a whole, or what one contract or one event has brought to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hedge.model.ledger import LedgerEntry
from hedge.ports.ledger import Ledger, LinesPage
from lacre.ports.paging import BadPositionError, bad_cursor


@dataclass(frozen=True)
class Wanted:
    """Days are inclusive; what is None bounds nothing."""

    start: date | None = None
    end: date | None = None
    contract_id: str | None = None
    source_event_id: str | None = None


class ListLedger:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def __call__(self, wanted: Wanted, cursor: str | None, limit: int) -> LinesPage:
        """By (cashflow date, id). Raises Refusal BAD_REQUEST with BAD_CURSOR."""
        try:
            if wanted.contract_id is None and wanted.source_event_id is None:
                return self._ledger.within(wanted.start, wanted.end, cursor, limit)
            return _page(self._few(wanted), cursor, limit)
        except BadPositionError:
            raise bad_cursor() from None

    def _few(self, wanted: Wanted) -> Sequence[LedgerEntry]:
        """A settlement's two at most."""
        if wanted.contract_id is not None:
            found = self._ledger.of_contract(wanted.contract_id)
        else:
            found = self._ledger.of_event(wanted.source_event_id or "")
        return [one for one in found if _is_wanted(one, wanted)]


def _is_wanted(entry: LedgerEntry, wanted: Wanted) -> bool:
    is_of_event = wanted.source_event_id in (None, entry.source_event_id)
    return is_of_event and (wanted.start or date.min) <= entry.cashflow_date <= (wanted.end or date.max)


def _page(entries: Sequence[LedgerEntry], cursor: str | None, limit: int) -> LinesPage:
    """The position is the id of the last one."""
    ids = [one.id for one in entries]
    if cursor is not None and cursor not in ids:
        raise BadPositionError
    rest = entries[ids.index(cursor) + 1 :] if cursor is not None else entries
    page = rest[:limit]
    return LinesPage([one.line() for one in page], page[-1].id if len(rest) > limit else None)
