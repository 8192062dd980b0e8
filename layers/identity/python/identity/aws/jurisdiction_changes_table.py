"""The table of changes of jurisdiction."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from identity.aws.jurisdiction_rows import ChangeRow, fields_of
from identity.model.jurisdiction_change import ChangeState, JurisdictionChange
from lacre.aws.domain_rows import DomainRows
from lacre.aws.place_index import PlaceIndex
from lacre.model.place import Scope
from lacre.ports.events import StateWrite
from lacre.ports.paging import Page

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class ChangesOfState(PlaceIndex[ChangeRow]):
    """Changes of one state. A change keeps its key when it is decided, and goes to another partition of the index."""

    def key(self, entity_id: str) -> str:
        return f"CHANGE#{entity_id}"


class JurisdictionChangesTable:
    """`JurisdictionChanges` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._rows = DomainRows(client, table, ChangeRow)
        self._by_state = {state: ChangesOfState(self._rows, f"CHANGE#{state.value}") for state in ChangeState}

    def find(self, change_id: str) -> JurisdictionChange | None:
        row = self._rows.find(self._by_state[ChangeState.PENDING].key(change_id))
        return row.change if row else None

    def within(self, scope: Scope, state: ChangeState, after: str | None, limit: int) -> Page[JurisdictionChange]:
        page = self._by_state[state].within(scope, after, limit)
        return Page([row.change for row in page.items], page.next)

    def adding(self, change: JurisdictionChange) -> StateWrite:
        return self._rows.putting_new(self._fields(change))

    def replacing(self, change: JurisdictionChange, version: int) -> StateWrite:
        return self._rows.putting_over(self._fields(change), version)

    def _fields(self, change: JurisdictionChange) -> Mapping[str, Any]:
        return {**self._by_state[change.state].attributes(change.source, change.id), **fields_of(change)}
