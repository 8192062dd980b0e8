"""How what the desk keeps begins: an id and a moment."""

from typing import NamedTuple

from lacre.model.identifier import ENTROPY_BYTES, uuid7
from lacre.ports.ambient import Clock, Entropy


class Beginning(NamedTuple):
    """`at` is ms since 1970."""

    id: str
    at: int


class Beginnings:
    def __init__(self, clock: Clock, entropy: Entropy) -> None:
        self._clock = clock
        self._entropy = entropy

    def now(self) -> Beginning:
        """What begins now."""
        at = self._clock.now()
        return Beginning(uuid7(at, self._entropy.take(ENTROPY_BYTES)), at)
