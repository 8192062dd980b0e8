"""One batch of the archive, grown onto the tree before it and held against every signed root on the way."""

from collections.abc import Sequence
from dataclasses import dataclass

from lacre.tlog.frontier import extended, root_hash
from lacre.verifying.ahead import Source
from lacre.verifying.checkpoints import Checkpoints
from lacre.verifying.lines import Contents


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


@dataclass
class Batch:
    """A batch and the tree that it makes; `contradicted` is the first size at which the signed root is another."""

    name: str
    contents: Contents
    tree: Tree
    contradicted: int | None = None
    reaches_root: bool = False


@dataclass(frozen=True)
class Reader:
    """Grows batches of a copy onto a tree."""

    source: Source
    checkpoints: Checkpoints

    def read(self, name: str, before: Tree) -> Batch:
        """A batch that starts where the tree `before` ends. Raises SourceError."""
        batch = Batch(name, self.source.read(name), before)
        start, hashes, size = before.size, batch.contents.hashes, before.size
        for signed in self.checkpoints.between(start, start + len(hashes)):
            batch.tree = batch.tree.grown(hashes[size - start : signed - start])
            size = signed
            if batch.tree.root != self.checkpoints.by_size[signed]:
                batch.contradicted = signed
                return batch
        batch.reaches_root = size > start and size == start + len(hashes)
        batch.tree = batch.tree.grown(hashes[size - start :])
        return batch
