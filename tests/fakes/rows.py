"""Rows as they are, over the events table in memory; what somebody changed there stands in `changed`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lacre.ports.rows import StoredRow
from tests.fakes.events import MemoryEvents


@dataclass
class MemoryRows:
    events: MemoryEvents
    changed: dict[str, StoredRow | None] = field(default_factory=dict)

    def rows(self, event_ids: Sequence[str]) -> Mapping[str, StoredRow]:
        found = {one: self._row(one) for one in event_ids}
        return {one: row for one, row in found.items() if row is not None}

    def _row(self, event_id: str) -> StoredRow | None:
        if event_id in self.changed:
            return self.changed[event_id]
        stored = self.events.event(event_id)
        if stored is None:
            return None
        event = stored.event
        return StoredRow(event_id, event.header_bytes.decode(), event.body_bytes.decode(), stored.receipt)
