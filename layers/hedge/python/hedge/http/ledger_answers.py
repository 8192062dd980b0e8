"""Settlements and ledger entries as the API shows them."""

from typing import Literal

from hedge.http.answers import Listed, Shown
from hedge.model.ledger import Direction, Leg


class EntryAnswer(Shown):
    """`amount` is USD as decimal text: what comes IN to the desk, or goes OUT of it."""

    cashflow_date: str
    id: str
    hedge_contract_id: str
    source_event_id: str
    leg_id: Leg
    direction: Direction
    amount: str
    currency: Literal["USD"]
    created_at: str


class LedgerAnswer(Listed):
    """By cashflow date and id."""

    entries: list[EntryAnswer]


class SettlementAnswer(Shown):
    hedge_contract_id: str
    source_event_id: str
    cashflow_date: str
    currency: Literal["USD"]
    created_at: str
    entries: list[EntryAnswer]
