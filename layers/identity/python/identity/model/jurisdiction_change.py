"""A change of jurisdiction: somebody asks that an entity of the network moves, somebody else decides."""

from dataclasses import dataclass, replace
from enum import StrEnum

from lacre.model import moment
from lacre.model.canonical import JsonObject
from lacre.model.place import Place
from lacre.model.vocabulary import EntityType


class ChangeState(StrEnum):
    PENDING = "PENDING"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"


@dataclass(frozen=True)
class Decision:
    """By whom (a user's id), when (ms since 1970), and why, where a reason was asked for."""

    by: str
    at: int
    reason: str | None = None


@dataclass(frozen=True)
class JurisdictionChange:
    """`source` is where the entity was when it was asked for; `requested_at` is ms since 1970."""

    id: str
    entity_type: EntityType
    entity_id: str
    source: Place
    target: Place
    reason: str
    requested_by: str
    requested_at: int
    state: ChangeState = ChangeState.PENDING
    decision: Decision | None = None
    version: int = 1

    def decided(self, state: ChangeState, decision: Decision) -> "JurisdictionChange":
        return replace(self, state=state, decision=decision, version=self.version + 1)

    def shown(self) -> JsonObject:
        """The change as the log and the API show it."""
        decision = self.decision
        return {
            "entity_type": self.entity_type.value,
            "entity_id": self.entity_id,
            "from": self.source.shown(),
            "to": self.target.shown(),
            "reason": self.reason,
            "requested_by": self.requested_by,
            "requested_at": moment.to_text(self.requested_at),
            "state": self.state.value,
            "decided_by": decision.by if decision else None,
            "decided_at": moment.to_text(decision.at) if decision else None,
            "decision_reason": decision.reason if decision else None,
            "version": self.version,
        }
