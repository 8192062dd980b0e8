"""C2SP signed notes (https://c2sp.org/signed-note) with Ed25519 keys."""

import base64
import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from lacre.tlog import strict_base64

_ED25519 = b"\x01"
_KEY_NAME = r"[^\s+]+"
_SIGNATURE_LINE = re.compile(rf"— ({_KEY_NAME}) (\S+)")
_KEY_ID_BYTES = 4
_KEY_BYTES = 32
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
        return key_id_of(self.name, _ED25519, self.public_key)

    def encode(self) -> str:
        """The `vkey` text: name+hash+key."""
        return encode_vkey(self.name, _ED25519, self.public_key)

    @classmethod
    def decode(cls, text: str) -> "VerifierKey":
        """Raises NoteError for anything but a well-formed Ed25519 verifier key whose hash is right."""
        return cls(*decode_vkey(text, _ED25519))


def key_id_of(name: str, kind: bytes, public_key: bytes) -> bytes:
    """What tells keys of one name apart; `kind` is the signature type's byte."""
    return hashlib.sha256(name.encode() + b"\n" + kind + public_key).digest()[:_KEY_ID_BYTES]


def encode_vkey(name: str, kind: bytes, public_key: bytes) -> str:
    return f"{name}+{key_id_of(name, kind, public_key).hex()}+{base64.b64encode(kind + public_key).decode()}"


def decode_vkey(text: str, kind: bytes) -> tuple[str, bytes]:
    """Name and public key of a `vkey` text of an Ed25519 key for signatures of this kind. Raises NoteError."""
    name, _, rest = text.strip().partition("+")
    key_id, _, encoded = rest.partition("+")
    try:
        raw = strict_base64.decode(encoded)
    except ValueError:
        raise NoteError("the key is not base64") from None
    if not re.fullmatch(_KEY_NAME, name) or raw[:1] != kind or len(raw) != 1 + _KEY_BYTES:
        raise NoteError(f"not an Ed25519 verifier key (name+hash+key) of type 0x{kind.hex()}")
    if key_id_of(name, kind, raw[1:]).hex() != key_id:
        raise NoteError("the hash in the verifier key is not that of its name and key")
    return name, raw[1:]


def sign_note(text: str, key: VerifierKey, sign: Callable[[bytes], bytes]) -> bytes:
    """The signed note of a text that ends in a newline."""
    if not text.endswith("\n"):
        raise NoteError("a note's text ends in a newline")
    return f"{text}\n{signature_line(key.name, key.key_id, sign(text.encode()))}".encode()


def signature_line(name: str, key_id: bytes, signature: bytes) -> str:
    """One line of a note's signatures, with its newline."""
    return f"— {name} {base64.b64encode(key_id + signature).decode()}\n"


def add_signature(note: bytes, line: str) -> bytes:
    """The note with one more signature, unchecked; the same note if it bears that line already.

    `line` is that of `signature_line`. Raises NoteError if the note or the line is malformed.
    """
    signed = note + line.encode()
    _, signatures = split_note(signed)
    if not line.endswith("\n") or line.count("\n") != 1:
        raise NoteError("not one signature line")
    return note if signatures[-1] in signatures[:-1] else signed


def open_note(note: bytes, key: VerifierKey) -> str:
    """The text of a note that `key` signed.

    Raises UnknownKeyError if it bears no signature of the key, NoteError if it is malformed or the signature is wrong.
    """
    text, found = open_signatures(note, [key])
    if not found:
        raise UnknownKeyError("the note bears no signature of this key")
    return text


def open_signatures(note: bytes, keys: Sequence[VerifierKey]) -> tuple[str, list[tuple[VerifierKey, str]]]:
    """A note's text, and its signature lines that are of these keys; lines of other keys are ignored.

    Raises NoteError if it is malformed, or a signature of one of the keys is wrong.
    """
    text, signatures = split_note(note)
    known = {(key.name, key.key_id): key for key in keys}
    found = []
    for name, signature in signatures:
        key_id, rest = signature[:_KEY_ID_BYTES], signature[_KEY_ID_BYTES:]
        if key := known.get((name, key_id)):
            verify_signature(key.public_key, rest, text.encode())
            found.append((key, signature_line(name, key_id, rest)))
    return text, found


def verify_signature(public_key: bytes, signature: bytes, message: bytes) -> None:
    """Raises NoteError unless it is the Ed25519 signature of the message."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except InvalidSignature:
        raise NoteError("the signature is not that of the text") from None


def split_note(note: bytes) -> tuple[str, list[tuple[str, bytes]]]:
    """A note's text and its signatures, unchecked: of each the key's name, and key id and signature as one.

    Raises NoteError if it is malformed.
    """
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
