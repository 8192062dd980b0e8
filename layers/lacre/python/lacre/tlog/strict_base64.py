"""Base64 (RFC 4648) with one text for each value: an alphabet, padding or last bits that vary are refused."""

import base64


def decode(text: str) -> bytes:
    """The bytes of standard, padded base64. Raises ValueError."""
    raw = base64.b64decode(text.encode("ascii"), validate=True)
    if base64.b64encode(raw).decode() != text:
        raise ValueError("not the one base64 text of its bytes")
    return raw


def encode_url(raw: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decode_url(text: str) -> bytes:
    """The bytes of base64url without padding. Raises ValueError."""
    raw = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if encode_url(raw) != text:
        raise ValueError("not the one base64url text of its bytes")
    return raw
