"""A Lambda delivery of the events table's stream, sorted out: what to seal, what was tampered with, what is poison."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lacre.aws.poison import Poison
from lacre.aws.stream_record import ChangeKind, UndecodableRecordError, decode
from lacre.recording.tampering import Finding
from lacre.sealing.intake import Inserted

WHAT_HAPPENED = {ChangeKind.MODIFY.value: "ROW_CHANGED", ChangeKind.REMOVE.value: "ROW_REMOVED"}


@dataclass
class StreamDelivery:
    inserted: list[Inserted] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    poison: list[Poison] = field(default_factory=list)


def sort_records(records: Sequence[Mapping[str, Any]]) -> StreamDelivery:
    """Never raises for what a record holds."""
    delivery = StreamDelivery()
    for record in records:
        try:
            change = decode(record)
        except UndecodableRecordError as error:
            delivery.poison.append(Poison.of(record, error))
            # Whoever writes garbage over an event has changed it all the same.
            if error.kind in WHAT_HAPPENED and error.event_id is not None:
                delivery.findings.append(Finding(error.event_id, WHAT_HAPPENED[error.kind], error.sequence))
            continue
        if change.kind is ChangeKind.INSERT:
            delivery.inserted.append(Inserted(change.event, change.sequence))
        else:
            what = WHAT_HAPPENED[change.kind.value]
            delivery.findings.append(Finding(change.event.event.header.id, what, change.sequence))
    return delivery
