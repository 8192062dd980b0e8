"""One recorded fact: a header that is filtered, sealed and proved, and a body that the header's checksum binds."""

import hashlib
from dataclasses import dataclass

from lacre.model import canonical
from lacre.model.canonical import JsonObject
from lacre.model.header import Header

MAXIMUM_BODY_BYTES = 64 * 1024


@dataclass(frozen=True)
class Body:
    """All that is not filtered by. `nonce` is 16 random bytes in hex, so that a checksum does not confirm a guess."""

    description: str
    actor_name: str
    nonce: str
    before: JsonObject | None = None
    after: JsonObject | None = None
    request: JsonObject | None = None
    reason: JsonObject | None = None
    trace_id: str | None = None

    def encode(self) -> bytes:
        """The canonical bytes; raises NotCanonicalError, also when they exceed 64 KiB."""
        stored = canonical.encode(dict(vars(self)))
        if len(stored) > MAXIMUM_BODY_BYTES:
            raise canonical.NotCanonicalError("the body exceeds 64 KiB")
        return stored


@dataclass(frozen=True)
class Event:
    """The bytes of an event as they were hashed: made once, stored and archived verbatim, never made again."""

    header: Header
    header_bytes: bytes
    body_bytes: bytes

    @classmethod
    def of(cls, header: Header, body_bytes: bytes) -> "Event":
        return cls(header, header.encode(), body_bytes)

    @classmethod
    def stored(cls, header_bytes: bytes, body_bytes: bytes) -> "Event":
        """An event read back; raises NotCanonicalError if its header is none or does not bind the body."""
        header = Header.decode(header_bytes)
        if checksum(body_bytes) != header.checksum:
            raise canonical.NotCanonicalError("the header's checksum is not that of the body")
        return cls(header, header_bytes, body_bytes)


@dataclass(frozen=True)
class ReceiptedEvent:
    """An event beside the receipt that was given for it, as it is stored and archived."""

    event: Event
    receipt: str


def checksum(body_bytes: bytes) -> str:
    return hashlib.sha256(body_bytes).hexdigest()
