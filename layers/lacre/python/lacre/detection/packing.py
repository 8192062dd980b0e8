"""Arrivals as bytes: 24 each (6 of milliseconds, big-endian, the 16 of the event's UUID, the marks, the value's length)
and the value in UTF-8, of which a longer one than 255 bytes is kept as its SHA-256 in hex."""

import hashlib
import struct
import uuid
from collections.abc import Iterable, Iterator

from lacre.ports.detection import Arrival

_ENTRY = struct.Struct(">HI16sBB")
LONGEST_VALUE = 255


def comparable(value: str) -> str:
    """A value as it is kept and compared."""
    encoded = value.encode()
    return value if len(encoded) <= LONGEST_VALUE else hashlib.sha256(encoded).hexdigest()


def pack(arrivals: Iterable[Arrival]) -> bytes:
    """Raises ValueError for an id that is no UUID, struct.error for a value that is not `comparable`."""
    return b"".join(_packed(arrival) for arrival in arrivals)


def _packed(arrival: Arrival) -> bytes:
    value = arrival.value.encode()
    head = (arrival.at >> 32, arrival.at & 0xFFFFFFFF, uuid.UUID(arrival.id).bytes, arrival.marks, len(value))
    return _ENTRY.pack(*head) + value


def unpack(packed: bytes) -> tuple[Arrival, ...]:
    """Raises struct.error for bytes that `pack` did not make."""
    return tuple(_unpacked(packed))


def _unpacked(packed: bytes) -> Iterator[Arrival]:
    place = 0
    while place < len(packed):
        high, low, event_id, marks, length = _ENTRY.unpack_from(packed, place)
        place += _ENTRY.size
        if place + length > len(packed):
            raise struct.error("a value is cut off")
        value = packed[place : place + length].decode()
        yield Arrival((high << 32) | low, str(uuid.UUID(bytes=event_id)), marks, value)
        place += length
