"""A witness's key in a file: `PRIVATE+KEY+<name>+<key id>+<base64 of 0x04 and the seed>`, readable by its owner alone.

The form is that of golang.org/x/mod/sumdb/note, with the type of cosignatures.
"""

import base64
import os
import stat
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lacre.cli.bounded import TEXT_BYTES, read_at_most
from lacre.tlog import strict_base64
from lacre.tlog.cosignature import CosignerKey
from lacre.tlog.note import NoteError

_PREFIX = "PRIVATE+KEY+"
_TYPE = b"\x04"


class KeyFileError(ValueError):
    """A key file that is none, that others can read, or a name that no key can have."""


class FileSigner:
    """`Signer` with a key in memory."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key

    @property
    def public_key(self) -> bytes:
        return self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message)


def make_key_file(path: Path, name: str) -> CosignerKey:
    """Write a new key, and give its public half. Raises KeyFileError, for a file that is there too, OSError."""
    secret = Ed25519PrivateKey.generate()
    key = CosignerKey(name, FileSigner(secret).public_key)
    try:
        CosignerKey.decode(key.encode())
    except NoteError:
        raise KeyFileError("a witness's name has neither spaces nor plus signs") from None
    seed = base64.b64encode(_TYPE + secret.private_bytes_raw()).decode()
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise KeyFileError(f"{path} is there already, not overwritten") from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(f"{_PREFIX}{name}+{key.key_id.hex()}+{seed}\n")
        file.flush()
        os.fsync(file.fileno())
    return key


def read_key_file(path: Path) -> tuple[str, FileSigner]:
    """The witness's name and key. Raises KeyFileError, OSError."""
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise KeyFileError(f"{path} can be read by others: chmod 600 it, or make a new key if they may have")
    name, _, rest = _text(path).strip().removeprefix(_PREFIX).partition("+")
    key_id, _, encoded = rest.partition("+")
    try:
        raw = strict_base64.decode(encoded)
        signer = FileSigner(Ed25519PrivateKey.from_private_bytes(raw[1:]))
    except ValueError:
        raise KeyFileError(f"{path} holds no key") from None
    if raw[:1] != _TYPE or CosignerKey(name, signer.public_key).key_id.hex() != key_id:
        raise KeyFileError(f"{path} holds no key of a witness")
    return name, signer


def _text(path: Path) -> str:
    try:
        return read_at_most(path, TEXT_BYTES).decode()
    except UnicodeDecodeError:
        raise KeyFileError(f"{path} holds no key") from None
