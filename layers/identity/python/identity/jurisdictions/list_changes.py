"""Listing the changes of jurisdiction that move something from where the actor holds office."""

from identity.model.jurisdiction_change import ChangeState, JurisdictionChange
from identity.ports.jurisdiction_changes import JurisdictionChanges
from lacre.model.actor import Actor
from lacre.model.jurisdiction import require_scope
from lacre.ports.paging import BadPositionError, Page, bad_cursor


class ListChanges:
    def __init__(self, changes: JurisdictionChanges) -> None:
        self._changes = changes

    def __call__(self, actor: Actor, state: ChangeState, cursor: str | None, limit: int) -> Page[JurisdictionChange]:
        """Raises Refusal: BAD_REQUEST with BAD_CURSOR, OUTSIDE_JURISDICTION."""
        try:
            return self._changes.within(require_scope(actor), state, cursor, limit)
        except BadPositionError:
            raise bad_cursor() from None
