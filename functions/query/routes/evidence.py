"""Evidence as routes need it: refused where there is none."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import Response

from functions.query.proof_answers import evidence_answer
from functions.query.sources import Sources
from lacre.http.call import AuditedCall
from lacre.model.identifier import is_uuid
from lacre.model.refusal import Ground, Refusal
from lacre.ports.sealing import SealedLeaf
from lacre.proving.damage import BrokenIndexError, BrokenLogError
from lacre.proving.examination import Evidence, Integrity
from lacre.proving.inclusion import Inclusion

_RETRY_AFTER_S = 10


def evidence_of(event_id: str, sources: Sources, call: AuditedCall) -> Evidence:
    """Raises Refusal NOT_FOUND."""
    evidence = sources.examiner.examine(event_id) if is_uuid(event_id) else None
    if evidence is None:
        raise Refusal(Ground.NOT_FOUND, "NO_SUCH_EVENT", "There is no such event.")
    if evidence.integrity is Integrity.CHANGED:
        call.trail.logger.critical("a stored event was changed", extra={"event_id": event_id})
    return evidence


def inclusion_of(evidence: Evidence, sources: Sources, call: AuditedCall) -> tuple[SealedLeaf, Inclusion]:
    """Raises Refusal: CONFLICT while no checkpoint covers the event, UNAVAILABLE."""
    if evidence.leaf is None:
        raise not_sealed_yet()
    with told_of_damage(call):
        inclusion = sources.prover.prove(evidence.leaf)
    if inclusion is None:
        raise not_sealed_yet()
    return evidence.leaf, inclusion


def evidence_file(event_id: str, sources: Sources, call: AuditedCall) -> Response:
    """The event's evidence to be kept and checked offline, the row as it is stored: a changed one too.

    Raises Refusal: NOT_FOUND, CONFLICT where nothing is sealed or nothing is left, UNAVAILABLE.
    """
    evidence = evidence_of(event_id, sources, call)
    leaf, inclusion = inclusion_of(evidence, sources, call)
    if evidence.row is None:
        raise Refusal(Ground.CONFLICT, "ROW_REMOVED", "The row was removed from the table. The archive still has it.")
    call.read(event_id)
    return Response(
        json.dumps(evidence_answer(evidence.row, leaf, inclusion), indent=2),
        media_type="application/json",
        headers={
            "Content-Disposition": f'attachment; filename="evidence-{event_id}.json"',
            "Cache-Control": "no-store",
        },
    )


@contextmanager
def told_of_damage(call: AuditedCall) -> Iterator[None]:
    """A damaged log is told of, and becomes a Refusal UNAVAILABLE."""
    try:
        yield
    except BrokenLogError as error:
        tell_damage(error, call)
        code = "INDEX_DAMAGED" if isinstance(error, BrokenIndexError) else "LOG_DAMAGED"
        sentence = "A file or an index row of the log is missing or was changed."
        raise Refusal(Ground.UNAVAILABLE, code, sentence) from error


def tell_damage(error: BrokenLogError, call: AuditedCall) -> None:
    """In the function's own log, for the alarm on its critical lines."""
    call.trail.logger.critical("the public log is damaged", extra={"damage": str(error)})


def not_sealed_yet(what: str = "The event is not covered by a checkpoint yet.") -> Refusal:
    sentence = f"{what} Try again in a few seconds."
    return Refusal(Ground.CONFLICT, "NOT_SEALED_YET", sentence, retry_after_s=_RETRY_AFTER_S)
