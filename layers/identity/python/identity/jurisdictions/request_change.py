"""Asking that an agent, a merchant or a POS moves. Until somebody else has decided, nothing of it is edited."""

from dataclasses import dataclass

from identity.jurisdictions.decided_change import DecidedChange, told
from identity.model.jurisdiction_change import JurisdictionChange
from identity.ports.jurisdiction_changes import JurisdictionChanges
from identity.ports.movables import Movable, Movables
from lacre.model.actor import Actor
from lacre.model.identifier import ENTROPY_BYTES, is_uuid, uuid7
from lacre.model.jurisdiction import require_place
from lacre.model.place import Place
from lacre.model.redaction import recordable_id
from lacre.model.refusal import Fault, Ground, Refusal, Subject
from lacre.model.vocabulary import EntityType
from lacre.ports.ambient import Clock, Entropy
from lacre.recording.change import Change


@dataclass(frozen=True)
class Wish:
    """What is to move, where, and why."""

    entity_type: EntityType
    entity_id: str
    target: Place
    reason: str

    @property
    def subject(self) -> Subject:
        """What a refusal is about: there is no change yet."""
        return Subject(self.entity_type, recordable_id(self.entity_id))


class RequestChange:
    def __init__(self, changes: JurisdictionChanges, movables: Movables, clock: Clock, entropy: Entropy) -> None:
        self._changes = changes
        self._movables = movables
        self._clock = clock
        self._entropy = entropy

    def __call__(self, actor: Actor, wish: Wish) -> DecidedChange:
        """Raises Refusal: NOT_FOUND, OUTSIDE_JURISDICTION, CONFLICT while another is pending, INVALID."""
        before = self._at_hand(actor, wish)
        now = self._clock.now()
        change = JurisdictionChange(
            id=uuid7(now, self._entropy.take(ENTROPY_BYTES)),
            entity_type=wish.entity_type,
            entity_id=wish.entity_id,
            source=before.place,
            target=wish.target,
            reason=wish.reason,
            requested_by=actor.id,
            requested_at=now,
        )
        after = before.at(before.place, change.id, now)
        writes = [self._changes.adding(change), after.replacing(before.version)]
        return DecidedChange(change, Change(change.id, {"entity": before.shown()}, told(change, after), writes))

    def _at_hand(self, actor: Actor, wish: Wish) -> Movable:
        found = self._movables.find(wish.entity_type, wish.entity_id) if is_uuid(wish.entity_id) else None
        if found is None:
            raise Refusal(Ground.NOT_FOUND, "NO_SUCH_ENTITY", "There is no such entity.", subject=wish.subject)
        try:
            require_place(actor, found.place)
        except Refusal as refusal:
            refusal.subject = wish.subject
            raise
        if found.pending_change is not None:
            raise Refusal(
                Ground.CONFLICT,
                "ALREADY_PENDING",
                "A change of jurisdiction of this entity waits for approval already.",
                subject=wish.subject,
            )
        if found.place == wish.target:
            fault = Fault("body.district", "The entity is there already.")
            raise Refusal(
                Ground.INVALID,
                "SAME_PLACE",
                "The entity belongs to this place already.",
                subject=wish.subject,
                faults=(fault,),
            )
        return found
