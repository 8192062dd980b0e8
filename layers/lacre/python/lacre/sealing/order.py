"""What of a delivery is new, in the order that the log gives it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lacre.model.event import ReceiptedEvent
from lacre.ports.events import position_of
from lacre.ports.sealing import SealedLeaf
from lacre.tlog.hashing import leaf_hash


@dataclass(frozen=True)
class Delivery:
    """Events to seal in (recorded_at, id) order; and those whose id stands in the log with other bytes."""

    fresh: tuple[ReceiptedEvent, ...]
    contradicting: tuple[ReceiptedEvent, ...]


def sort_out(events: Sequence[ReceiptedEvent], sealed: Mapping[str, SealedLeaf]) -> Delivery:
    """Drop what is sealed already, and repeats within the delivery; of two with one id the first delivered counts."""
    known = {event_id: leaf.leaf_hash for event_id, leaf in sealed.items()}
    fresh: list[ReceiptedEvent] = []
    contradicting: list[ReceiptedEvent] = []
    for stored in events:
        event_id, leaf = stored.event.header.id, leaf_hash(stored.event.header_bytes)
        if event_id not in known:
            known[event_id] = leaf
            fresh.append(stored)
        elif known[event_id] != leaf:
            contradicting.append(stored)
    fresh.sort(key=lambda one: position_of(one.event.header.recorded_at, one.event.header.id))
    return Delivery(tuple(fresh), tuple(contradicting))
