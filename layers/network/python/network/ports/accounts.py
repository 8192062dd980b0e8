"""Accounts that are made with an agent or a merchant: people are another package's, which the function brings in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from lacre.model.place import Place
from lacre.model.vocabulary import EntityType
from lacre.ports.events import StateWrite
from lacre.recording.change import Further


@dataclass(frozen=True)
class Holder:
    """Whose account it is to be, the agent's or the merchant's, and the user name that is wished for."""

    entity_type: EntityType
    entity_id: str
    username: str
    name: str
    place: Place


@dataclass(frozen=True)
class Account:
    """An account that exists once the writes are committed, and its event; the PIN is shown once."""

    id: str
    username: str
    pin: str = field(repr=False)
    writes: Sequence[StateWrite]
    event: Further


class Accounts(Protocol):
    def open(self, holder: Holder) -> Account:
        """Raises Refusal: INVALID for what is no user name, CONFLICT for one that is taken; StoreUnavailableError."""
        ...
