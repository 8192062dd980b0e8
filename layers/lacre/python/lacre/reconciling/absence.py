"""Whether an event without a row in the leaf index is in the log all the same.

The sealer asks the index alone. Handed an event whose row there was taken away, it would seal it a second time, into
an archive that nobody can mend: so before it is, the batches are read that could hold the event.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field

from lacre.model import moment
from lacre.model.header import Header
from lacre.ports.ambient import Clock
from lacre.ports.reconciling import Bookmarks
from lacre.ports.sealing import Archive, HeadStore
from lacre.reconciling.following import Place, follow
from lacre.reconciling.marks import mark_before

MOST_HELD = 1_000_000
"""How many leaves' ids are held in memory, at some hundred bytes each."""

_SKEW_MS = 5 * 60_000
"""No clock of ours is further ahead of another."""


class UndecidedError(Exception):
    """Too much was sealed since an unsealed event was recorded to be looked through in one run."""


@dataclass
class Absence:
    """Keeps the ids that it read, and reads on where the log has grown: leaves never change."""

    archive: Archive
    heads: HeadStore
    kept: Bookmarks
    clock: Clock
    _from: Place = field(default_factory=Place)
    _at: Place = field(default_factory=Place)
    _ids: set[bytes] = field(default_factory=set)

    def found_in_log(self, events: Sequence[tuple[str, Header]], until: int) -> set[str]:
        """Those of the events that are in the log.

        Raises UndecidedError if more is to be read at `until`; BrokenLogError, StoreUnavailableError.
        """
        if not events:
            return set()
        start = mark_before(self.kept, min(_not_before(*one) for one in events) - _SKEW_MS).place
        if start.size < self._from.size or not self._ids or len(self._ids) > MOST_HELD:
            self._from, self._at, self._ids = start, start, set()
        self._read_on(until)
        return {event_id for event_id, _ in events if event_id.encode() in self._ids}

    def _read_on(self, until: int) -> None:
        end = self.heads.read().published
        for batch in follow(self.archive, self._at, end):
            self._ids.update(leaf.header.id.encode() for leaf in batch.leaves())
            self._at = batch.after
            if self._at.size < end and (len(self._ids) > MOST_HELD or self.clock.now() > until):
                raise UndecidedError(f"{end - self._at.size} leaves are still to be looked through")


def _not_before(event_id: str, header: Header) -> int:
    """A moment before which the event was not sealed, in ms since 1970.

    An id of version 7 tells when it was made, and nobody can change a row's id; other ids come from what the event is
    about.
    """
    known = uuid.UUID(event_id)
    return known.int >> 80 if known.version == 7 else moment.to_milliseconds(header.recorded_at)
