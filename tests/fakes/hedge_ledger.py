"""The ledger in memory: one list of entries, sorted whenever it is read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from hedge.model.ledger import LedgerEntry
from hedge.ports.ledger import LinesPage
from lacre.model.identifier import is_uuid
from lacre.ports.events import StateWrite
from lacre.ports.paging import BadPositionError
from tests.fakes.events import MemoryWrite

_LAST = str(date.max)


@dataclass
class MemoryLedger:
    """`hedge.ports.ledger.Ledger`."""

    entries: list[LedgerEntry] = field(default_factory=list)

    def adding(self, entries: Sequence[LedgerEntry]) -> Sequence[StateWrite]:
        first, second = entries if len(entries) == 2 else (None, None)
        if first is None or second is None or not _are_of_one_settlement(first, second):
            raise ValueError("not the two entries of one settlement")

        def is_free() -> bool:
            return not (self.of_contract(first.contract_id) or self.of_event(first.source_event_id))

        return [MemoryWrite(is_free, lambda: self.entries.extend(entries))]

    def of_contract(self, contract_id: str) -> Sequence[LedgerEntry]:
        return self._sorted([one for one in self.entries if one.contract_id == contract_id])

    def of_event(self, source_event_id: str) -> Sequence[LedgerEntry]:
        return self._sorted([one for one in self.entries if one.source_event_id == source_event_id])

    def within(self, start: date | None, end: date | None, after: str | None, limit: int) -> LinesPage:
        low, high = str(start or date.min), str(end or date.max)
        found = [one for one in self.entries if low <= str(one.cashflow_date) <= high]
        seen = _seen(after, low, high) if after is not None else ("", "")
        rest = [one for one in self._sorted(found) if _key(one) > seen]
        page = rest[:limit]
        return LinesPage([one.line() for one in page], "/".join(_key(page[-1])) if len(rest) > limit else None)

    def _sorted(self, entries: Sequence[LedgerEntry]) -> Sequence[LedgerEntry]:
        return sorted(entries, key=_key)


def _are_of_one_settlement(first: LedgerEntry, second: LedgerEntry) -> bool:
    alike = {(one.contract_id, one.source_event_id, one.cashflow_date) for one in (first, second)}
    return len(alike) == 1 and UUID(first.id).int ^ UUID(second.id).int == 1


def _key(entry: LedgerEntry) -> tuple[str, str]:
    return str(entry.cashflow_date), entry.id


def _seen(after: str, low: str, high: str) -> tuple[str, str]:
    day, _, entry_id = after.partition("/")
    if not is_uuid(entry_id) or not low <= day <= high or len(day) != len(_LAST):
        raise BadPositionError
    return day, entry_id
