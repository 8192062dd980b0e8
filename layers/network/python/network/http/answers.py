"""Agents, merchants, markets and POS as the API shows them."""

from pydantic import BaseModel, ConfigDict

from network.model.pos import PosState


class Shown(BaseModel):
    model_config = ConfigDict(extra="forbid")


class EntityAnswer(Shown):
    """Times are RFC 3339, in UTC with milliseconds."""

    id: str
    province: str
    district: str
    version: int
    pending_change: str | None
    created_at: str
    changed_at: str


class AgentAnswer(EntityAnswer):
    name: str
    phone: str
    account_id: str


class MerchantAnswer(EntityAnswer):
    name: str
    phone: str
    tax_number: str | None
    account_id: str


class MarketAnswer(EntityAnswer):
    name: str


class PosAnswer(EntityAnswer):
    label: str
    agent_id: str
    merchant_id: str
    market_id: str | None
    state: PosState
    maximum_amount: str | None


class AccountAnswer(Shown):
    username: str
    pin: str


class NewAgentAnswer(AgentAnswer):
    """The account is shown once: an answer that is given again has none."""

    account: AccountAnswer | None = None


class NewMerchantAnswer(MerchantAnswer):
    """The account is shown once: an answer that is given again has none."""

    account: AccountAnswer | None = None


class KeyedPosAnswer(PosAnswer):
    """The key is shown once: an answer that is given again has none."""

    api_key: str | None = None


class Listed(Shown):
    """`cursor` asks for the next page; null on the last one."""

    cursor: str | None


class AgentsAnswer(Listed):
    agents: list[AgentAnswer]


class MerchantsAnswer(Listed):
    merchants: list[MerchantAnswer]


class MarketsAnswer(Listed):
    markets: list[MarketAnswer]


class TerminalsAnswer(Listed):
    """Agents and merchants see what they own in the district that they belong to.

    Their pages can hold fewer than `limit`, or none; `cursor` asks for the next page, and is null on the last one.
    """

    pos: list[PosAnswer]
