"""Rows by where they belong: the index `by_place` of a domain table, province, district and id in order."""

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from pynamodb.models import Model

from lacre.aws.cursor import position_of_cursor, to_cursor
from lacre.aws.domain_rows import DomainRows
from lacre.model.identifier import is_uuid
from lacre.model.place import Place, Scope
from lacre.ports.paging import BadPositionError, Page

Row = TypeVar("Row", bound=Model)

BY_PLACE = "by_place"
# No name of a place can hold it, so no province or district can pass for the beginning of another.
_SEPARATOR = "\x1f"
_LONGEST_KEY = 1024
"""Bytes of a sort key: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html"""


class PlaceIndex(Generic[Row]):
    """Rows of one kind. Their partition key is `<kind>#<id>`, and they carry `place` and `sort`."""

    def __init__(self, rows: DomainRows[Row], kind: str) -> None:
        self._rows = rows
        self._kind = kind

    def key(self, entity_id: str) -> str:
        """The partition key of a row."""
        return f"{self._kind}#{entity_id}"

    def attributes(self, place: Place, entity_id: str) -> Mapping[str, str]:
        """What a row carries to be found here. One partition a kind: a province or district is a stretch of it."""
        sort = _SEPARATOR.join((place.province, place.district, entity_id))
        return {"pk": self.key(entity_id), "place": self._kind, "sort": sort}

    def within(self, scope: Scope, after: str | None, limit: int) -> Page[Row]:
        """Rows of a scope. Raises BadPositionError, StoreUnavailableError."""
        query = self._stretch(scope)
        if after is not None:
            query["ExclusiveStartKey"] = self._start(position_of_cursor(after), scope)
        # One more than asked for tells whether there is a next page.
        rows = self._rows.query(limit + 1, IndexName=BY_PLACE, **query)
        page = rows[:limit]
        return Page(page, to_cursor(str(page[-1].attribute_values["sort"])) if len(rows) > limit else None)

    def _stretch(self, scope: Scope) -> dict[str, Any]:
        names = [name for name in (scope.province, scope.district) if name is not None]
        partition = {":place": {"S": self._kind}}
        if not names:
            return {"KeyConditionExpression": "place = :place", "ExpressionAttributeValues": partition}
        return {
            "KeyConditionExpression": "place = :place AND begins_with(#sort, :stretch)",
            "ExpressionAttributeNames": {"#sort": "sort"},
            "ExpressionAttributeValues": {**partition, ":stretch": {"S": "".join(name + _SEPARATOR for name in names)}},
        }

    def _start(self, sort: str, scope: Scope) -> dict[str, Any]:
        """The key of an item of the index, to list after. Raises BadPositionError if it is none of the scope."""
        province, district, entity_id = (*sort.split(_SEPARATOR), "", "")[:3]
        is_ours = sort.count(_SEPARATOR) == 2 and is_uuid(entity_id) and scope.covers(Place(province, district))
        if not is_ours or len(sort.encode()) > _LONGEST_KEY:
            raise BadPositionError
        return {"pk": {"S": self.key(entity_id)}, "place": {"S": self._kind}, "sort": {"S": sort}}
