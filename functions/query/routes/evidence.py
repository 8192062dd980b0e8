"""Evidence as routes need it: refused where there is none."""

from functions.query.sources import Sources
from lacre.http.call import AuditedCall
from lacre.model.identifier import is_uuid
from lacre.model.refusal import Ground, Refusal
from lacre.ports.sealing import SealedLeaf
from lacre.proving.examination import Evidence, Integrity
from lacre.proving.inclusion import BrokenLogError, Inclusion

_RETRY_AFTER_S = 10


def evidence_of(event_id: str, sources: Sources, call: AuditedCall) -> Evidence:
    """Raises Refusal NOT_FOUND."""
    evidence = sources.examiner.examine(event_id) if is_uuid(event_id) else None
    if evidence is None:
        raise Refusal(Ground.NOT_FOUND, "NO_SUCH_EVENT", "There is no such event.")
    if evidence.integrity is Integrity.CHANGED:
        call.trail.logger.critical("a stored event was changed", extra={"event_id": event_id})
    return evidence


def inclusion_of(evidence: Evidence, sources: Sources) -> tuple[SealedLeaf, Inclusion] | None:
    """None while no checkpoint covers the event. Raises Refusal UNAVAILABLE."""
    if evidence.leaf is None:
        return None
    try:
        inclusion = sources.prover.prove(evidence.leaf)
    except BrokenLogError as error:
        raise Refusal(
            Ground.UNAVAILABLE, "LOG_INCOMPLETE", "The public log lacks what the proof is made of."
        ) from error
    return (evidence.leaf, inclusion) if inclusion else None


def not_sealed_yet() -> Refusal:
    return Refusal(
        Ground.CONFLICT,
        "NOT_SEALED_YET",
        "The event is not covered by a checkpoint yet. Try again in a few seconds.",
        retry_after_s=_RETRY_AFTER_S,
    )
