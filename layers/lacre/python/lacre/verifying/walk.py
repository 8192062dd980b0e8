"""The walk from leaf 0 to the last checkpoint: which batches are the log, and whether the signed roots are theirs.

Several objects may claim the same first leaf: sealers that lost a race leave their candidate behind. The one that
leads to a signed root is the log; the others prove nothing and harm nothing. A candidate may hold the leaves of several
later claims and lead to a signed root as well: the log signed a root at the end of each claim, so the shortest is it.
"""

import uuid
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass, field

from lacre.tlog.attachment import Reference
from lacre.tlog.batch import is_batch_name, start_of
from lacre.tlog.checkpoint import checkpoint_name, is_checkpoint_name, size_of
from lacre.verifying.batches import Batch, Reader, Tree
from lacre.verifying.generations import Generations
from lacre.verifying.lines import Contents
from lacre.verifying.listing import Differences
from lacre.verifying.seen import SeenIds
from lacre.verifying.verdict import Findings

Progress = Callable[[int, int], None]
"""Told how many leaves were followed, and of how many the largest checkpoint is."""


@dataclass(frozen=True)
class Located:
    """Where an event stands in the log."""

    index: int
    leaf_hash: bytes
    batch: str


@dataclass
class Walk:
    """How far the log was followed: `tree` is rebuilt from the stored bytes, `proven` has a signed root.

    `batches` are the log's own, in order; `latest` the newest times in each of the two proven batches that hold the
    newest; `unknown_receipts` the number of those that no receipt key that was given delegated.
    """

    reader: Reader
    generations: Generations
    findings: Findings
    listing: Differences
    wanted: Set[str] = frozenset()
    tree: Tree = field(default_factory=Tree)
    proven: Tree = field(default_factory=Tree)
    batches: list[str] = field(default_factory=list)
    orphans: int = 0
    latest: list[int] = field(default_factory=list)
    located: dict[str, Located] = field(default_factory=dict)
    unknown_receipts: int = 0
    attachments: dict[Reference, int] = field(default_factory=dict)
    """What the log's events name, each with the first leaf that does."""
    _unproven: list[int] = field(default_factory=list)
    unread: Sequence[int] = ()
    """The sizes of checkpoints that are listed and not in the copy, ascending."""

    @property
    def newest(self) -> int | None:
        """When the newest event was recorded (ms since 1970)."""
        return self.latest[-1] if self.latest else None

    def follow(self, names: Iterable[str], seen: SeenIds, progress: Progress) -> None:
        """Follow the log through all batches of a copy. Raises SourceError."""
        by_start: dict[int, list[str]] = {}
        for name in names:
            by_start.setdefault(start_of(name), []).append(name)
        lost = {start_of(name) for name in self.listing.missing if is_batch_name(name)}
        self.unread = sorted(size_of(name) for name in self.listing.missing if is_checkpoint_name(name))
        while candidates := by_start.pop(self.tree.size, None):
            batch = self._choose(candidates, by_start.keys(), lost)
            if batch is None:
                return
            self._accept(batch, seen)
            progress(self.tree.size, self.reader.checkpoints.largest)
        self._end(sorted(by_start), lost)

    def _choose(self, names: Sequence[str], starts: Set[int], lost: Set[int]) -> Batch | None:
        log: Batch | None = None
        rejected: list[Batch] = []
        for name in names:
            batch = self.reader.read(name, self.tree)
            self._report(batch)
            is_claim = batch.reaches_root and not self._holds_several(batch)
            if is_claim and (log is None or batch.tree.size < log.tree.size):
                log = batch
            else:
                batch.contents = Contents(faults=batch.contents.faults)
                rejected.append(batch)
        self.orphans += len(names) - 1
        return log or self._without_root(rejected, starts, lost)

    def _holds_several(self, batch: Batch) -> bool:
        """Whether a claim of the log ended inside a batch, so that the batch is none."""
        low, high = self.tree.size, batch.tree.size
        ends = (self.reader.checkpoints.published, self.unread)
        return any(bisect_right(sizes, low) < bisect_left(sizes, high) for sizes in ends)

    def _without_root(self, batches: Sequence[Batch], starts: Set[int], lost: Set[int]) -> Batch | None:
        """What to make of batches none of which leads to a signed root, or only past another."""
        size, published = self.tree.size, self.reader.checkpoints.published
        if size in lost and not any(batch.name in self.listing.unlisted for batch in batches):
            return None  # orphans, all of them: the log's own batch was not copied
        possible = [batch for batch in batches if batch.contradicted is None and not batch.reaches_root]
        if published and published[-1] > size:
            # The archive went on from here, so that the log's own batch has a successor.
            possible = [batch for batch in possible if self._goes_on(batch.tree.size, starts)]
        if len(possible) > 1:
            self.findings.inconclusive(f"several batches start at leaf {size}; no checkpoint tells which is the log")
        elif possible:
            return self.reader.read(possible[0].name, self.tree)
        elif all(batch.reaches_root for batch in batches):
            self._end(sorted(starts), lost)  # true leaves, in orphans alone
        else:
            self._report_contradiction(batches)
        return None

    def _goes_on(self, size: int, starts: Set[int]) -> bool:
        return size > self.tree.size and (size in starts or checkpoint_name(size) in self.listing.missing)

    def _report_contradiction(self, batches: Sequence[Batch]) -> None:
        size, checkpoints = self.proven.size, self.reader.checkpoints
        contradicted = [batch.contradicted for batch in batches if batch.contradicted]
        following = min(contradicted or checkpoints.between(self.tree.size, checkpoints.largest))
        named = any(fault.leaf is not None for batch in batches for fault in batch.contents.faults)
        self.findings.tampered(
            f"leaves {size} to {following - 1} do not have the root that was signed for size {following}",
            None if named else size,
        )

    def _report(self, batch: Batch) -> None:
        for fault in batch.contents.faults:
            where = batch.name if fault.leaf is None else f"leaf {fault.leaf} ({batch.name})"
            self.findings.tampered(f"{where}: {fault.message}", fault.leaf)

    def _accept(self, batch: Batch, seen: SeenIds) -> None:
        before, contents = self.tree.size, batch.contents
        leaves = [(one, index) for index, one in enumerate(contents.ids, before) if one is not None]
        for event_id, index in seen.add(leaves):
            self.findings.tampered(f"leaf {index}: the event {uuid.UUID(bytes=event_id)} is in the log twice", index)
        self._locate(leaves, batch)
        for index, reference in contents.attachments:
            self.attachments.setdefault(reference, index)
        self._unproven += [contents.newest] if contents.newest is not None else []
        self.unknown_receipts += contents.unknown_receipts
        self.batches.append(batch.name)
        self.tree = batch.tree
        is_rotated = self.generations.follow(before, batch.tree.size, contents.manifests)
        published = self.reader.checkpoints.published
        if batch.reaches_root:
            self.proven = batch.tree
            self.latest, self._unproven = sorted([*self.latest, *self._unproven])[-2:], []
        # Only a root that the old keys signed shows that the new ones were brought into force just here.
        elif is_rotated or (published and batch.tree.size < published[-1]):
            self._tell_missing_checkpoint(batch.tree.size)

    def _locate(self, leaves: Sequence[tuple[bytes, int]], batch: Batch) -> None:
        if not self.wanted:
            return
        for one, index in leaves:
            event_id = str(uuid.UUID(bytes=one))
            if event_id in self.wanted:
                leaf_hash = batch.contents.hashes[index - self.tree.size]
                self.located.setdefault(event_id, Located(index, leaf_hash, batch.name))

    def _tell_missing_checkpoint(self, size: int) -> None:
        # One that no trusted key signed is told of when all keys are known.
        if not self.reader.checkpoints.is_of_unknown_key(size):
            self.findings.inconclusive(f"{checkpoint_name(size)} is not in the copy")

    def _end(self, starts: Sequence[int], lost: Set[int]) -> None:
        size, largest = self.tree.size, self.reader.checkpoints.largest
        for start in (start for start in starts if start < size):
            self.findings.tampered(f"a batch claims to start at leaf {start}, inside another", start)
        ahead = [start for start in starts if start > size]
        if ahead and size not in lost:
            self.findings.tampered(f"leaves {size} to {ahead[0] - 1} are gone: their own batch is not there", size)
        elif largest > size:
            self.findings.inconclusive(f"a checkpoint of size {largest} is signed; the batches end at {size}")
        elif size > self.proven.size:
            self.findings.inconclusive(f"leaves from {self.proven.size} on lie beyond the last checkpoint")
