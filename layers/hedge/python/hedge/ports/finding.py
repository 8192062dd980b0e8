"""Finding what a caller names."""

from typing import Protocol, TypeVar

from lacre.model.identifier import is_uuid
from lacre.model.redaction import recordable_id
from lacre.model.refusal import Ground, Refusal, Subject
from lacre.model.vocabulary import EntityType

Found = TypeVar("Found", covariant=True)


class Findable(Protocol[Found]):
    """Where entities of a kind are kept, each under its id."""

    def find(self, entity_id: str, /) -> Found | None: ...


def found(kept: Findable[Found], entity_type: EntityType, entity_id: str) -> Found:
    """Raises Refusal NOT_FOUND, for an id that was never ours as well; StoreUnavailableError."""
    entity = kept.find(entity_id) if is_uuid(entity_id) else None
    if entity is None:
        name = entity_type.value
        subject = Subject(entity_type, recordable_id(entity_id))
        raise Refusal(Ground.NOT_FOUND, f"NO_SUCH_{name}", f"There is no such {name.lower()}.", subject=subject)
    return entity
