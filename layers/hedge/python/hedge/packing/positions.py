"""Positions in the ledger, read off lines and turned into what lines are compared with, without parsing one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hedge.model.ledger import LedgerEntry
from hedge.ports.packing import FreshRow
from lacre.model.identifier import is_uuid
from lacre.ports.paging import BadPositionError

_BEFORE_DATE = '{"cashflow_date":"'
_BEFORE_ID = '","id":"'
_DATE = slice(len(_BEFORE_DATE), len(_BEFORE_DATE) + len("2026-01-30"))
_ID = slice(_DATE.stop + len(_BEFORE_ID), _DATE.stop + len(_BEFORE_ID) + 36)
_POSITION = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})#(.{36})", re.ASCII)
_BEYOND = "~"
"""Sorts after whatever follows a date or an id, in positions and in lines."""


def position_of(line: bytes) -> str:
    """Dates and ids have one length each, so that they stand at the same places in every line."""
    return f"{line[_DATE].decode()}#{line[_ID].decode()}"


def row_of(entries: Sequence[LedgerEntry]) -> FreshRow:
    """The row of a settlement. Raises ValueError unless it has two entries next to each other."""
    if len(entries) != 2:
        raise ValueError("not the two entries of one settlement")
    first, second = sorted(entries, key=lambda one: one.id)
    if beside(first.id) != second.id or _settlement_of(first) != _settlement_of(second):
        raise ValueError("not the two entries of one settlement")
    return FreshRow(f"{first.cashflow_date.isoformat()}#{first.id}", (first.line(), second.line()))


def beside(entry_id: str) -> str:
    """The one id that goes with another: they differ in the last bit, so that no third stands between them."""
    return f"{entry_id[:-1]}{int(entry_id[-1], 16) ^ 1:x}"


@dataclass(frozen=True)
class Stretch:
    """Positions of at least `low` and below `high`. `row_low` is the least position of a row that has some of them."""

    low: str
    high: str
    row_low: str

    @property
    def line_low(self) -> bytes:
        return _as_of_lines(self.low)

    @property
    def line_high(self) -> bytes:
        return _as_of_lines(self.high)


WHOLE = Stretch("", _BEYOND, "")


def stretch(start: date | None, end: date | None, after: str | None) -> Stretch:
    """From one date to another, both inclusive, after a position. Raises BadPositionError if that is not within."""
    low = start.isoformat() if start else ""
    high = f"{end.isoformat()}{_BEYOND}" if end else _BEYOND
    if after is None:
        return Stretch(low, high, low)
    found = _POSITION.fullmatch(after)
    if found is None or not is_uuid(found[2]) or not low <= after < high:
        raise BadPositionError
    # The first of two lines may be the last that was seen: then their row has one more.
    return Stretch(after + _BEYOND, high, after)


def _as_of_lines(position: str) -> bytes:
    return (_BEFORE_DATE + position.replace("#", _BEFORE_ID, 1)).encode()


def _settlement_of(entry: LedgerEntry) -> tuple[str, str, date]:
    return entry.contract_id, entry.source_event_id, entry.cashflow_date
