"""Entries of the log from the archive's batches, when the public log no longer shows them."""

from lacre.archive_reading.names import LARGEST_BATCH
from lacre.model.canonical import NotCanonicalError
from lacre.model.header import Header
from lacre.ports.sealing import Archive, LeafIndex
from lacre.tlog.batch import PREFIX, BatchError, decode_batch, is_batch_name, start_of
from lacre.tlog.hashing import leaf_hash


def entries_from(archive: Archive, leaves: LeafIndex, first: int, end: int) -> list[bytes] | None:
    """The headers of the leaves `first` to `end - 1`; None when the batches and the index do not give them all.

    Candidates that lost their race are told by the index. It could be forged like all else: what is made of the
    entries is to be held against the frontier.
    """
    found: dict[int, bytes] = {}
    names = archive.names(PREFIX, f"{PREFIX}{max(0, first - LARGEST_BATCH):020d}") if first < end else ()
    for name in reversed(names):
        if len(found) == end - first:
            break
        if is_batch_name(name) and start_of(name) < end:
            found |= _indexed(archive, leaves, name, range(first, end))
    return [found[index] for index in range(first, end)] if len(found) == end - first else None


def _indexed(archive: Archive, leaves: LeafIndex, name: str, wanted: range) -> dict[int, bytes]:
    """The entries of one batch that stand in the log where the batch has them."""
    try:
        headers = dict(enumerate((line.header for line in decode_batch(name, archive.get(name))), start_of(name)))
        ids = {index: Header.decode(header).id for index, header in headers.items() if index in wanted}
    except (BatchError, NotCanonicalError):
        # Claimed batches can be read: this is somebody's object under a batch's name.
        return {}
    rows = leaves.sealed(list(ids.values()))
    places = {index: (index, leaf_hash(headers[index])) for index in ids}
    sealed = {index: rows[event_id] for index, event_id in ids.items() if event_id in rows}
    return {index: headers[index] for index, row in sealed.items() if (row.index, row.leaf_hash) == places[index]}
