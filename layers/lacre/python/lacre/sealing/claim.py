"""Claiming: the head as it is once a batch is part of the log."""

from collections.abc import Sequence

from lacre.model.event import ReceiptedEvent
from lacre.ports.sealing import Head
from lacre.tlog.batch import Batch
from lacre.tlog.frontier import extended
from lacre.tlog.hashing import leaf_hash


def claimed(head: Head, batch: Batch, events: Sequence[ReceiptedEvent]) -> Head:
    """The head after a batch whose events follow the ones that it has. Its publication is still to be done."""
    hashes = [leaf_hash(stored.event.header_bytes) for stored in events]
    size, frontier = extended(head.size, head.frontier, hashes)
    began_at = head.began_at or min(stored.event.header.recorded_at for stored in events)
    return Head(size, frontier, batch.name, head.published, head.version + 1, began_at)
