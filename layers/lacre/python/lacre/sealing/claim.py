"""Claiming: the batch, proved readable before it is locked away, and the head once the batch is part of the log."""

from collections.abc import Sequence

from lacre.model.event import ReceiptedEvent
from lacre.ports.sealing import Head
from lacre.sealing.rotations import after_batch, manifests
from lacre.tlog.batch import Batch, BatchError, Line, decode_batch, encode_batch
from lacre.tlog.frontier import extended
from lacre.tlog.hashing import leaf_hash
from lacre.tlog.key_manifest import Generation


class UnsealableBatchError(Exception):
    """A batch that could not be read back, had it been locked: the log could never be published past it."""


def readable_batch(start: int, events: Sequence[ReceiptedEvent]) -> Batch:
    """The batch of at least one event, read back and compared. Raises UnsealableBatchError."""
    batch = encode_batch(start, events)
    expected = [Line(stored.event.header_bytes, stored.event.body_bytes, stored.receipt) for stored in events]
    try:
        is_same = list(decode_batch(batch.name, batch.content)) == expected
    except BatchError as error:
        raise UnsealableBatchError(f"the batch could not be read back: {error}") from None
    if not is_same:
        raise UnsealableBatchError("the batch would be read back as another one")
    return batch


def claimed(head: Head, batch: Batch, events: Sequence[ReceiptedEvent], generations: Sequence[Generation]) -> Head:
    """The head after a batch whose events follow the ones that it has. Its publication is still to be done.

    `generations` are those before the batch, which may hold rotations.
    """
    hashes = [leaf_hash(stored.event.header_bytes) for stored in events]
    size, frontier = extended(head.size, head.frontier, hashes)
    began_at = head.began_at or min(stored.event.header.recorded_at for stored in events)
    keys = after_batch(generations, (note for _, note in manifests(events)), size)
    return Head(size, frontier, batch.name, head.published, head.version + 1, began_at, keys)
