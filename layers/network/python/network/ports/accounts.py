"""Accounts that are made together with an agent: people belong to another package, which the function brings in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from lacre.ports.events import StateWrite
from lacre.recording.change import Further
from network.model.place import Place


@dataclass(frozen=True)
class Account:
    """An account that exists once the writes are committed, and its event; the PIN is shown once."""

    id: str
    username: str
    pin: str = field(repr=False)
    writes: Sequence[StateWrite]
    event: Further


class Accounts(Protocol):
    def open(self, username: str, name: str, place: Place, agent_id: str) -> Account:
        """Raises Refusal: INVALID for what is no user name, CONFLICT for one that is taken; StoreUnavailableError."""
        ...
