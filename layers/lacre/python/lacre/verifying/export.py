"""An export held against the log: the filter is run again over every leaf of its tree, and each row made again.

Nothing of the data is parsed: a row is right if its bytes are those that the event gives. So a hostile file costs the
memory of one row.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile
from typing import BinaryIO

from lacre.exporting.columns import COLUMNS, HEAD, SealedEvent, cells
from lacre.exporting.manifest import Manifest, ManifestError
from lacre.exporting.writer import Row, Writer
from lacre.model.canonical import NotCanonicalError
from lacre.model.event import Event
from lacre.model.filters import Selection
from lacre.model.header import Header
from lacre.tlog.batch import MAXIMUM_BYTES, BatchError, Line, decode_batch
from lacre.tlog.checkpoint import checkpoint_name, stated_tree
from lacre.tlog.note import MAXIMUM_BYTES as MAXIMUM_NOTE_BYTES
from lacre.verifying.source import Copy
from lacre.verifying.verdict import Findings

RootAt = Callable[[int], bytes | None]
Keep = Callable[[SealedEvent], None]
_LEAF = re.compile(rb"([0-9]{1,16}),")
_PIECE = 64 * 1024


def check_export(
    copy: Copy,
    batches: Sequence[str],
    tree_size: int,
    root_at: RootAt,
    manifest: bytes,
    data: BinaryIO,
    findings: Findings,
    keep: Keep | None = None,
) -> dict[str, str | int | None]:
    """Whether an export is exactly what its filters find in the tree that it names; the facts of it to show.

    `batches` are the accepted ones in order, `tree_size` how many of their leaves are proven, `root_at` the proven root
    at a size with a signed checkpoint. `data` is buffered. `keep` is told each event whose row is right. Raises
    SourceError, OSError.
    """
    try:
        claimed = Manifest.decode(manifest)
    except ManifestError as error:
        findings.inconclusive(f"the file is no manifest of an export: {error}")
        return {}
    contradiction = claimed.contradiction()
    if contradiction:
        findings.tampered(f"the manifest contradicts itself: {contradiction}")
    else:
        _check_checkpoint(copy, root_at, claimed, findings)
        _Examination(claimed, _Data(data, claimed.length), findings, keep).run(copy, batches, tree_size)
    return {
        "export rows": claimed.count,
        "export leaves": claimed.tree_size,
        "export filters": _shown(claimed.selection),
        "export first": claimed.first.id if claimed.first else None,
        "export last": claimed.last.id if claimed.last else None,
        "export sha256": claimed.sha256,
    }


class _Data:
    """The data file, hashed as it is read, and never read further than a byte beyond its stated length."""

    def __init__(self, file: BinaryIO, stated: int) -> None:
        self._file = file
        self._stated = stated
        self._hash = hashlib.sha256()
        self.length = 0

    def read(self, size: int) -> bytes:
        piece = self._file.read(min(size, self._stated + 1 - self.length))
        self._hash.update(piece)
        self.length += len(piece)
        return piece

    def digest(self) -> str:
        """The SHA-256 of what was read and what is left."""
        while self.read(_PIECE):
            pass
        return self._hash.hexdigest()


class _Examination:
    def __init__(self, claimed: Manifest, data: _Data, findings: Findings, keep: Keep | None) -> None:
        self._claimed = claimed
        self._data = data
        self._findings = findings
        self._keep = keep
        self._leaves = 0

    def run(self, copy: Copy, batches: Sequence[str], proven: int) -> None:
        """Compare row by row up to the first difference; what follows it proves nothing more."""
        claimed, writer = self._claimed, Writer(self._claimed.selection, self._claimed.checkpoint.encode())
        rows = writer.rows(self._found(copy, batches, min(proven, claimed.tree_size)))
        if self._are_equal(rows):
            if self._leaves < claimed.tree_size:
                self._findings.inconclusive(
                    f"the export is of {claimed.tree_size} leaves; the copy proves {self._leaves} of them"
                )
            else:
                self._check_end(writer)
        if self._data.digest() != claimed.sha256 or self._data.length != claimed.length:
            self._findings.tampered("the data do not have the length and the SHA-256 that the manifest states")

    def _found(self, copy: Copy, batches: Sequence[str], limit: int) -> Iterator[SealedEvent]:
        """The events that the header's filters find among the first `limit` leaves."""
        for name in batches:
            if self._leaves >= limit:
                return
            try:
                for line in decode_batch(name, copy.read(name, MAXIMUM_BYTES) or b""):
                    if self._leaves >= limit:
                        return
                    event = self._event(line)
                    self._leaves += 1
                    if event:
                        yield event
            except BatchError as error:
                self._findings.inconclusive(f"{name} is not what it was a moment ago: {error}")
                return

    def _event(self, line: Line) -> SealedEvent | None:
        try:
            header = Header.decode(line.header)
            if self._claimed.selection.filters.match(header):
                return SealedEvent.of(self._leaves, Event(header, line.header, line.body))
        except NotCanonicalError as error:
            leaf = self._leaves
            self._findings.tampered(f"leaf {leaf} has no row, because it holds no event: {error}", leaf)
        return None

    def _are_equal(self, rows: Iterator[Row]) -> bool:
        if self._data.read(len(HEAD)) != HEAD:
            self._findings.tampered("the data do not begin with the byte order mark and the line of the columns")
            return False
        for number, row in enumerate(rows, 1):
            given = self._data.read(len(row.content))
            if given != row.content:
                self._findings.tampered(f"row {number}: {_difference(row, given)}", row.event.leaf)
                return False
            if self._keep:
                self._keep(row.event)
        return True

    def _check_end(self, writer: Writer) -> None:
        if beyond := self._data.read(_PIECE):
            found = _LEAF.match(beyond)
            what = f"a row of leaf {int(found[1])}, which is" if found else f"{len(beyond)} bytes or more, which are"
            self._findings.tampered(f"row {writer.count + 1}: {what} not of the export, after all of its rows")
        expected, claimed = writer.manifest().as_object(), self._claimed.as_object()
        for name in expected:
            if expected[name] != claimed[name]:
                self._findings.tampered(f"the manifest's {name} is not what the log gives for its filters")


def _check_checkpoint(copy: Copy, root_at: RootAt, claimed: Manifest, findings: Findings) -> None:
    name, root = checkpoint_name(claimed.tree_size), root_at(claimed.tree_size)
    archived = copy.read(name, MAXIMUM_NOTE_BYTES)
    if root is None or archived is None:
        findings.inconclusive(f"the copy does not prove {name}, which the export is of")
    elif stated_tree(claimed.checkpoint.encode()) != (claimed.tree_size, root):
        findings.tampered(f"the export's checkpoint states another root for size {claimed.tree_size} than the log's")
    elif claimed.checkpoint.encode() != archived:
        findings.tampered(f"the export's checkpoint is not {name} of the archive")


def _difference(row: Row, given: bytes) -> str:
    event, found = row.event, _LEAF.match(given)
    name = f"the event {event.header.id} (leaf {event.leaf})"
    if not given:
        return f"the data end before the row of {name}"
    if found and int(found[1]) > event.leaf:
        return f"the row of {name} is missing; one of leaf {int(found[1])} is in its place"
    if found and int(found[1]) < event.leaf:
        return f"a row of leaf {int(found[1])} was added, repeated or moved before that of {name}"
    if row.content.startswith(given):
        return f"the data end inside the row of {name}"
    return f"{_place_of_difference(row, given)} of {name} is not what was sealed"


def _place_of_difference(row: Row, given: bytes) -> str:
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(row.content, given, strict=False)))
    end = 0
    for name, cell in zip(COLUMNS, cells(row.event), strict=True):
        end += len(cell.encode()) + 1
        # Past the last cell: the text may be whole, and only its CR LF another.
        if same < min(end, len(row.content) - 2):
            return f"the cell {name}"
    return "the end of the line"


def _shown(selection: Selection) -> str:
    given = {name: value for name, value in selection.as_object().items() if value not in (None, False)}
    # In quotes, because a text of another's making could hold what a terminal obeys.
    return ", ".join(f"{name}={str(value)!r}" for name, value in given.items()) or "none"
