"""The event of an export that ended, by the function that wrote it."""

from lacre.model.actor import system_actor
from lacre.model.draft import Draft
from lacre.model.vocabulary import EntityType, EventSource, Outcome
from lacre.ports.exports import Job


def told_of(job: Job) -> Draft:
    """In the correlation of the event by which it was asked for."""
    return Draft(
        action="EXPORT_AUDIT",
        actor=system_actor("export"),
        source=EventSource.SYSTEM,
        entity_id=job.id,
        entity_type=EntityType.EXPORT,
        ip_address="system",
        outcome=Outcome.FAILED if job.error else Outcome.SUCCEEDED,
        after=job.shown(),
        reason=job.error,
        correlation_id=job.asking.correlation_id,
        causation_id=job.asking.event_id,
    )
