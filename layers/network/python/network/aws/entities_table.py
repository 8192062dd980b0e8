"""Agents, merchants, markets and POS in the network table."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from pynamodb.models import Model

from lacre.aws.domain_rows import DomainRows
from lacre.aws.place_index import PlaceIndex
from lacre.aws.transaction import TableWrite
from lacre.model.place import Place, Scope
from lacre.ports.events import StateWrite
from lacre.ports.paging import Page
from network.aws.owner_index import OwnerIndex
from network.model.own import Owner

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class Placed(Protocol):
    """What every kind of entity has."""

    @property
    def id(self) -> str: ...
    @property
    def place(self) -> Place: ...
    @property
    def version(self) -> int: ...


Entity = TypeVar("Entity", bound=Placed)
Row = TypeVar("Row", bound=Model)


class RowForm(Protocol[Entity, Row]):
    """How one kind is written as a row: `kind` is its entity type, the beginning of its keys."""

    kind: str
    row: type[Row]

    def fields_of(self, entity: Entity) -> Mapping[str, Any]:
        """The attributes of a row, but for its keys."""
        ...

    def entity_of(self, row: Row) -> Entity: ...


class EntitiesTable(Generic[Entity, Row]):
    """`network.ports.entities.Entities` on DynamoDB."""

    def __init__(self, client: "DynamoDBClient", table: str, form: RowForm[Entity, Row]) -> None:
        self._form = form
        self._table = table
        self._rows = DomainRows(client, table, form.row)
        self._index = PlaceIndex(self._rows, form.kind)

    def find(self, entity_id: str) -> Entity | None:
        row = self._rows.find(self._index.key(entity_id))
        return self._form.entity_of(row) if row else None

    def within(self, scope: Scope, after: str | None, limit: int) -> Page[Entity]:
        page = self._index.within(scope, after, limit)
        return Page([self._form.entity_of(row) for row in page.items], page.next)

    def adding(self, entity: Entity) -> StateWrite:
        return self._rows.putting_new(self._fields(entity))

    def replacing(self, entity: Entity, version: int) -> StateWrite:
        return self._rows.putting_over(self._fields(entity), version)

    def unchanged(self, entity: Entity) -> StateWrite:
        return TableWrite(
            {
                "ConditionCheck": {
                    "TableName": self._table,
                    "Key": {"pk": {"S": self._index.key(entity.id)}},
                    "ConditionExpression": "#version = :version",
                    "ExpressionAttributeNames": {"#version": "version"},
                    "ExpressionAttributeValues": {":version": {"N": str(entity.version)}},
                }
            }
        )

    def _fields(self, entity: Entity) -> Mapping[str, Any]:
        return {**self._index.attributes(entity.place, entity.id), **self._form.fields_of(entity)}


class OwnedEntitiesTable(EntitiesTable[Entity, Row]):
    """`network.ports.entities.OwnedEntities` on DynamoDB: the form's rows carry what `owner_keys` says."""

    def __init__(self, client: "DynamoDBClient", table: str, form: RowForm[Entity, Row]) -> None:
        super().__init__(client, table, form)
        self._owners = OwnerIndex(self._rows, form.kind)

    def owned_by(self, owner: Owner, after: str | None, limit: int) -> Page[Entity]:
        page = self._owners.owned_by(owner, after, limit)
        return Page([self._form.entity_of(row) for row in page.items], page.next)
