"""Reading a change of jurisdiction."""

from identity.model.jurisdiction_change import JurisdictionChange
from identity.ports.jurisdiction_changes import JurisdictionChanges
from lacre.model.actor import Actor
from lacre.model.identifier import is_uuid
from lacre.model.jurisdiction import require_place
from lacre.model.refusal import Ground, Refusal


class ReadChange:
    def __init__(self, changes: JurisdictionChanges) -> None:
        self._changes = changes

    def __call__(self, actor: Actor, change_id: str) -> JurisdictionChange:
        """For officials of the place that something is moved from.

        Raises Refusal: NOT_FOUND, for an id that was never ours as well; OUTSIDE_JURISDICTION.
        """
        change = self._changes.find(change_id) if is_uuid(change_id) else None
        if change is None:
            raise Refusal(Ground.NOT_FOUND, "NO_SUCH_CHANGE", "There is no such change of jurisdiction.")
        require_place(actor, change.source)
        return change
