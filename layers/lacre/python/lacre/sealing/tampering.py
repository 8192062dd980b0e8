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


@dataclass(frozen=True)
class Finding:
    """Which event, what happened to it, and a mark (of the stream's sequence number) that tells findings apart."""

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
    recorder: Recorder
    recorded: RecordedEvents

    def record(self, finding: Finding) -> None:
        """Record the finding; a repeated delivery finds it recorded already. Raises StoreUnavailableError."""
        draft = _draft(finding)
        try:
            self.recorder.record([draft])
        except DuplicateEventError:
            if not self._is_recorded(draft):
                # Somebody took the id to silence the alarm: rather one more at each delivery than none.
                self.recorder.record([replace(draft, id=self.recorder.new_id())])

    def _is_recorded(self, draft: Draft) -> bool:
        try:
            found = self.recorded.event(draft.id or "")
        except NotCanonicalError:
            return False
        return found is not None and (found.event.header.action, found.event.header.entity_id) == (
            ACTION,
            draft.entity_id,
        )


def _draft(finding: Finding) -> Draft:
    return Draft(
        id=derived_uuid(ACTION, finding.entity_id, finding.what, finding.mark),
        action=ACTION,
        actor=system_actor("archive"),
        source=EventSource.SYSTEM,
        entity_id=finding.entity_id,
        entity_type=EntityType.AUDIT,
        ip_address="system",
        reason=Reason(finding.what, "A recorded event is not to change; the log still holds what was recorded."),
        after={"finding": finding.what, "stream_mark": finding.mark},
    )
