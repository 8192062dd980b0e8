"""A POS: the terminal that an agent runs in a market, for a merchant."""

from dataclasses import dataclass, field
from enum import StrEnum

from lacre.model.canonical import JsonObject
from network.model.entity import Entity


class PosState(StrEnum):
    ACTIVE = "ACTIVE"
    BLOCKED = "BLOCKED"


@dataclass(frozen=True, kw_only=True)
class Pos(Entity):
    """`maximum_amount` is the largest transaction that it may make, as decimal text; None sets no limit.

    `market_id` is None once the POS moved away from its market. `key_digest` is what its API key is proven by
    (`lacre.model.api_key`); it is shown nowhere.
    """

    label: str
    agent_id: str
    merchant_id: str
    market_id: str | None
    maximum_amount: str | None
    key_digest: str = field(repr=False)
    state: PosState = PosState.ACTIVE

    @property
    def owners(self) -> tuple[str, ...]:
        return (self.agent_id, self.merchant_id, self.id)

    def details(self) -> JsonObject:
        return {
            "label": self.label,
            "agent_id": self.agent_id,
            "merchant_id": self.merchant_id,
            "market_id": self.market_id,
            "state": self.state.value,
            "maximum_amount": self.maximum_amount,
        }
