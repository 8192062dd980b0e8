"""Rows by whose they are: the indexes `by_agent`, `by_merchant` of the network table and their like, ids in order."""

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from pynamodb.models import Model

from lacre.aws.cursor import position_of_cursor, to_cursor
from lacre.aws.domain_rows import DomainRows
from lacre.model.identifier import is_uuid
from lacre.ports.paging import BadPositionError, Page
from network.model.own import Owner

Row = TypeVar("Row", bound=Model)

# A key of the index and an id: neither holds it.
_SEPARATOR = "\x1f"


def owner_keys(kind: str, agent_id: str, merchant_id: str) -> Mapping[str, str]:
    """What a row carries to be found here, beside its `id`. One partition for each kind and owner."""
    return {"agent_key": f"{kind}#{agent_id}", "merchant_key": f"{kind}#{merchant_id}"}


class OwnerIndex(Generic[Row]):
    """Rows of one kind. Their partition key is `<kind>#<id>`, and they carry `id` and what `owner_keys` says."""

    def __init__(self, rows: DomainRows[Row], kind: str) -> None:
        self._rows = rows
        self._kind = kind

    def owned_by(self, owner: Owner, after: str | None, limit: int) -> Page[Row]:
        """Rows of an owner. Raises BadPositionError, StoreUnavailableError."""
        name, key = owner.entity_type.value.lower(), f"{self._kind}#{owner.id}"
        query: dict[str, Any] = {
            "IndexName": f"by_{name}",
            "KeyConditionExpression": f"{name}_key = :key",
            "ExpressionAttributeValues": {":key": {"S": key}},
        }
        if after is not None:
            query["ExclusiveStartKey"] = self._start(position_of_cursor(after), f"{name}_key", key)
        # One more than asked for tells whether there is a next page.
        rows = self._rows.query(limit + 1, **query)
        page = rows[:limit]
        return Page(page, to_cursor(key + _SEPARATOR + page[-1].attribute_values["id"]) if len(rows) > limit else None)

    def _start(self, position: str, attribute: str, key: str) -> dict[str, Any]:
        """The key of an item of the index, to list after. Raises BadPositionError if it is none of this owner's."""
        owned, _, entity_id = position.partition(_SEPARATOR)
        if owned != key or not is_uuid(entity_id):
            raise BadPositionError
        return {"pk": {"S": f"{self._kind}#{entity_id}"}, attribute: {"S": key}, "id": {"S": entity_id}}
