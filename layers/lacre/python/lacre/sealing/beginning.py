"""Where sealing begins: at the head, unless what was signed shows that the head is not the one that there was."""

from collections.abc import Sequence

from lacre.ports.sealing import CHECKPOINT, Head
from lacre.sealing.publication import Publisher
from lacre.tlog.checkpoint import (
    PREFIX,
    Checkpoint,
    checkpoint_name,
    is_checkpoint_name,
    open_checkpoint_of_any,
    stated_size,
)
from lacre.tlog.frontier import root_hash
from lacre.tlog.key_manifest import Generation, in_force
from lacre.tlog.note import NoteError


class LostHeadError(Exception):
    """A checkpoint signs more than the head knows of: the log table was lost or restored.

    Going on from this head would sign a second history. The head is to be made again from the archive.
    """


class TwoRootsError(Exception):
    """A checkpoint of the head's size is signed with another root: somebody else signs with the log's key."""


def read_head(at: Publisher) -> Head:
    """The head, held against the public log's checkpoint, or, if that one is gone or not signed, the archive's.

    A checkpoint that no key in force signed is somebody else's: it is put right, and `at.repaired` receives its path.
    Raises LostHeadError, TwoRootsError, StoreUnavailableError, SignerUnavailableError.
    """
    # Read before the head, which only grows and grows first: so a larger checkpoint is not a race.
    note = at.log.get(CHECKPOINT)
    head = at.heads.read()
    checkpoint = _opened(note, at.keyring.generations(head)) if note is not None else None
    if checkpoint is not None:
        _compare(checkpoint, head)
    elif is_behind(at, head):
        raise LostHeadError("the archive holds a checkpoint of more than the head knows of")
    elif note is not None or head.published:
        _restore(at, head.published)
    return head


def _opened(note: bytes, generations: Sequence[Generation]) -> Checkpoint | None:
    """The checkpoint of a note that a key in force for its size signed."""
    try:
        return open_checkpoint_of_any(note, in_force(generations, stated_size(note) or 0).keys)[0]
    except NoteError:
        return None


def _compare(checkpoint: Checkpoint, head: Head) -> None:
    if checkpoint.size > head.size or head.version == 0:
        raise LostHeadError("a checkpoint signs more than the head knows of")
    if checkpoint.size == head.size and checkpoint.root != root_hash(head.frontier):
        raise TwoRootsError(f"size {head.size} is signed with another root than the head's")


def is_behind(at: Publisher, head: Head) -> bool:
    """Whether the archive holds a later checkpoint that the log itself signed. Raises StoreUnavailableError."""
    names = filter(is_checkpoint_name, at.archive.names(PREFIX, checkpoint_name(head.size)))
    # A lost head knows no keys. One that is only old does: those of the checkpoint that followed it.
    later = any(head.version == 0 or _is_signed(at, head, name) for name in names)
    # A head that moved meanwhile was not lost: another sealer published.
    return later and at.heads.read().version == head.version


def _is_signed(at: Publisher, head: Head, name: str) -> bool:
    found = _opened(at.archive.get(name), at.keyring.generations(head))
    # An older one can be copied under any name.
    return found is not None and found.size > head.size


def _restore(at: Publisher, published: int) -> None:
    """Put the archive's checkpoint in the place of one that states what it likes, and so could keep all others out."""
    at.repaired.append(CHECKPOINT)
    while True:
        at.log.put(CHECKPOINT, at.archive.get(checkpoint_name(published)) if published else b"")
        now = at.heads.read().published
        if now == published:
            return
        published = now  # another sealer published, and its checkpoint may just have been written over
