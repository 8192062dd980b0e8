"""C2SP tlog-checkpoint (https://c2sp.org/tlog-checkpoint): a signed note of origin, size and root."""

import base64
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lacre.tlog import strict_base64
from lacre.tlog.hashing import HASH_BYTES
from lacre.tlog.note import NoteError, UnknownKeyError, VerifierKey, open_note, open_signatures, sign_note

PREFIX = "checkpoints/"
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_NAME = re.compile(r"checkpoints/[0-9]{20}")


@dataclass(frozen=True)
class Checkpoint:
    """How large a log is, and its root then. The format has no time of its own."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    def signed(self, key: VerifierKey, sign: Callable[[bytes], bytes]) -> bytes:
        return sign_note(self.text(), key, sign)


def open_checkpoint(note: bytes, key: VerifierKey) -> Checkpoint:
    """The checkpoint of a note that `key` signed; its origin is the key's name. Raises NoteError, UnknownKeyError."""
    return _checkpoint(open_note(note, key), key.name)


def open_checkpoint_of_any(note: bytes, keys: Sequence[VerifierKey]) -> tuple[Checkpoint, frozenset[VerifierKey]]:
    """The checkpoint of a note, and which of the keys signed it.

    Raises UnknownKeyError if none of them did, NoteError if one is said to have and did not.
    """
    text, found = open_signatures(note, keys)
    if not found:
        raise UnknownKeyError("the note bears no signature of a key that is trusted")
    signers = frozenset(key for key, _ in found)
    return _checkpoint(text, found[0][0].name), signers


def _checkpoint(text: str, origin: str) -> Checkpoint:
    lines = text.split("\n")
    if len(lines) < 4 or lines[0] != origin or not all(lines[:-1]) or not _SIZE.fullmatch(lines[1]):
        raise NoteError("not a checkpoint of this log")
    try:
        root = strict_base64.decode(lines[2])
    except ValueError:
        raise NoteError("the root is not base64") from None
    if len(root) != HASH_BYTES:
        raise NoteError("the root does not have 32 bytes")
    return Checkpoint(lines[0], int(lines[1]), root)


def stated_tree(note: bytes) -> tuple[int, bytes] | None:
    """The size and the root that a note states as a checkpoint, its signature unchecked; None if it states none."""
    size, lines = stated_size(note), note.split(b"\n", 3)
    try:
        root = strict_base64.decode(lines[2].decode("ascii"))
    except (IndexError, ValueError):
        return None
    return (size, root) if size is not None and len(root) == HASH_BYTES else None


def stated_size(note: bytes) -> int | None:
    """The size that a note states as a checkpoint, its signature unchecked; None if it states none."""
    lines = note.split(b"\n", 2)
    try:
        text = lines[1].decode("ascii")
    except (IndexError, UnicodeDecodeError):
        return None
    return int(text) if _SIZE.fullmatch(text) else None


def checkpoint_name(size: int) -> str:
    """Where the archive keeps the checkpoint of a size."""
    return f"{PREFIX}{size:020d}"


def is_checkpoint_name(name: str) -> bool:
    return bool(_NAME.fullmatch(name))


def size_of(name: str) -> int:
    """The size of the checkpoint that the archive keeps under a name."""
    return int(name.removeprefix(PREFIX))
