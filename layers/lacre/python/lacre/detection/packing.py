"""Arrivals as bytes: 22 each (6 of milliseconds, big-endian, and the 16 of the event's UUID)."""

import struct
import uuid
from collections.abc import Iterable

from lacre.ports.detection import Arrival

_ENTRY = struct.Struct(">HI16s")


def pack(arrivals: Iterable[Arrival]) -> bytes:
    """Raises ValueError for an id that is no UUID."""
    return b"".join(_ENTRY.pack(at >> 32, at & 0xFFFFFFFF, uuid.UUID(event_id).bytes) for at, event_id in arrivals)


def unpack(packed: bytes) -> tuple[Arrival, ...]:
    """Raises struct.error for bytes that `pack` did not make."""
    return tuple(
        ((high << 32) | low, str(uuid.UUID(bytes=event_id))) for high, low, event_id in _ENTRY.iter_unpack(packed)
    )
