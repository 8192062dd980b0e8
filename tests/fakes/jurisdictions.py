"""Changes of jurisdiction in memory."""

from dataclasses import dataclass, field

from identity.model.jurisdiction_change import ChangeState, JurisdictionChange
from lacre.model.identifier import is_uuid
from lacre.model.place import Place, Scope
from lacre.ports.events import StateWrite
from lacre.ports.paging import BadPositionError, Page
from tests.fakes.events import MemoryWrite


@dataclass
class MemoryChanges:
    rows: dict[str, JurisdictionChange] = field(default_factory=dict)

    def find(self, change_id: str) -> JurisdictionChange | None:
        return self.rows.get(change_id)

    def within(self, scope: Scope, state: ChangeState, after: str | None, limit: int) -> Page[JurisdictionChange]:
        low = _order(after, scope) if after is not None else ("", "", "")
        of_state = [one for one in self.rows.values() if one.state is state and scope.covers(one.source)]
        ordered = sorted((one for one in of_state if _position(one) > low), key=_position)
        page = ordered[:limit]
        return Page(page, "/".join(_position(page[-1])) if len(ordered) > limit else None)

    def adding(self, change: JurisdictionChange) -> StateWrite:
        return MemoryWrite(lambda: change.id not in self.rows, lambda: self.rows.update({change.id: change}))

    def replacing(self, change: JurisdictionChange, version: int) -> StateWrite:
        def is_unchanged() -> bool:
            found = self.rows.get(change.id)
            return found is not None and found.version == version

        return MemoryWrite(is_unchanged, lambda: self.rows.update({change.id: change}))


def _position(change: JurisdictionChange) -> tuple[str, str, str]:
    return change.source.province, change.source.district, change.id


def _order(cursor: str, scope: Scope) -> tuple[str, str, str]:
    province, district, change_id = (*cursor.split("/"), "", "")[:3]
    if not is_uuid(change_id) or not scope.covers(Place(province, district)):
        raise BadPositionError
    return province, district, change_id
