"""What one batch's bytes say, whatever stands before it: its leaf hashes, its events' ids, its faults.

Nothing here needs more than the batch, so that batches can be read at once, in several processes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from lacre.tlog.attachment import Reference, reference_in
from lacre.tlog.batch import BatchError, Line, is_named_by, start_of
from lacre.tlog.hashing import leaf_hash
from lacre.tlog.key_manifest import ACTION, manifest_of
from lacre.verifying.leaves import Leaf, check_leaf, id_bytes
from lacre.verifying.sound import read_sound
from lacre.verifying.unpacking import PackingError, read_line, unpack

_FAULTS_KEPT = 100
_ROTATED = ACTION.encode()


@dataclass(frozen=True)
class Scope:
    """How closely lines are looked at: all of them unless `leaves` is given, the others being hashed only."""

    receipt_keys: tuple[bytes, ...] = ()
    deep: bool = False
    leaves: range | None = None

    @property
    def is_usual(self) -> bool:
        """Whether all lines are looked at, and none more closely than `read_sound` does."""
        return self.leaves is None and not self.deep and not self.receipt_keys

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
    attachments: list[tuple[int, Reference]] = field(default_factory=list)
    """The attachments that its events name, by index, of the leaves that were looked at."""

    def blame(self, message: str, leaf: int | None) -> None:
        if len(self.faults) < _FAULTS_KEPT:
            self.faults.append(Fault(message, leaf))


def read_batch(name: str, content: bytes, scope: Scope) -> Contents:
    """The contents of the object of this name."""
    contents, start = Contents(), start_of(name)
    if not is_named_by(name, content):
        contents.blame("the bytes of the batch are not those that its name was made of", None)
    try:
        _Reading(contents, start, scope).read(content)
    except PackingError as error:
        # Its lines were never a whole: none of them counts, and nothing of them is kept.
        contents = Contents(faults=contents.faults)
        contents.blame(str(error), start)
    except BatchError as error:
        contents.blame(str(error), start + len(contents.hashes))
    if not contents.hashes:
        contents.blame("the batch holds no event", start)
    return contents


def read_batches(batches: Sequence[tuple[str, bytes]], scope: Scope) -> list[Contents]:
    """The contents of several objects, given as names and bytes."""
    return [read_batch(name, content, scope) for name, content in batches]


@dataclass
class _Reading:
    """Reads line by line into `contents`; `before` is the place in the batch's order of the line before, if known."""

    contents: Contents
    start: int
    scope: Scope
    before: tuple[int, bytes] | None = None

    def read(self, content: bytes) -> None:
        """Raises BatchError for a bad line when it is reached, PackingError in the end."""
        is_usual = self.scope.is_usual
        for lines in unpack(content):
            begin = 0
            while begin < len(lines):
                sound = read_sound(lines, begin) if is_usual else None
                if sound:
                    hashed, event_id, recorded_at, begin = sound
                    self._add(hashed, event_id, recorded_at)
                else:
                    feed = lines.index(b"\n", begin)
                    self._check(read_line(lines[begin:feed]))
                    begin = feed + 1

    def _check(self, line: Line) -> None:
        contents, index = self.contents, self.start + len(self.contents.hashes)
        leaf = self.scope.check(index, line)
        for fault in leaf.faults:
            contents.blame(fault, index)
        contents.unknown_receipts += leaf.has_unknown_receipt
        if leaf.event_id is None or leaf.recorded_at is None:
            contents.hashes.append(leaf.hash)
            contents.ids.append(None)
            self.before = None
            return
        self._add(leaf.hash, id_bytes(leaf.event_id), leaf.recorded_at)
        reference = reference_in(line.body)
        if reference and not leaf.faults:
            contents.attachments.append((index, reference))
        if _ROTATED in line.header and not leaf.faults:
            _note_manifest(contents, index, line)

    def _add(self, hashed: bytes, event_id: bytes, recorded_at: int) -> None:
        contents, position = self.contents, (recorded_at, event_id)
        if self.before and self.before >= position:
            index = self.start + len(contents.hashes)
            contents.blame("the events are not in the order of recorded_at and id from here to the next", index - 1)
        self.before = position
        contents.hashes.append(hashed)
        contents.ids.append(event_id)
        if contents.newest is None or recorded_at > contents.newest:
            contents.newest = recorded_at


def _note_manifest(contents: Contents, index: int, line: Line) -> None:
    manifest = manifest_of(line.header, line.body)
    if manifest is not None:
        contents.manifests.append((index, manifest))
