"""Blocking a POS: from then on its key opens nothing."""

from dataclasses import replace

from lacre.model.actor import Actor
from lacre.model.refusal import Ground, Refusal
from lacre.model.versions import require_version
from lacre.model.vocabulary import EntityType
from lacre.ports.ambient import Clock
from network.entities.changed import Changed, changed
from network.entities.read_entity import ReadEntity
from network.model.pos import Pos, PosState
from network.ports.entities import Entities


class BlockPos:
    def __init__(self, terminals: Entities[Pos], clock: Clock) -> None:
        self._terminals = terminals
        self._read = ReadEntity(terminals, EntityType.POS)
        self._clock = clock

    def __call__(self, actor: Actor, pos_id: str, version: int, reason: str) -> Changed[Pos]:
        """Raises Refusal: NOT_FOUND, OUTSIDE_JURISDICTION, CONFLICT. A change that is pending does not protect it.

        The reason is told by the event, and kept nowhere else.
        """
        before = self._read(actor, pos_id)
        require_version(before.version, version)
        if before.state is PosState.BLOCKED:
            raise Refusal(Ground.CONFLICT, "ALREADY_BLOCKED", "This POS is blocked already.")
        blocked = changed(self._terminals, before, replace(before, state=PosState.BLOCKED), self._clock.now())
        told = {**blocked.entity.shown(), "reason": reason}
        return Changed(blocked.entity, replace(blocked.change, after=told))
