"""How entities begin: an id and a moment."""

from lacre.model.identifier import ENTROPY_BYTES, uuid7
from lacre.model.place import Place
from lacre.ports.ambient import Clock, Entropy
from network.model.entity import Beginning


class Beginnings:
    def __init__(self, clock: Clock, entropy: Entropy) -> None:
        self._clock = clock
        self._entropy = entropy

    def at(self, place: Place) -> Beginning:
        """What an entity that is made now begins with."""
        now = self._clock.now()
        return Beginning(id=uuid7(now, self._entropy.take(ENTROPY_BYTES)), place=place, created_at=now, changed_at=now)
