"""A record of the events table's stream (NEW_AND_OLD_IMAGES), as Lambda gives it: DynamoDB's JSON in a dict."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from lacre.aws.event_item import from_item
from lacre.model import canonical, moment
from lacre.model.canonical import NotCanonicalError
from lacre.model.event import MAXIMUM_BODY_BYTES, Body, ReceiptedEvent
from lacre.tlog.hashing import leaf_hash
from lacre.tlog.receipt import ReceiptError, claimed_receipt


class ChangeKind(StrEnum):
    INSERT = "INSERT"
    MODIFY = "MODIFY"
    REMOVE = "REMOVE"


@dataclass(frozen=True)
class StreamRecord:
    """One change of the table. `event` is the event after an INSERT or MODIFY, and before a REMOVE."""

    kind: ChangeKind
    sequence: str
    event: ReceiptedEvent


class UndecodableRecordError(Exception):
    """A record that holds no event. What could be told of it is kept: kind, sequence number, the item's key.

    Its text names no content, which could be anything.
    """

    def __init__(self, record: object, reason: str) -> None:
        super().__init__(f"no event in the record: {reason}")
        fields = record if isinstance(record, Mapping) else {}
        change = fields.get("dynamodb")
        change = change if isinstance(change, Mapping) else {}
        self.kind: str = str(fields.get("eventName", "UNKNOWN"))
        self.sequence: str = str(change.get("SequenceNumber", "0"))
        self.event_id: str | None = _key(change)


def decode(record: Mapping[str, Any]) -> StreamRecord:
    """The change that a record tells of. Raises UndecodableRecordError, whatever the record is."""
    try:
        kind = ChangeKind(record["eventName"])
        change = record["dynamodb"]
        image = change["OldImage" if kind is ChangeKind.REMOVE else "NewImage"]
        event = from_item(image)
        header = event.event.header
        _check_form(event)
        if change["Keys"]["id"]["S"] != header.id or image["source"]["S"] != header.source:
            raise NotCanonicalError("the item's attributes are not those of its header")
        return StreamRecord(kind, str(change["SequenceNumber"]), event)
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise UndecodableRecordError(record, f"{type(error).__name__}: {_safe(error)}") from None


def _check_form(stored: ReceiptedEvent) -> None:
    """Refuse what would be locked into the archive as a line that no verifier accepts, or that cannot be read back.

    Signatures are not checked: a well-formed receipt that nobody stands behind is for the verifier to name.
    """
    header, body = stored.event.header, stored.event.body_bytes
    if len(body) > MAXIMUM_BODY_BYTES or set(canonical.decode(body)) != set(Body.__dataclass_fields__):
        raise NotCanonicalError("the body is not an event's")
    try:
        receipt = claimed_receipt(stored.receipt)
    except ReceiptError as error:
        raise NotCanonicalError(f"no receipt: {error}") from None
    promised = (receipt.event_id, receipt.leaf_hash, receipt.recorded_at)
    if promised != (header.id, leaf_hash(stored.event.header_bytes), moment.to_milliseconds(header.recorded_at)):
        raise NotCanonicalError("the receipt is that of another event")


def _safe(error: Exception) -> str:
    """NotCanonicalError and KeyError name no value; another error's text might."""
    return str(error) if isinstance(error, NotCanonicalError | KeyError) else "malformed"


def _key(change: Mapping[str, Any]) -> str | None:
    try:
        return str(change["Keys"]["id"]["S"])
    except (KeyError, TypeError):
        return None
