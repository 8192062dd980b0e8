"""Which rules were last put into force."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from lacre.model.canonical import JsonObject
from lacre.ports.events import StateWrite


@dataclass(frozen=True)
class RulesInForce:
    """A bundle by its hash, and the mode of each rule by its name."""

    bundle_hash: str
    modes: Mapping[str, str]

    def shown(self) -> JsonObject:
        """As the log shows it."""
        return {"bundle_hash": self.bundle_hash, "rules": dict(self.modes)}


class Bundles(Protocol):
    def in_force(self) -> RulesInForce | None:
        """By a consistent read. Raises StoreUnavailableError."""
        ...

    def replacing(self, before: RulesInForce | None, after: RulesInForce) -> StateWrite:
        """The write that puts other rules into force, on condition that those before still are."""
        ...
