"""Giving a POS another key; the old one is dead at once."""

from dataclasses import replace

from lacre.model.actor import Actor
from lacre.model.refusal import Ground, Refusal
from lacre.model.versions import require_version
from lacre.model.vocabulary import EntityType
from lacre.ports.ambient import Clock, Entropy
from network.entities.changed import changed
from network.entities.read_entity import ReadEntity
from network.model.pending import require_settled
from network.model.pos import Pos, PosState
from network.ports.entities import Entities
from network.terminals.keyed_pos import KeyedPos, key_of


class RotateKey:
    def __init__(self, terminals: Entities[Pos], clock: Clock, entropy: Entropy) -> None:
        self._terminals = terminals
        self._read = ReadEntity(terminals, EntityType.POS)
        self._clock = clock
        self._entropy = entropy

    def __call__(self, actor: Actor, pos_id: str, version: int) -> KeyedPos:
        """Raises Refusal: NOT_FOUND, OUTSIDE_JURISDICTION, PENDING_APPROVAL, CONFLICT."""
        before = self._read(actor, pos_id)
        require_settled(EntityType.POS, before.id, before.pending_change)
        require_version(before.version, version)
        if before.state is PosState.BLOCKED:
            raise Refusal(Ground.CONFLICT, "POS_BLOCKED", "A blocked POS gets no key.")
        key, digest = key_of(before.id, self._entropy)
        after = changed(self._terminals, before, replace(before, key_digest=digest), self._clock.now())
        return KeyedPos(after.entity, after.change, key)
