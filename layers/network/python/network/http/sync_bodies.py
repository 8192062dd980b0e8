"""What a POS uploads: a batch, of which each item is read by itself, so that a bad one spoils no other."""

import hashlib
import json
from collections.abc import Mapping
from typing import Annotated

from fastapi.exceptions import RequestValidationError
from pydantic import AfterValidator, Field, SkipValidation, ValidationError

from lacre.http.invalid import invalid_request
from lacre.http.text import MAXIMUM_CHARACTERS
from lacre.model import moment
from lacre.model.canonical import JsonObject, JsonValue
from lacre.model.redaction import looks_secret, withheld
from lacre.model.refusal import Fault
from network.http.bodies import Body
from network.http.transaction_bodies import PaymentBody
from network.model.money import read_amount
from network.model.numbers import GREATEST
from network.model.offline_item import Offline, OfflineItem, OfflinePayment

MOST_ITEMS = 500
_MOST_FAULTS = 3
_MOST_UNKNOWN = 20


def _moment(text: str) -> str:
    if moment.to_milliseconds(text) < 0:
        raise ValueError("before 1970")
    return text


Moment = Annotated[str, AfterValidator(_moment), Field(json_schema_extra={"format": "date-time"})]
"""UTC with milliseconds, in this form alone: `2026-11-22T08:15:00.000Z`."""


class OfflineItemBody(PaymentBody):
    """`sequence` is the POS's own number of the item: from 1, by one, never used again."""

    sequence: Annotated[int, Field(strict=True, ge=1, le=GREATEST)]
    occurred_at: Moment

    @property
    def offline_payment(self) -> OfflinePayment:
        offline = Offline(moment.to_milliseconds(self.occurred_at), self.sequence)
        return OfflinePayment(self.payment, offline, self.print_receipt)


class SyncBody(Body):
    """Items are told in the schema, and not validated here."""

    items: Annotated[list[SkipValidation[OfflineItemBody]], Field(min_length=1, max_length=MOST_ITEMS)]

    @property
    def read(self) -> list[OfflineItem]:
        return [_read(item) for item in self.items]


def _read(raw: object) -> OfflineItem:
    told = _told(raw)
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    sequence = told.get("sequence")
    try:
        read: OfflinePayment | tuple[Fault, ...] = OfflineItemBody.model_validate(raw).offline_payment
    except ValidationError as error:
        read = _faults(error)
    return OfflineItem(sequence if type(sequence) is int else None, digest, read, told)


def _told(raw: object) -> JsonObject:
    """What an item holds, in so far as an item can hold it; of all else type and length alone.

    Nothing of a payment is lost by it, and neither the log nor a digest can tell of a secret in a wrong field.
    """
    if not isinstance(raw, Mapping):
        return {"unknown_fields": [withheld(raw)]}
    known = {name: _kept(name, value) for name, value in raw.items() if name in OfflineItemBody.model_fields}
    unknown = sorted(withheld(value) for name, value in raw.items() if name not in known)
    return {**known, "unknown_fields": unknown[:_MOST_UNKNOWN]} if unknown else known


def _kept(name: str, value: object) -> JsonValue:
    match value:
        case None | bool():
            return value
        case int() if name == "sequence" and 1 <= value <= GREATEST:
            return value
        case str() if _is_fit(name, text := value.strip()):
            return text
        case _:
            return withheld(value)


def _is_fit(name: str, text: str) -> bool:
    """Six digits are a PIN, unless they are money. JSON can name half of a surrogate pair, which no text can hold."""
    is_text = len(text) <= MAXIMUM_CHARACTERS and text.encode("utf-8", "ignore").decode() == text
    return is_text and (not looks_secret(text) or (name == "amount" and _is_amount(text)))


def _is_amount(text: str) -> bool:
    try:
        read_amount(text)
    except ValueError:
        return False
    return True


def _faults(error: ValidationError) -> tuple[Fault, ...]:
    errors = [{**one, "loc": ("item", *one["loc"])} for one in error.errors(include_input=False, include_url=False)]
    return invalid_request(RequestValidationError(errors[:_MOST_FAULTS])).faults
