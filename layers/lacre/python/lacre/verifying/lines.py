"""What one batch's bytes say, whatever stands before it: its leaf hashes, its events' ids, its faults.

Nothing here needs more than the batch, so that batches can be read at once, in several processes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lacre.tlog.batch import BatchError, Line, is_named_by, start_of
from lacre.tlog.hashing import leaf_hash
from lacre.tlog.key_manifest import ACTION, manifest_of
from lacre.verifying.leaves import Leaf, check_leaf, id_bytes
from lacre.verifying.unpacking import PackingError, unpack_lines

_FAULTS_KEPT = 100
_ROTATED = ACTION.encode()


@dataclass(frozen=True)
class Scope:
    """How closely lines are looked at: all of them unless `leaves` is given, the others being hashed only."""

    receipt_keys: tuple[bytes, ...] = ()
    deep: bool = False
    leaves: range | None = None

    def check(self, index: int, line: Line) -> Leaf:
        # A leaf that may change the log's keys is always checked: what comes after it depends on it.
        if self.leaves is None or index in self.leaves or _ROTATED in line.header:
            return check_leaf(line, self.receipt_keys, deep=self.deep)
        return Leaf(leaf_hash(line.header))


@dataclass(frozen=True)
class Fault:
    """What is wrong with a batch; `leaf` is the index that it shows at, where one can be named."""

    message: str
    leaf: int | None = None


@dataclass
class Contents:
    """A batch as read. `ids` has 16 bytes for each leaf that was checked and has a header, else None."""

    hashes: list[bytes] = field(default_factory=list)
    ids: list[bytes | None] = field(default_factory=list)
    newest: int | None = None
    faults: list[Fault] = field(default_factory=list)
    manifests: list[tuple[int, bytes]] = field(default_factory=list)
    """The key manifests of its leaves, by index, whoever signed them."""
    unknown_receipts: int = 0
    """How many receipts no receipt key that was given delegated."""

    def blame(self, message: str, leaf: int | None) -> None:
        if len(self.faults) < _FAULTS_KEPT:
            self.faults.append(Fault(message, leaf))


def read_batch(name: str, content: bytes, scope: Scope) -> Contents:
    """The contents of the object of this name."""
    contents, start = Contents(), start_of(name)
    if not is_named_by(name, content):
        contents.blame("the bytes of the batch are not those that its name was made of", None)
    try:
        _read_lines(unpack_lines(content), start, scope, contents)
    except PackingError as error:
        # Its lines were never a whole: none of them counts, and nothing of them is kept.
        contents = Contents(faults=contents.faults)
        contents.blame(str(error), start)
    except BatchError as error:
        contents.blame(str(error), start + len(contents.hashes))
    if not contents.hashes:
        contents.blame("the batch holds no event", start)
    return contents


def _read_lines(lines: Iterator[Line], start: int, scope: Scope, contents: Contents) -> None:
    before: tuple[int, str] | None = None
    for index, line in enumerate(lines, start):
        hashed, event_id, recorded_at, faults, has_unknown_receipt = scope.check(index, line)
        contents.hashes.append(hashed)
        for fault in faults:
            contents.blame(fault, index)
        if has_unknown_receipt:
            contents.unknown_receipts += 1
        if event_id is None or recorded_at is None:
            contents.ids.append(None)
            before = None
            continue
        contents.ids.append(id_bytes(event_id))
        position = (recorded_at, event_id)
        if before and before >= position:
            contents.blame("the events are not in the order of recorded_at and id from here to the next", index - 1)
        before = position
        if contents.newest is None or recorded_at > contents.newest:
            contents.newest = recorded_at
        if _ROTATED in line.header and not faults:
            _note_manifest(contents, index, line)


def _note_manifest(contents: Contents, index: int, line: Line) -> None:
    manifest = manifest_of(line.header, line.body)
    if manifest is not None:
        contents.manifests.append((index, manifest))
