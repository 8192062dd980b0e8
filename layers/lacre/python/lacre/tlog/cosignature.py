"""C2SP tlog-cosignature (https://c2sp.org/tlog-cosignature): a witness's signature with its time, Ed25519 (v1)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lacre.tlog.note import (
    NoteError,
    decode_vkey,
    encode_vkey,
    key_id_of,
    signature_line,
    split_note,
    verify_signature,
)

PREFIX = "cosigned/"
_TYPE = b"\x04"
_KEY_ID_BYTES = 4
_TIME_BYTES = 8
_LATEST = 2**63 - 1
_NAME = re.compile(r"cosigned/[0-9]{20}-[0-9a-f]{8}")


@dataclass(frozen=True)
class CosignerKey:
    """A witness's name, without spaces or plus signs, and the 32 raw bytes of its key."""

    name: str
    public_key: bytes

    @property
    def key_id(self) -> bytes:
        return key_id_of(self.name, _TYPE, self.public_key)

    def encode(self) -> str:
        """The `vkey` text: name+hash+key, of signature type 0x04."""
        return encode_vkey(self.name, _TYPE, self.public_key)

    @classmethod
    def decode(cls, text: str) -> "CosignerKey":
        """Raises NoteError for anything but a well-formed Ed25519 cosigner key whose hash is right."""
        return cls(*decode_vkey(text, _TYPE))


@dataclass(frozen=True)
class Cosignature:
    """Who cosigned, when (seconds since 1970), and the line that says so."""

    key: CosignerKey
    time: int
    line: str


def cosigned_message(text: str, time: int) -> bytes:
    """What a witness signs: the note's text under a header and a time in seconds since 1970."""
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def cosign(text: str, key: CosignerKey, time: int, sign: Callable[[bytes], bytes]) -> str:
    """The signature line over a checkpoint's text at a time in seconds since 1970."""
    if not 0 < time <= _LATEST:
        raise NoteError("a cosignature of a checkpoint has a time")
    return signature_line(key.name, key.key_id, time.to_bytes(_TIME_BYTES, "big") + sign(cosigned_message(text, time)))


def open_cosignatures(note: bytes, keys: Sequence[CosignerKey]) -> tuple[str, list[Cosignature]]:
    """The note's text, and the cosignatures that it bears of the keys, in its order; lines of other keys are ignored.

    Raises NoteError if the note is malformed or a cosignature of one of the keys is wrong.
    """
    text, signatures = split_note(note)
    by_id = {(key.name, key.key_id): key for key in keys}
    found = []
    for name, signature in signatures:
        key = by_id.get((name, signature[:_KEY_ID_BYTES]))
        if key:
            found.append(_opened(text, key, signature[_KEY_ID_BYTES:]))
    return text, found


def cosigned_name(size: int, key: CosignerKey) -> str:
    """Where the archive keeps the checkpoint of a size with the cosignature of a witness."""
    return f"{PREFIX}{size:020d}-{key.key_id.hex()}"


def is_cosigned_name(name: str) -> bool:
    return bool(_NAME.fullmatch(name))


def _opened(text: str, key: CosignerKey, timed: bytes) -> Cosignature:
    time = int.from_bytes(timed[:_TIME_BYTES], "big")
    verify_signature(key.public_key, timed[_TIME_BYTES:], cosigned_message(text, time))
    if not 0 < time <= _LATEST:
        raise NoteError("a cosignature of a checkpoint has a time")
    return Cosignature(key, time, signature_line(key.name, key.key_id, timed))
