"""An agent of the network."""

from dataclasses import dataclass

from lacre.model.canonical import JsonObject
from network.model.entity import Entity


@dataclass(frozen=True, kw_only=True)
class Agent(Entity):
    """`account_id` is the user that the agent logs in as.

    The account finds its agent by id: it keeps the name that it was made with, whatever the agent's becomes.
    """

    name: str
    phone: str
    account_id: str

    @property
    def owners(self) -> tuple[str, ...]:
        return (self.id,)

    def details(self) -> JsonObject:
        return {"name": self.name, "phone": self.phone, "account_id": self.account_id}
