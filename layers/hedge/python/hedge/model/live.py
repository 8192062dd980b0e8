"""Refusals of what is not what it was: archived, settled or cancelled."""

from hedge.model.contract import HedgeContract, Status
from lacre.model.refusal import Ground, Refusal
from lacre.model.vocabulary import EntityType


def require_open(contract: HedgeContract) -> None:
    """Raises Refusal CONFLICT with NOT_ACTIVE or NOT_LIVE."""
    if contract.status is not Status.ACTIVE:
        raise Refusal(
            Ground.CONFLICT, "NOT_ACTIVE", "This contract is not active.", facts={"status": contract.status.value}
        )
    if not contract.is_live:
        raise not_live(EntityType.CONTRACT)


def not_live(entity_type: EntityType) -> Refusal:
    return Refusal(Ground.CONFLICT, "NOT_LIVE", f"This {entity_type.value.lower()} is archived.")


def already_archived(entity_type: EntityType) -> Refusal:
    return Refusal(Ground.CONFLICT, "ALREADY_ARCHIVED", f"This {entity_type.value.lower()} is archived already.")
