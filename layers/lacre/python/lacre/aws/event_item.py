"""An event as an item of the events table: its bytes as texts, and the keys of its indexes."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lacre.model.canonical import NotCanonicalError
from lacre.model.event import Event, ReceiptedEvent
from lacre.model.partition import index_keys
from lacre.ports.events import position_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import TransactWriteItemTypeDef


def to_item(stored: ReceiptedEvent) -> dict[str, Any]:
    """The item; `source` is an attribute of its own, because stream filters select by it."""
    header = stored.event.header
    texts = {
        "id": header.id,
        "position": position_of(header.recorded_at, header.id),
        "source": header.source.value,
        "header": stored.event.header_bytes.decode(),
        "body": stored.event.body_bytes.decode(),
        "receipt": stored.receipt,
        **index_keys(header),
    }
    return {name: {"S": text} for name, text in texts.items()}


def from_item(item: Mapping[str, Any]) -> ReceiptedEvent:
    """The event of an item, its receipt unread. Raises NotCanonicalError for an item that holds none."""
    try:
        header, body, receipt = (str.encode(item[name]["S"]) for name in ("header", "body", "receipt"))
    except (KeyError, TypeError, UnicodeEncodeError) as error:
        raise NotCanonicalError(f"not the item of an event: {type(error).__name__}") from None
    return ReceiptedEvent(Event.stored(header, body), receipt.decode())


def event_put(table: str, stored: ReceiptedEvent) -> "TransactWriteItemTypeDef":
    """The transaction's part that puts an event under an id that is not taken."""
    return {"Put": {"TableName": table, "Item": to_item(stored), "ConditionExpression": "attribute_not_exists(id)"}}
