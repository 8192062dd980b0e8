"""Bodies of settlements."""

import re
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field, PlainValidator, StringConstraints, WithJsonSchema
from pydantic.config import JsonDict

from hedge.http.bodies import Body, Day
from hedge.model.ledger import Direction, Leg
from hedge.settling.claimed_legs import ClaimedLeg
from hedge.settling.settle_contract import SettlementDraft
from lacre.model.redaction import looks_secret

_AMOUNT = r"[0-9]{1,24}(\.[0-9]{1,6})?"
_EXAMPLE: JsonDict = {
    "source_event_id": "5d8f4ab0-7a35-4f6a-9f57-5b0a3a1f6c11",
    "cashflow_date": "2026-01-30",
    "currency": "USD",
    "legs": [
        {"leg_id": "FIXED", "direction": "IN", "amount": "126000"},
        {"leg_id": "FLOAT", "direction": "OUT", "amount": "127512.5"},
    ],
}


def _amount(value: object) -> Decimal:
    if not isinstance(value, str) or not re.fullmatch(_AMOUNT, value, re.ASCII):
        raise ValueError("no amount")
    return Decimal(value)


def _event_id(text: str) -> str:
    if looks_secret(text):
        raise ValueError("a secret")
    return text


Amount = Annotated[Decimal, PlainValidator(_amount), WithJsonSchema({"type": "string", "pattern": f"^{_AMOUNT}$"})]
"""USD: decimal text, at most 24 digits before the point and 6 after it."""

EventId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:/-]{1,64}$"), AfterValidator(_event_id)]
"""The caller's own: a UUID in lower case, or another id that could be no PIN, card number, key or token."""


class LegBody(Body):
    leg_id: Leg
    direction: Direction
    amount: Amount


class SettlementBody(Body):
    """`legs` may be left out: they are derived, and those given are only checked."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    source_event_id: EventId
    cashflow_date: Day
    currency: Literal["USD"] = "USD"
    legs: Annotated[list[LegBody], Field(max_length=2)] | None = None

    @property
    def draft(self) -> SettlementDraft:
        legs = None if self.legs is None else [ClaimedLeg(one.leg_id, one.direction, one.amount) for one in self.legs]
        return SettlementDraft(self.source_event_id, self.cashflow_date, self.currency, legs)
