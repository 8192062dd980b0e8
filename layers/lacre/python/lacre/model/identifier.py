"""Event and entity ids: UUID version 7 (RFC 9562, section 5.7), so that ids sort by the time they were made."""

import re
import uuid

ENTROPY_BYTES = 10
_CANONICAL = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def uuid7(milliseconds: int, entropy: bytes) -> str:
    """The UUIDv7 text of a moment (ms since 1970) and ten bytes of randomness, of which 74 bits are used."""
    if len(entropy) != ENTROPY_BYTES:
        raise ValueError("a UUIDv7 takes ten bytes of entropy")
    random_a = int.from_bytes(entropy[:2], "big") & 0x0FFF
    random_b = int.from_bytes(entropy[2:], "big") & ((1 << 62) - 1)
    value = milliseconds << 80 | 0x7 << 76 | random_a << 64 | 0b10 << 62 | random_b
    return str(uuid.UUID(int=value))


def is_uuid(text: str) -> bool:
    """Whether `text` is a UUID in its canonical, lower-case form."""
    return _CANONICAL.fullmatch(text) is not None


def made_at(uuid7_text: str) -> int:
    """When a UUIDv7 was made, in ms since 1970. Raises ValueError for a text that is no UUID."""
    return uuid.UUID(uuid7_text).int >> 80
