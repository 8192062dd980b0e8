"""The rows of the list of events."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from functions.query.answers import body_of
from lacre.model.header import Header
from lacre.ports.rows import Entry, RowReader, StoredRow
from lacre.proving.examination import is_body_bound


@dataclass(frozen=True)
class EventRow:
    """One event of the list. `header` is None for a row that cannot be read; `is_changed`: it is not as recorded."""

    id: str
    recorded_at: str
    header: Header | None
    actor_name: str
    description: str
    is_changed: bool


def event_rows(entries: Sequence[Entry], reader: RowReader) -> list[EventRow]:
    """With names and descriptions, which only the bodies hold. Raises StoreUnavailableError."""
    stored = reader.rows([entry.id for entry in entries]) if entries else {}
    return [_row(entry, stored) for entry in entries]


def _row(entry: Entry, stored: Mapping[str, StoredRow]) -> EventRow:
    header = entry if isinstance(entry, Header) else None
    row = stored.get(entry.id)
    # The index follows the table: its header and the row's are one, unless somebody changed the row.
    is_whole = (
        row is not None and header is not None and row.header.encode() == header.encode() and is_body_bound(row, header)
    )
    body = (body_of(row.body) if row is not None and is_whole else None) or {}
    name, description = body.get("actor_name"), body.get("description")
    return EventRow(
        id=entry.id,
        recorded_at=entry.recorded_at,
        header=header,
        actor_name=str(name or ""),
        description=str(description or ""),
        is_changed=not is_whole,
    )
