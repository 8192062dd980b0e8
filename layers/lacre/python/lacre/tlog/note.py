"""C2SP signed notes (https://c2sp.org/signed-note) with Ed25519 keys."""

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from lacre.tlog import strict_base64

_ED25519 = b"\x01"
_KEY_NAME = r"[^\s+]+"
_SIGNATURE_LINE = re.compile(rf"— ({_KEY_NAME}) (\S+)")
_KEY_ID_BYTES = 4
MAXIMUM_BYTES = 64 * 1024


class NoteError(ValueError):
    """A note that is malformed, or that the key at hand did not sign."""


class UnknownKeyError(NoteError):
    """The note bears no signature of the key at hand."""


@dataclass(frozen=True)
class VerifierKey:
    """A key's name, without spaces or plus signs, and its 32 raw bytes."""

    name: str
    public_key: bytes

    @property
    def key_id(self) -> bytes:
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.public_key).digest()[:_KEY_ID_BYTES]

    def encode(self) -> str:
        """The `vkey` text: name+hash+key."""
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(_ED25519 + self.public_key).decode()}"

    @classmethod
    def decode(cls, text: str) -> "VerifierKey":
        """Raises NoteError for anything but a well-formed Ed25519 verifier key whose hash is right."""
        name, _, rest = text.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        try:
            raw = strict_base64.decode(encoded)
        except ValueError:
            raise NoteError("the key is not base64") from None
        key = cls(name, raw[1:])
        if not re.fullmatch(_KEY_NAME, name) or raw[:1] != _ED25519 or len(raw) != 33 or key.key_id.hex() != key_id:
            raise NoteError("not an Ed25519 verifier key (name+hash+key)")
        return key


def sign_note(text: str, key: VerifierKey, sign: Callable[[bytes], bytes]) -> bytes:
    """The signed note of a text that ends in a newline."""
    if not text.endswith("\n"):
        raise NoteError("a note's text ends in a newline")
    signature = base64.b64encode(key.key_id + sign(text.encode())).decode()
    return f"{text}\n— {key.name} {signature}\n".encode()


def open_note(note: bytes, key: VerifierKey) -> str:
    """The text of a note that `key` signed.

    Raises UnknownKeyError if it bears no signature of the key, NoteError if it is malformed or the signature is wrong.
    """
    text, signatures = _parts(note)
    for name, signature in signatures:
        if name == key.name and signature[:_KEY_ID_BYTES] == key.key_id:
            try:
                Ed25519PublicKey.from_public_bytes(key.public_key).verify(signature[_KEY_ID_BYTES:], text.encode())
            except InvalidSignature:
                raise NoteError("the signature is not that of the text") from None
            return text
    raise UnknownKeyError("the note bears no signature of this key")


def _parts(note: bytes) -> tuple[str, list[tuple[str, bytes]]]:
    if len(note) > MAXIMUM_BYTES:
        raise NoteError("the note is too large")
    try:
        content = note.decode("utf-8")
    except UnicodeDecodeError:
        raise NoteError("the note is not UTF-8") from None
    text, separator, block = content.rpartition("\n\n")
    if not separator or not block.endswith("\n") or any(ord(c) < 0x20 and c != "\n" for c in content):
        raise NoteError("the note is malformed")
    return text + "\n", [_signature(line) for line in block[:-1].split("\n")]


def _signature(line: str) -> tuple[str, bytes]:
    found = _SIGNATURE_LINE.fullmatch(line)
    if not found:
        raise NoteError("a signature line is malformed")
    try:
        signature = strict_base64.decode(found[2])
    except ValueError:
        raise NoteError("a signature is not base64") from None
    if len(signature) <= _KEY_ID_BYTES:
        raise NoteError("a signature line holds no signature")
    return found[1], signature
