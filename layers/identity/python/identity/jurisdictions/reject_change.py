"""Rejecting a change of jurisdiction: the entity stays where it is, and can be edited again."""

from identity.jurisdictions.decided_change import DecidedChange, told
from identity.jurisdictions.pending_change import require_pending, waiting
from identity.jurisdictions.read_change import ReadChange
from identity.model.jurisdiction_change import ChangeState, Decision
from identity.ports.jurisdiction_changes import JurisdictionChanges
from identity.ports.movables import Movables
from lacre.model.actor import Actor
from lacre.ports.ambient import Clock
from lacre.recording.change import Change


class RejectChange:
    def __init__(self, changes: JurisdictionChanges, read_change: ReadChange, movables: Movables, clock: Clock) -> None:
        self._changes = changes
        self._read_change = read_change
        self._movables = movables
        self._clock = clock

    def __call__(self, actor: Actor, change_id: str, version: int, reason: str) -> DecidedChange:
        """For an official of the place that it was to leave, who did not ask for it.

        Raises Refusal: NOT_FOUND, OUTSIDE_JURISDICTION, FORBIDDEN, CONFLICT.
        """
        asked = self._read_change(actor, change_id)
        require_pending(actor, asked, version)
        before = waiting(self._movables, asked)
        now = self._clock.now()
        rejected = asked.decided(ChangeState.REJECTED, Decision(actor.id, now, reason))
        after = before.at(before.place, None, now)
        writes = [self._changes.replacing(rejected, version), after.replacing(before.version)]
        return DecidedChange(rejected, Change(asked.id, told(asked, before), told(rejected, after), writes))
