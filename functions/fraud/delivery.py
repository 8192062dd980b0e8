"""A Lambda delivery of the events table's stream, sorted out: the events to evaluate, and what is poison."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lacre.aws.poison import Poison
from lacre.aws.stream_record import ChangeKind, UndecodableRecordError, decode
from lacre.detection.subject import Subject

Record = Mapping[str, Any]


@dataclass
class Delivery:
    events: list[Subject] = field(default_factory=list)
    poison: list[Poison] = field(default_factory=list)


def sort_records(records: Sequence[Record]) -> Delivery:
    """Never raises for what a record holds. Changes and removals of events are for `archive`, which reports them."""
    delivery = Delivery()
    for record in records:
        try:
            change = decode(record)
        except UndecodableRecordError as error:
            if error.kind not in (ChangeKind.MODIFY, ChangeKind.REMOVE):
                delivery.poison.append(Poison.of(record, error))
            continue
        if change.kind is ChangeKind.INSERT:
            event = change.event.event
            delivery.events.append(Subject(event.header, event.body_bytes))
    return delivery
