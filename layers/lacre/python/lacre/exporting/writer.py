"""An export, written as its events come: rows or chunks of rows, and after the last one the manifest."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lacre.exporting.columns import HEAD, SealedEvent, row
from lacre.exporting.manifest import Leaves, Manifest, Place
from lacre.model.filters import Selection
from lacre.tlog.checkpoint import stated_size

_CHUNK_BYTES = 64 * 1024


class ExportError(ValueError):
    """What was asked of the writer would be no export."""


@dataclass(frozen=True)
class Row:
    """An event and its line."""

    event: SealedEvent
    content: bytes


class Writer:
    """Writes one export: of the tree that `checkpoint` states, the events that the selection finds.

    `checkpoint` is the archive's note, byte for byte: without cosignatures. Raises ExportError if it is the note of
    no tree, or of an empty one.
    """

    def __init__(self, selection: Selection, checkpoint: bytes) -> None:
        size = stated_size(checkpoint)
        if not size:
            raise ExportError("there is no tree to export from")
        self._selection = selection
        self._checkpoint = checkpoint.decode()
        self._tree_size = size
        self._hash = hashlib.sha256(HEAD)
        self._length = len(HEAD)
        self._first: Place | None = None
        self._last: Place | None = None
        self._is_complete = False
        self.count = 0
        """How many rows were written so far."""

    def rows(self, events: Iterable[SealedEvent]) -> Iterator[Row]:
        """The rows after the head, of those events that the selection finds and the tree holds.

        The events come in the order of leaves, and none that the selection finds is left out: what is missing here is
        missing in the export, and the verifier will say so. Raises ExportError for another order.
        """
        leaf = -1
        for event in events:
            if event.leaf <= leaf:
                raise ExportError(f"leaf {event.leaf} comes after leaf {leaf}")
            leaf = event.leaf
            if leaf < self._tree_size and self._selection.match(event.header, event.body):
                yield self._written(event)
        self._is_complete = True

    def chunks(self, events: Iterable[SealedEvent]) -> Iterator[bytes]:
        """The bytes of the data file, head included, in pieces of 64 KiB and at most a row more."""
        chunk = bytearray(HEAD)
        for one in self.rows(events):
            chunk += one.content
            if len(chunk) >= _CHUNK_BYTES:
                yield bytes(chunk)
                chunk.clear()
        if chunk:
            yield bytes(chunk)

    def manifest(self) -> Manifest:
        """The manifest of what was written. Raises ExportError before the end of the events."""
        if not self._is_complete:
            raise ExportError("not all events are written yet")
        return Manifest(
            selection=self._selection,
            count=self.count,
            first=self._first,
            last=self._last,
            sha256=self._hash.hexdigest(),
            length=self._length,
            tree_size=self._tree_size,
            leaves=Leaves(0, self._tree_size - 1),
            checkpoint=self._checkpoint,
        )

    def _written(self, event: SealedEvent) -> Row:
        content = row(event)
        self._hash.update(content)
        self._length += len(content)
        self.count += 1
        self._last = Place.of(event)
        self._first = self._first or self._last
        return Row(event, content)
