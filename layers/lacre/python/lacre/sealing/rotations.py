"""Rotations among the events of the log: what they bring into force, and which of them nobody in force signed."""

from collections.abc import Iterable, Mapping, Sequence

from lacre.model.event import ReceiptedEvent
from lacre.ports.sealing import SealedLeaf
from lacre.tlog.hashing import leaf_hash
from lacre.tlog.key_manifest import Generation, manifest_of, rotated
from lacre.tlog.note import NoteError


def after_batch(generations: Sequence[Generation], notes: Iterable[bytes], end: int) -> tuple[Generation, ...]:
    """The generations after a batch that holds these manifests and ends in a tree of `end` leaves."""
    known = tuple(generations)
    for note in notes:
        try:
            known = rotated(known, note, end)
        except NoteError:
            continue  # it changes nothing; `forged` tells of it, at each delivery
    return known


def forged(
    events: Sequence[tuple[ReceiptedEvent, bytes]], rows: Mapping[str, SealedLeaf], generations: Sequence[Generation]
) -> tuple[ReceiptedEvent, ...]:
    """Those of the events, each with its manifest, that stand in the log and bring nothing into force."""
    found = []
    for stored, note in events:
        row = rows.get(stored.event.header.id)
        if row is not None and row.leaf_hash == leaf_hash(stored.event.header_bytes):
            # No generation begins inside a batch: those before the leaf are those before its batch.
            before = [one for one in generations if one.first_size <= row.index]
            if not _holds(before, note, row.index + 1):
                found.append(stored)
    return tuple(found)


def manifests(events: Sequence[ReceiptedEvent]) -> list[tuple[ReceiptedEvent, bytes]]:
    """The events that hold a manifest, each with it."""
    found = ((stored, manifest_of(stored.event.header_bytes, stored.event.body_bytes)) for stored in events)
    return [(stored, note) for stored, note in found if note is not None]


def _holds(generations: Sequence[Generation], note: bytes, end: int) -> bool:
    try:
        rotated(generations, note, end)
    except NoteError:
        return False
    return True
