"""Nothing is edited while a change of its jurisdiction waits for approval."""

from lacre.model.refusal import Ground, Refusal, Subject
from lacre.model.vocabulary import EntityType


def require_settled(entity_type: EntityType, entity_id: str, pending_change: str | None) -> None:
    """Raises Refusal PENDING_APPROVAL, with the change that is waited for."""
    if pending_change is not None:
        raise Refusal(
            Ground.PENDING_APPROVAL,
            "PENDING_APPROVAL",
            "A change of jurisdiction waits for approval; until then this cannot be edited.",
            subject=Subject(EntityType.JURISDICTION_CHANGE, pending_change),
            facts={"entity_type": entity_type.value, "entity_id": entity_id},
        )
