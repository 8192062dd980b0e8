"""A recorded event that was changed, removed, or recorded anew under its id: LOG_TAMPERED, once for each finding."""

from dataclasses import dataclass

from lacre.model.actor import system_actor
from lacre.model.composition import derived_uuid
from lacre.model.draft import Draft, Reason
from lacre.model.vocabulary import EntityType, EventSource
from lacre.ports.errors import DuplicateEventError
from lacre.recording.recorder import Recorder


@dataclass(frozen=True)
class Finding:
    """Which event, what happened to it, and a mark (a stream's sequence number) that tells findings apart."""

    event_id: str
    what: str
    mark: str


def raise_alarm(finding: Finding, recorder: Recorder) -> None:
    """Record the finding; a repeated delivery finds it recorded already. Raises StoreUnavailableError."""
    draft = Draft(
        id=derived_uuid("LOG_TAMPERED", finding.event_id, finding.what, finding.mark),
        action="LOG_TAMPERED",
        actor=system_actor("archive"),
        source=EventSource.SYSTEM,
        entity_id=finding.event_id,
        entity_type=EntityType.AUDIT,
        ip_address="system",
        reason=Reason(finding.what, "A recorded event is not to change; the log still holds what was recorded."),
        after={"finding": finding.what, "stream_mark": finding.mark},
    )
    try:
        recorder.record([draft])
    except DuplicateEventError:
        return
