"""The roots that the log signed: one for each published size, and the one that the auditor kept."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lacre.tlog.checkpoint import checkpoint_name, open_checkpoint
from lacre.tlog.hashing import EMPTY_ROOT
from lacre.tlog.note import MAXIMUM_BYTES, NoteError, UnknownKeyError, VerifierKey
from lacre.verifying.source import Copy
from lacre.verifying.verdict import Findings


@dataclass(frozen=True)
class Roots:
    """Signed roots by size. `published` are the sizes of the archive's own checkpoints, ascending."""

    by_size: dict[int, bytes]
    published: Sequence[int]
    sizes: Sequence[int]

    def between(self, low: int, high: int) -> Sequence[int]:
        """The sizes with a signed root that are greater than `low` and not greater than `high`."""
        return self.sizes[bisect_right(self.sizes, low) : bisect_right(self.sizes, high)]

    @property
    def largest(self) -> int:
        return self.sizes[-1] if self.sizes else 0


def load_roots(copy: Copy, names: Iterable[str], key: VerifierKey, kept: bytes | None, findings: Findings) -> Roots:
    """Open the checkpoints of a copy, and the kept one, against the log's key."""
    by_size: dict[int, bytes] = {}
    for name in names:
        opened = _open(copy.read(name, MAXIMUM_BYTES) or b"", key, name, findings)
        if opened and checkpoint_name(opened[0]) != name:
            findings.tampered(f"{name} holds the checkpoint of size {opened[0]}")
        elif opened:
            by_size[opened[0]] = opened[1]
    if by_size.get(0, EMPTY_ROOT) != EMPTY_ROOT:
        findings.tampered("the log signed a root for no leaves that is not that of an empty tree")
    published = sorted(by_size)
    if kept is not None:
        _add_kept(by_size, kept, key, findings)
    return Roots(by_size, published, sorted(by_size))


def _open(note: bytes, key: VerifierKey, where: str, findings: Findings) -> tuple[int, bytes] | None:
    try:
        checkpoint = open_checkpoint(note, key)
    except UnknownKeyError:
        findings.inconclusive(f"{where} bears no signature of the key {key.name}+{key.key_id.hex()}")
    except NoteError as error:
        findings.tampered(f"{where} is no checkpoint of this log: {error}")
    else:
        return checkpoint.size, checkpoint.root
    return None


def _add_kept(by_size: dict[int, bytes], kept: bytes, key: VerifierKey, findings: Findings) -> None:
    # What the auditor brings is not part of the copy: if it cannot be opened, nothing is said of the copy.
    try:
        checkpoint = open_checkpoint(kept, key)
    except NoteError as error:
        findings.inconclusive(f"the kept checkpoint cannot be used: {error}")
        return
    if by_size.setdefault(checkpoint.size, checkpoint.root) != checkpoint.root:
        findings.tampered(f"the log signed two roots for size {checkpoint.size}: the archive's and the kept one's")
