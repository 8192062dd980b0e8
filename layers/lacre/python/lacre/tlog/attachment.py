"""Attachments: request bodies that are larger than an event holds, each an object of the archive of its own.

An attachment is the canonical encoding of a redacted body, unpacked, and its name is made of the SHA-256 of its bytes.
The event holds `{"attachment": <64 hex>, "bytes": <length>}` in place of the body.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import NamedTuple

from lacre.model import canonical
from lacre.model.canonical import JsonObject, NotCanonicalError

PREFIX = "attachments/"
MAXIMUM_BYTES = 6 * 1024 * 1024
"""As much as a request may bring."""

_NAME = re.compile(r"attachments/[0-9a-f]{64}\.json")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MARK = b'"request":{"body":{"attachment":"'
"""Where the canonical body of an event names an attachment; a text in it would escape these quotes."""


@dataclass(frozen=True)
class Attachment:
    """Canonical bytes of at most 6 MiB, and their SHA-256 in 64 hexadecimal digits."""

    content: bytes
    sha256: str

    @classmethod
    def of(cls, content: bytes) -> "Attachment":
        return cls(content, hashlib.sha256(content).hexdigest())

    @property
    def name(self) -> str:
        return attachment_name(self.sha256)

    @property
    def reference(self) -> JsonObject:
        """What an event holds of a body that is in the archive."""
        return {"attachment": self.sha256, "bytes": len(self.content)}

    @property
    def loss(self) -> JsonObject:
        """What an event holds of a body that the archive did not take: nobody is to look for it there."""
        return {"not_kept": self.sha256, "bytes": len(self.content)}


class Reference(NamedTuple):
    """What an event says of its attachment: the object's name, and its length in bytes."""

    name: str
    length: int


def attachment_name(sha256: str) -> str:
    return f"{PREFIX}{sha256}.json"


def is_attachment_name(name: str) -> bool:
    return bool(_NAME.fullmatch(name))


def is_named_by(name: str, content: bytes) -> bool:
    """Whether an attachment's name was made of these bytes."""
    return name == Attachment.of(content).name


def may_name_one(body: bytes) -> bool:
    """Whether the stored body of an event has to be parsed to know whether it names an attachment."""
    return _MARK in body


def reference_in(body: bytes) -> Reference | None:
    """The attachment that an event's stored body names; None for other bodies and for all other bytes."""
    if not may_name_one(body):
        return None
    try:
        request = canonical.decode(body).get("request")
    except NotCanonicalError:
        return None
    named = request.get("body") if isinstance(request, dict) else None
    if not isinstance(named, dict) or named.keys() != {"attachment", "bytes"}:
        return None
    sha256, length = named["attachment"], named["bytes"]
    if not isinstance(sha256, str) or not _SHA256.fullmatch(sha256) or type(length) is not int:
        return None
    return Reference(attachment_name(sha256), length)
