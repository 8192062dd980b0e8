"""Approving a change of jurisdiction: the entity and its account move, in one transaction."""

from collections.abc import Sequence
from dataclasses import replace

from identity.jurisdictions.decided_change import DecidedChange, told
from identity.jurisdictions.pending_change import require_pending, waiting
from identity.jurisdictions.read_change import ReadChange
from identity.model.jurisdiction_change import ChangeState, Decision
from identity.ports.jurisdiction_changes import JurisdictionChanges
from identity.ports.movables import Movables
from identity.ports.users import Users
from lacre.model.actor import Actor
from lacre.model.jurisdiction import require_place
from lacre.model.place import Place
from lacre.model.vocabulary import EntityType
from lacre.ports.ambient import Clock
from lacre.ports.events import StateWrite
from lacre.recording.change import Change, Further


class ApproveChange:
    def __init__(
        self, changes: JurisdictionChanges, read_change: ReadChange, movables: Movables, users: Users, clock: Clock
    ) -> None:
        self._changes = changes
        self._read_change = read_change
        self._movables = movables
        self._users = users
        self._clock = clock

    def __call__(self, actor: Actor, change_id: str, version: int) -> DecidedChange:
        """For an official of both places who did not ask for it.

        Raises Refusal: NOT_FOUND, OUTSIDE_JURISDICTION, FORBIDDEN, CONFLICT.
        """
        asked = self._read_change(actor, change_id)
        require_place(actor, asked.target)
        require_pending(actor, asked, version)
        before = waiting(self._movables, asked)
        now = self._clock.now()
        approved = asked.decided(ChangeState.APPROVED, Decision(actor.id, now))
        after = before.at(asked.target, None, now)
        moving, further = self._account(before.account_id, asked.target)
        writes = [self._changes.replacing(approved, version), after.replacing(before.version), *moving]
        change = Change(asked.id, told(asked, before), told(approved, after), writes, further=further)
        return DecidedChange(approved, change)

    def _account(self, user_id: str | None, place: Place) -> tuple[Sequence[StateWrite], Sequence[Further]]:
        """The account that moves too, and its event: at its next request, its user acts from the new place."""
        if user_id is None:
            return (), ()
        before = self._users.by_id(user_id)
        if before is None:
            raise LookupError("the account of an entity is gone")
        after = replace(before, province=place.province, district=place.district, version=before.version + 1)
        further = Further("UPDATE_USER", EntityType.USER, before.id, before.shown(), after.shown())
        return [self._users.replacing(after, before.version)], [further]
