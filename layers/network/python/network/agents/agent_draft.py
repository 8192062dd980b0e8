"""An agent to be made."""

from dataclasses import dataclass

from lacre.model.place import Place
from network.model.agent import Agent
from network.model.entity import Beginning


@dataclass(frozen=True)
class AgentDraft:
    """`network.entities.create_holder.HolderDraft`."""

    name: str
    phone: str
    place: Place
    username: str

    def made(self, beginning: Beginning, account_id: str) -> Agent:
        return Agent(**beginning, name=self.name, phone=self.phone, account_id=account_id)
