"""API keys of machines: `lcr_<kind>_<holder's id>_<secret>`, shown once; only their digest is kept.

The secret is 256 random bits, so that a plain SHA-256 cannot be reversed by guessing.
"""

import hashlib
import hmac
import re
import uuid
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field

from lacre.model.identifier import is_uuid

SECRET_BYTES = 32
_FORM = re.compile(r"lcr_([a-z]{2,12})_([0-9a-f]{32})_[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class PresentedKey:
    """What a key says of itself, unproven, and the digest that proves it."""

    kind: str
    holder_id: str
    digest: str = field(repr=False)

    def proves(self, kept_digest: str | None) -> bool:
        """Whether this is the key whose digest was kept, compared in constant time."""
        return kept_digest is not None and hmac.compare_digest(self.digest, kept_digest)


def new_key(kind: str, holder_id: str, secret: bytes) -> str:
    """The key of a holder (a UUID) with SECRET_BYTES of randomness; a kind has 2 to 12 letters. Raises ValueError."""
    if not is_uuid(holder_id) or len(secret) != SECRET_BYTES:
        raise ValueError("a key takes a UUID and 32 bytes of randomness")
    key = f"lcr_{kind}_{uuid.UUID(holder_id).hex}_{urlsafe_b64encode(secret).rstrip(b'=').decode()}"
    if read_key(key) is None:
        raise ValueError("a kind of keys has 2 to 12 lower-case letters")
    return key


def digest_of(key: str) -> str:
    """64 hexadecimal digits."""
    return hashlib.sha256(key.encode()).hexdigest()


def read_key(text: str) -> PresentedKey | None:
    """What a text presents as a key; None if it has not the form of one."""
    found = _FORM.fullmatch(text)
    if found is None:
        return None
    return PresentedKey(found.group(1), str(uuid.UUID(found.group(2))), digest_of(text))
