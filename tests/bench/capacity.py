"""Write units as DynamoDB itself reports them, per table and with its indexes."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

_WRITES = ("PutItem", "TransactWriteItems", "UpdateItem")


@contextmanager
def metered(client: Any) -> Iterator[Counter[str]]:
    """Sums the write units of all calls of a client within the context, by table and by index."""
    units: Counter[str] = Counter()

    def ask(params: dict[str, Any], **_: object) -> None:
        params["ReturnConsumedCapacity"] = "INDEXES"

    def note(parsed: Mapping[str, Any], **_: object) -> None:
        answers = parsed.get("ConsumedCapacity", [])
        for answer in answers if isinstance(answers, list) else [answers]:
            units[f"{answer['TableName']} table"] += _units(answer.get("Table", {}))
            for name, index in answer.get("GlobalSecondaryIndexes", {}).items():
                units[f"{answer['TableName']} {name}"] += _units(index)

    events = client.meta.events
    for operation in _WRITES:
        events.register(f"provide-client-params.dynamodb.{operation}", ask)
        events.register(f"after-call.dynamodb.{operation}", note)
    try:
        yield units
    finally:
        for operation in _WRITES:
            events.unregister(f"provide-client-params.dynamodb.{operation}", ask)
            events.unregister(f"after-call.dynamodb.{operation}", note)


def _units(capacity: Mapping[str, float]) -> int:
    return round(capacity.get("WriteCapacityUnits", capacity.get("CapacityUnits", 0)))
