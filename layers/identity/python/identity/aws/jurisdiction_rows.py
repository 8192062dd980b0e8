"""Rows of changes of jurisdiction: `CHANGE#<id>`, listed by state and by the place that something is moved from."""

from collections.abc import Mapping
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.models import Model

from identity.model.jurisdiction_change import ChangeState, Decision, JurisdictionChange
from lacre.model.place import Place
from lacre.model.vocabulary import EntityType


class ChangeRow(Model):
    pk = UnicodeAttribute(hash_key=True)
    place = UnicodeAttribute()
    sort = UnicodeAttribute()
    change_id = UnicodeAttribute()
    entity_type = UnicodeAttribute()
    entity_id = UnicodeAttribute()
    from_province = UnicodeAttribute()
    from_district = UnicodeAttribute()
    to_province = UnicodeAttribute()
    to_district = UnicodeAttribute()
    reason = UnicodeAttribute()
    requested_by = UnicodeAttribute()
    requested_at = NumberAttribute()
    state = UnicodeAttribute()
    decided_by = UnicodeAttribute(null=True)
    decided_at = NumberAttribute(null=True)
    decision_reason = UnicodeAttribute(null=True)
    version = NumberAttribute()

    @property
    def change(self) -> JurisdictionChange:
        return JurisdictionChange(
            id=self.change_id,
            entity_type=EntityType(self.entity_type),
            entity_id=self.entity_id,
            source=Place(self.from_province, self.from_district),
            target=Place(self.to_province, self.to_district),
            reason=self.reason,
            requested_by=self.requested_by,
            requested_at=int(self.requested_at),
            state=ChangeState(self.state),
            decision=self._decision,
            version=int(self.version),
        )

    @property
    def _decision(self) -> Decision | None:
        return Decision(self.decided_by, int(self.decided_at), self.decision_reason) if self.decided_by else None


def fields_of(change: JurisdictionChange) -> Mapping[str, Any]:
    """The attributes of a row, but for its keys."""
    decision = change.decision
    return {
        "change_id": change.id,
        "entity_type": change.entity_type.value,
        "entity_id": change.entity_id,
        "from_province": change.source.province,
        "from_district": change.source.district,
        "to_province": change.target.province,
        "to_district": change.target.district,
        "reason": change.reason,
        "requested_by": change.requested_by,
        "requested_at": change.requested_at,
        "state": change.state.value,
        "decided_by": decision.by if decision else None,
        "decided_at": decision.at if decision else None,
        "decision_reason": decision.reason if decision else None,
        "version": change.version,
    }
