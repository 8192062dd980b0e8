"""One batch of the archive, grown onto the tree before it and held against every signed root on the way."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from lacre.tlog.batch import MAXIMUM_BYTES, BatchError, decode_lines, is_named_by, start_of
from lacre.tlog.frontier import extended, root_hash
from lacre.verifying.checkpoints import Roots
from lacre.verifying.leaves import Leaf, check_leaf
from lacre.verifying.source import Copy

_FAULTS_KEPT = 100


@dataclass(frozen=True)
class Tree:
    """A log's tree so far (see `lacre.tlog.frontier`)."""

    size: int = 0
    frontier: tuple[bytes, ...] = ()

    def grown(self, leaf_hashes: Sequence[bytes]) -> "Tree":
        return Tree(*extended(self.size, self.frontier, leaf_hashes))

    @property
    def root(self) -> bytes:
        return root_hash(self.frontier)


@dataclass(frozen=True)
class Fault:
    """What is wrong with a batch; `leaf` is the index that it shows at, where one can be named."""

    message: str
    leaf: int | None = None


@dataclass
class Batch:
    """A batch as read: `contradicted` is the first size at which a signed root is not that of its tree."""

    name: str
    tree: Tree
    leaves: list[Leaf] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    contradicted: int | None = None
    reaches_root: bool = False

    def blame(self, message: str, leaf: int | None) -> None:
        if len(self.faults) < _FAULTS_KEPT:
            self.faults.append(Fault(message, leaf))


@dataclass(frozen=True)
class Reader:
    """Reads batches of a copy and checks their lines."""

    copy: Copy
    roots: Roots
    receipt_key: bytes | None
    deep: bool

    def read(self, name: str, before: Tree) -> Batch:
        """A batch that starts where the tree `before` ends. Raises SourceError."""
        batch = Batch(name, before)
        content = self.copy.read(name, MAXIMUM_BYTES) or b""
        if not is_named_by(name, content):
            batch.blame("the bytes of the batch are not those that its name was made of", None)
        try:
            for line in decode_lines(content):
                batch.leaves.append(check_leaf(line, self.receipt_key, deep=self.deep))
        except BatchError as error:
            batch.blame(str(error), before.size + len(batch.leaves))
        self._judge_leaves(batch)
        self._grow(batch)
        return batch

    def _judge_leaves(self, batch: Batch) -> None:
        start = start_of(batch.name)
        if not batch.leaves:
            batch.blame("the batch holds no event", start)
        for index, leaf in enumerate(batch.leaves, start):
            for fault in leaf.faults:
                batch.blame(fault, index)
        for index, (one, next_one) in enumerate(zip(batch.leaves, batch.leaves[1:], strict=False), start):
            if (one.recorded_at or 0, one.event_id or "") >= (next_one.recorded_at or 0, next_one.event_id or ""):
                batch.blame("the events are not in the order of recorded_at and id from here to the next", index)

    def _grow(self, batch: Batch) -> None:
        start = before = batch.tree.size
        hashes = [leaf.hash for leaf in batch.leaves]
        for size in self.roots.between(start, start + len(hashes)):
            batch.tree = batch.tree.grown(hashes[before - start : size - start])
            before = size
            if batch.tree.root != self.roots.by_size[size]:
                batch.contradicted = size
                return
        batch.reaches_root = before > start and before == start + len(hashes)
        batch.tree = batch.tree.grown(hashes[before - start :])
