"""Entries held against a selection: headers as they come, and for words of the description the bodies, in batches."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import NamedTuple

from lacre.model import canonical
from lacre.model.canonical import JsonObject, NotCanonicalError
from lacre.model.event import checksum
from lacre.model.filters import Selection
from lacre.model.header import Header
from lacre.ports.rows import Entry, RowReader, StoredRow, UnreadableRow, entry_position
from lacre.searching.budget import Budget

_PORTION = 400
_BATCH = 100


class Judged(NamedTuple):
    """An entry, and what an answer has of it: nothing where it does not match."""

    entry: Entry
    found: Entry | None


@dataclass
class Sieve:
    """`portion` is how many bodies are read at first; it grows, since most searches for words find little."""

    selection: Selection
    rows: RowReader
    executor: Executor
    budget: Budget
    portion: int

    def portions(self, entries: Sequence[Entry]) -> Iterator[list[Judged]]:
        """The entries in order, in portions of which none is empty. Raises StoreUnavailableError.

        What cannot be read any more may match, and so counts as found.
        """
        judged = (Judged(one, one if self._may_match(one) else None) for one in entries)
        if self.selection.text is None:
            yield from filter(None, [list(judged)])
            return
        for portion in self._cut(judged):
            rows = self._rows([one.id for _, one in portion if isinstance(one, Header)])
            yield [one if one.found is None else self._by_body(one.found, rows) for one in portion]

    def _may_match(self, entry: Entry) -> bool:
        return not isinstance(entry, Header) or self.selection.filters.match(entry)

    def _cut(self, judged: Iterator[Judged]) -> Iterator[list[Judged]]:
        portion: list[Judged] = []
        wanted = 0
        for one in judged:
            portion.append(one)
            wanted += one.found is not None
            if wanted == min(self.portion, self.budget.bodies_left):
                self.portion = min(_PORTION, self.portion * 2)
                yield portion
                portion, wanted = [], 0
        if portion:
            yield portion

    def _rows(self, event_ids: Sequence[str]) -> Mapping[str, StoredRow]:
        self.budget.bodies += len(event_ids)
        batches = [event_ids[start : start + _BATCH] for start in range(0, len(event_ids), _BATCH)]
        return {event_id: row for rows in self.executor.map(self.rows.rows, batches) for event_id, row in rows.items()}

    def _by_body(self, entry: Entry, rows: Mapping[str, StoredRow]) -> Judged:
        if not isinstance(entry, Header):
            return Judged(entry, entry)
        body = _body(rows.get(entry.id), entry)
        if body is None:
            return Judged(entry, UnreadableRow(entry.id, entry_position(entry)))
        return Judged(entry, entry if self.selection.match(entry, body) else None)


def _body(row: StoredRow | None, header: Header) -> JsonObject | None:
    """The body that the header was recorded with, if the row still holds it."""
    if row is None or checksum(row.body.encode()) != header.checksum:
        return None
    try:
        body = canonical.decode(row.body.encode())
    except NotCanonicalError:
        return None
    # Whoever can write a row can write a header that fits its body.
    return body if isinstance(body.get("description"), str) else None
