"""Counted attempts to log in, in memory."""

from dataclasses import dataclass, field

from identity.model.attempts import KEPT_S, Attempts
from lacre.ports.events import StateWrite
from tests.fakes.events import MemoryWrite


@dataclass
class MemoryLoginAttempts:
    """Each with the moment (ms) from which on it is kept a day longer."""

    rows: dict[str, tuple[Attempts, int]] = field(default_factory=dict)

    def find(self, name: str, now: int) -> Attempts:
        attempts, last = self.rows.get(name, (Attempts(), 0))
        return attempts if (last // 1000 + KEPT_S) * 1000 > now else Attempts(version=attempts.version)

    def count(self, name: str, attempts: Attempts, version: int) -> bool:
        found = self.rows.get(name)
        if found is not None and found[0].version != version:
            return False
        self.rows[name] = attempts, attempts.not_before
        return True

    def clearing(self, name: str, now: int) -> StateWrite:
        return MemoryWrite(lambda: True, lambda: self.rows.update({name: (Attempts(), now)}))
