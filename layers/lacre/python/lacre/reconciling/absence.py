"""Whether an event without a row in the leaf index is in the log all the same.

The sealer asks the index alone. Handed an event whose row there was taken away, it would seal it a second time, into
an archive that nobody can mend: so before it is, the batches are read that could hold the event.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from lacre.archive_reading.following import Place, follow
from lacre.model import moment
from lacre.model.header import Header
from lacre.ports.ambient import Clock
from lacre.ports.reconciling import Bookmarks
from lacre.ports.sealing import Archive, HeadStore
from lacre.reconciling.marks import mark_before

_SKEW_MS = 5 * 60_000
"""No clock of ours is further ahead of another."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A row that the leaf index does not know, in ms since 1970: of a row that holds no event both are 0."""

    event_id: str
    recorded_at: int = 0
    not_before: int = 0
    has_header: bool = False

    @classmethod
    def of(cls, event_id: str, header: Header | None) -> "Wanted":
        if header is None:
            return cls(event_id)
        recorded_at = moment.to_milliseconds(header.recorded_at)
        return cls(event_id, recorded_at, _not_before(event_id, recorded_at), has_header=True)


@dataclass(frozen=True)
class Absence:
    """Holds the ids that are looked for, and never those of the log: that may be of any size."""

    archive: Archive
    heads: HeadStore
    kept: Bookmarks
    clock: Clock

    def start(self, wanted: Collection[Wanted]) -> Place:
        """A place before which none of the events was sealed. Raises StoreUnavailableError."""
        return mark_before(self.kept, min(one.not_before for one in wanted) - _SKEW_MS).place

    def published(self) -> int:
        return self.heads.read().published

    def look(self, place: Place, event_ids: Collection[str], until: int) -> tuple[Place, set[str]]:
        """Read on from a place to the end of the log, or until a moment (ms since 1970) and one batch at least.

        Where that led, and which of the events are in what was read. Raises BrokenArchiveError, StoreUnavailableError.
        """
        found: set[str] = set()
        for batch in follow(self.archive, place, self.published()):
            found.update(leaf.header.id for leaf in batch.leaves() if leaf.header.id in event_ids)
            place = batch.after
            if self.clock.now() >= until:
                break
        return place, found


def _not_before(event_id: str, recorded_at: int) -> int:
    """A moment before which the event was not sealed, in ms since 1970.

    An id of version 7 tells when it was made, and nobody can change a row's id; other ids come from what the event is
    about.
    """
    known = uuid.UUID(event_id)
    return known.int >> 80 if known.version == 7 else recorded_at
