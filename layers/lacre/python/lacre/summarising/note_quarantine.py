"""Notes how much lies in quarantine, for readers who may not look there themselves."""

from dataclasses import dataclass

from lacre.ports.ambient import Clock
from lacre.ports.summaries import QuarantinedObjects, QuarantineNote


@dataclass(frozen=True)
class NoteQuarantine:
    objects: QuarantinedObjects
    note: QuarantineNote
    clock: Clock

    def __call__(self) -> int:
        """How many objects that are. Raises StoreUnavailableError."""
        found = self.objects.look(self.clock.now())
        self.note.note_quarantined(found)
        return found.count
