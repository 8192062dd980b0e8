"""The receipt of a transaction."""

from dataclasses import dataclass

from lacre.model.canonical import JsonObject


@dataclass(frozen=True)
class Receipt:
    """One a transaction. `copies` is how often it was printed, and its version; `printed_at` (ms) is when last."""

    id: str
    transaction_id: str
    copies: int
    printed_at: int

    def shown(self, agent_id: str) -> JsonObject:
        """The receipt as the log shows it, with the agent whose transaction it is: whoever acts may be one of its POS,
        and what an agent prints is counted by the agent."""
        return {"transaction_id": self.transaction_id, "agent_id": agent_id, "copies": self.copies}
