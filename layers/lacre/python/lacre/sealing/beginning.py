"""Where sealing begins: at the head, unless what was signed shows that the head is not the one that there was."""

from lacre.ports.sealing import CHECKPOINT, Archive, Head, HeadStore, PublicLog
from lacre.tlog.checkpoint import PREFIX, checkpoint_name, stated_size


class LostHeadError(Exception):
    """A checkpoint signs more than the head knows of: the log table was lost or restored.

    Going on from this head would sign a second history. The head is to be made again from the archive.
    """


def read_head(heads: HeadStore, log: PublicLog, archive: Archive, repaired: list[str]) -> Head:
    """The head, held against the public log's checkpoint, or, if that one is gone, the archive's.

    `repaired` receives the checkpoint's path if it is gone or garbled: the next publication writes it again. Raises
    LostHeadError, StoreUnavailableError.
    """
    # Read before the head, which only grows and grows first: so a larger checkpoint is not a race.
    note = log.get(CHECKPOINT)
    size = stated_size(note) if note is not None else None
    head = heads.read()
    is_ahead = size is not None and (size > head.size or head.version == 0)
    if is_ahead or (size is None and _is_behind(archive, heads, head)):
        raise LostHeadError("a checkpoint signs more than the head knows of")
    if size is None and (note is not None or head.published):
        repaired.append(CHECKPOINT)
    return head


def _is_behind(archive: Archive, heads: HeadStore, head: Head) -> bool:
    later = archive.names(PREFIX, checkpoint_name(head.size))
    # A head that moved meanwhile was not lost: another sealer published.
    return bool(later) and heads.read().version == head.version
