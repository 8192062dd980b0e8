"""Receipts: a signed promise, given with each answer, of when an event will be in the log.

A receipt is base64url of 233 bytes: version (1), event id (16), leaf hash (32), recorded_at and sealed_by (8 each,
milliseconds since 1970, big-endian), the delegate's public key (32), its expiry (8), the receipt key's signature over
key and expiry (64), and the delegate's signature over all that precedes it (64). The delegate signs in the function's
memory, so that recording makes no call to the key's keeper; its own key is signed by the receipt key, for an hour.
"""

import functools
import struct
import uuid
from binascii import a2b_base64
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from lacre.tlog import strict_base64

VERSION = 1
PROMISE_MS = 60_000
_PROMISE = struct.Struct(">B16s32sQQ")
_DELEGATION = struct.Struct(">32sQ64s")
_LENGTH = _PROMISE.size + _DELEGATION.size + 64
TEXT_LENGTH = -(-_LENGTH * 8 // 6)
"""So many letters of base64url, of six bits each, hold a receipt."""

_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_LAST_LETTERS = b"AEIMQUYcgkosw048"
"""Those whose last two bits are 0: the last letter has two to spare."""

_STANDARD = bytes.maketrans(b"-_", b"+/")
_PROMISE_LETTERS = 88
"""The fewest that hold the promise and make up whole bytes: 66, of which the promise is 65."""

_DELEGATION_CONTEXT = b"lacre receipt delegate v1\n"
_RECEIPT_CONTEXT = b"lacre receipt v1\n"


class ReceiptError(ValueError):
    """A receipt that is malformed or that the receipt key does not stand behind."""


class UnknownReceiptKeyError(ReceiptError):
    """A receipt whose delegation is not signed by a key that was given: nothing is known of who promised."""


@dataclass(frozen=True)
class Delegation:
    """A short-lived key's public half and expiry (ms since 1970), signed by the receipt key."""

    public_key: bytes
    expires_at: int
    signature: bytes


@dataclass(frozen=True)
class Receipt:
    """What was promised: that the event with this leaf hash is in the log by `sealed_by` (ms since 1970)."""

    event_id: str
    leaf_hash: bytes
    recorded_at: int
    sealed_by: int


def delegation_message(public_key: bytes, expires_at: int) -> bytes:
    """What the receipt key signs to make a delegate."""
    return _DELEGATION_CONTEXT + public_key + expires_at.to_bytes(8, "big")


def write_receipt(receipt: Receipt, delegation: Delegation, key: Ed25519PrivateKey) -> str:
    """The receipt's text, signed by the delegate's private key."""
    promise = _PROMISE.pack(
        VERSION, uuid.UUID(receipt.event_id).bytes, receipt.leaf_hash, receipt.recorded_at, receipt.sealed_by
    )
    signed = promise + _DELEGATION.pack(delegation.public_key, delegation.expires_at, delegation.signature)
    return strict_base64.encode_url(signed + key.sign(_RECEIPT_CONTEXT + signed))


def read_receipt(text: str, *receipt_keys: bytes) -> Receipt:
    """The promise of a receipt that one of the receipt keys (32 raw bytes each) stands behind.

    Raises ReceiptError, and UnknownReceiptKeyError where only the delegation's signature is that of none of them.
    """
    raw = _decode(text)
    signed, signature = raw[:-64], raw[-64:]
    receipt = _promise(raw)
    delegate, expires_at, delegation = _DELEGATION.unpack_from(signed, _PROMISE.size)
    message = delegation_message(delegate, expires_at)
    if not _is_signed(delegate, signature, _RECEIPT_CONTEXT + signed):
        raise ReceiptError("the receipt key does not stand behind this receipt: its delegate did not sign it")
    if not any(_is_signed(key, delegation, message) for key in receipt_keys):
        raise UnknownReceiptKeyError("the receipt key does not stand behind this receipt: it signed no such delegate")
    if receipt.recorded_at > expires_at:
        raise ReceiptError("the receipt's delegate had expired")
    return receipt


def claimed_receipt(text: str) -> Receipt:
    """What a receipt says, without a look at who signed it. Raises ReceiptError for what has not the form of one."""
    return _promise(_decode(text))


def is_claimed(text: bytes, event_id: bytes, leaf_hash: bytes, recorded_at: int) -> bool:
    """Whether `claimed_receipt` gives a receipt of this id (16 bytes), leaf and time; it only saves time.

    `text` are the bytes of the receipt's text. Who signed it is not looked at.
    """
    if len(text) != TEXT_LENGTH or text[-1] not in _LAST_LETTERS or text.translate(None, _LETTERS):
        return False
    promise = _PROMISE.unpack_from(a2b_base64(text[:_PROMISE_LETTERS].translate(_STANDARD)))
    return promise[:4] == (VERSION, event_id, leaf_hash, recorded_at) and bool(promise[4] >= promise[3])


@functools.lru_cache(maxsize=1024)
def _is_signed(key: bytes, signature: bytes, message: bytes) -> bool:
    # Remembered because a delegation is that of all receipts of its hour: an auditor checks millions of them.
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _promise(raw: bytes) -> Receipt:
    version, event_id, leaf, recorded_at, sealed_by = _PROMISE.unpack_from(raw)
    if version != VERSION or sealed_by < recorded_at:
        raise ReceiptError("the receipt has another version, or promises the past")
    return Receipt(str(uuid.UUID(bytes=event_id)), leaf, recorded_at, sealed_by)


def _decode(text: str) -> bytes:
    try:
        raw = strict_base64.decode_url(text)
    except ValueError:
        raise ReceiptError("the receipt is not base64url") from None
    if len(raw) != _LENGTH:
        raise ReceiptError("the receipt does not have the length of one")
    return raw
