"""Which rules are in force, in memory."""

from dataclasses import dataclass

from lacre.ports.bundles import RulesInForce
from lacre.ports.events import StateWrite
from tests.fakes.events import MemoryWrite


@dataclass
class MemoryBundles:
    """`lacre.ports.bundles.Bundles`."""

    rules: RulesInForce | None = None

    def in_force(self) -> RulesInForce | None:
        return self.rules

    def replacing(self, before: RulesInForce | None, after: RulesInForce) -> StateWrite:
        def replace() -> None:
            self.rules = after

        return MemoryWrite(lambda: self.rules == before, replace)
