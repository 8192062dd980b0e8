"""A recorded event that was changed, removed, or recorded anew under its id: LOG_TAMPERED, once for each finding."""

import hashlib
from dataclasses import dataclass, replace
from typing import Protocol

from lacre.model.actor import system_actor
from lacre.model.canonical import NotCanonicalError
from lacre.model.composition import derived_uuid
from lacre.model.draft import Draft, Reason
from lacre.model.event import ReceiptedEvent
from lacre.model.identifier import is_uuid
from lacre.model.vocabulary import EntityType, EventSource
from lacre.ports.errors import DuplicateEventError
from lacre.recording.recorder import Recorder

ACTION = "LOG_TAMPERED"

_RECORD_CHANGED = "A recorded event is not to change; the log still holds what was recorded."
_SENTENCES = {
    "CHECKPOINT_TAKEN": "Somebody wrote under the name of a checkpoint that the log had not signed yet.",
    "FORGED_ROTATION": "An event asked for other keys of the log without the signature of a key in force.",
    "WITNESS_REFUSED": "A witness saw another history of this log than the one that was submitted to it.",
    "ROW_UNREADABLE": "A row that is not sealed holds no event that its receipt was given for, and is not sealed.",
    "INDEX_CHANGED": "The index of the log is not to change; the archive still holds what was sealed.",
}


@dataclass(frozen=True)
class Finding:
    """Which event, what happened to it, and a mark that tells findings apart: the same finding has the same mark.

    The stream's finder marks with a record's sequence number, reconciliation with the leaf and what stands there now.
    """

    event_id: str
    what: str
    mark: str

    @property
    def entity_id(self) -> str:
        """The event's id; of a key that no event has, which can be any 2 KiB, a hash that fits a header."""
        if is_uuid(self.event_id):
            return self.event_id
        return "sha256:" + hashlib.sha256(self.event_id.encode("utf-8", "surrogatepass")).hexdigest()


class RecordedEvents(Protocol):
    def event(self, event_id: str) -> ReceiptedEvent | None:
        """The event as it is recorded now. Raises StoreUnavailableError, NotCanonicalError for a row without one."""
        ...


@dataclass(frozen=True)
class Alarms:
    """Records what was found; `finder` is the name of the function that looked."""

    recorder: Recorder
    recorded: RecordedEvents
    finder: str = "archive"

    def record(self, finding: Finding) -> bool:
        """Record the finding; False if it is recorded already. Raises StoreUnavailableError, SignerUnavailableError."""
        draft = _draft(finding, self.finder)
        try:
            self.recorder.record([draft])
        except DuplicateEventError:
            if self._is_recorded(draft):
                return False
            # Somebody took the id to silence the alarm: rather one more each time than none.
            self.recorder.record([replace(draft, id=self.recorder.new_id())])
        return True

    def _is_recorded(self, draft: Draft) -> bool:
        try:
            found = self.recorded.event(draft.id or "")
        except NotCanonicalError:
            return False
        return found is not None and (found.event.header.action, found.event.header.entity_id) == (
            ACTION,
            draft.entity_id,
        )


def _draft(finding: Finding, finder: str) -> Draft:
    return Draft(
        id=derived_uuid(ACTION, finding.entity_id, finding.what, finding.mark),
        action=ACTION,
        actor=system_actor(finder),
        source=EventSource.SYSTEM,
        entity_id=finding.entity_id,
        entity_type=EntityType.AUDIT,
        ip_address="system",
        reason=Reason(finding.what, _SENTENCES.get(finding.what, _RECORD_CHANGED)),
        after={"finding": finding.what, "mark": finding.mark},
    )
