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

    def shown(self) -> JsonObject:
        """The receipt as the log shows it."""
        return {"transaction_id": self.transaction_id, "copies": self.copies}
