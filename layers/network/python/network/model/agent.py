"""An agent of the network."""

from dataclasses import dataclass

from lacre.model.canonical import JsonObject
from network.model.place import Place


@dataclass(frozen=True)
class Agent:
    """`account_id` is the user that the agent logs in as; times are ms since 1970; every change makes a version."""

    id: str
    name: str
    phone: str
    place: Place
    account_id: str
    created_at: int
    changed_at: int
    version: int = 1

    def shown(self) -> JsonObject:
        """The agent as the log shows it."""
        return {
            "name": self.name,
            "phone": self.phone,
            **self.place.shown(),
            "account_id": self.account_id,
            "version": self.version,
        }
