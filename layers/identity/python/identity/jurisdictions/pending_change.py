"""A change that still waits, for somebody who may decide it."""

from identity.model.jurisdiction_change import ChangeState, JurisdictionChange
from identity.ports.movables import Movable, Movables
from lacre.model.actor import Actor
from lacre.model.refusal import Ground, Refusal
from lacre.model.versions import require_version, stale_version


def require_pending(actor: Actor, asked: JurisdictionChange, version: int) -> None:
    """Raises Refusal: FORBIDDEN for whoever asked for it, CONFLICT if it is decided or not of this version."""
    if asked.requested_by == actor.id:
        raise Refusal(
            Ground.FORBIDDEN, "SAME_PERSON", "A change of jurisdiction is decided by another person than asked for it."
        )
    if asked.state is not ChangeState.PENDING:
        raise Refusal(Ground.CONFLICT, "ALREADY_DECIDED", "This change of jurisdiction is decided already.")
    require_version(asked.version, version)


def waiting(movables: Movables, asked: JurisdictionChange) -> Movable:
    """What the change moves. Raises Refusal CONFLICT if it waits for it no more: somebody decides at this moment."""
    found = movables.find(asked.entity_type, asked.entity_id)
    if found is None or found.pending_change != asked.id:
        raise stale_version()
    return found
