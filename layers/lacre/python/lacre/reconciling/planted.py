"""Rows of the leaf index that the log does not bear out: planted for an event, they would keep it from being sealed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lacre.archive_reading.names import BatchNames
from lacre.model.canonical import NotCanonicalError
from lacre.model.header import Header
from lacre.ports.sealing import Archive, SealedLeaf
from lacre.reconciling.log_check import INDEX_CHANGED, marked
from lacre.reconciling.tally import Tally
from lacre.tlog.batch import BatchError, decode_batch, start_of
from lacre.tlog.hashing import leaf_hash


@dataclass
class PlantedRows:
    """Looks up each place that an index row claims; holds the leaves of one batch in memory at a time."""

    archive: Archive
    _name: str = ""
    _held: dict[int, tuple[str, bytes]] = field(default_factory=dict)

    def check(self, leaves: Sequence[SealedLeaf], tally: Tally) -> None:
        """Record each row that no batch bears out. Raises StoreUnavailableError, SignerUnavailableError."""
        names = BatchNames(self.archive)
        for leaf in sorted(leaves, key=lambda one: one.index):
            if not self._is_borne_out(leaf, names):
                tally.found(leaf.event_id, INDEX_CHANGED, marked(leaf))

    def _is_borne_out(self, leaf: SealedLeaf, names: BatchNames) -> bool:
        if leaf.index < 0:
            return False
        return any(self._holds(name, leaf) for name in self._candidates(leaf.index, names))

    def _candidates(self, index: int, names: BatchNames) -> Iterator[str]:
        if self._name and start_of(self._name) <= index and index in self._held:
            yield self._name
        yield from names.reaching(index)

    def _holds(self, name: str, leaf: SealedLeaf) -> bool:
        if name != self._name:
            self._name, self._held = name, self._read(name)
        return self._held.get(leaf.index) == (leaf.event_id, leaf.leaf_hash)

    def _read(self, name: str) -> dict[int, tuple[str, bytes]]:
        """By its index, each leaf's event and hash; nothing for an object that is no batch."""
        try:
            headers = [line.header for line in decode_batch(name, self.archive.get(name))]
            ids = [Header.decode(header).id for header in headers]
        except (BatchError, NotCanonicalError):
            return {}
        hashes = map(leaf_hash, headers)
        return dict(enumerate(zip(ids, hashes, strict=True), start_of(name)))
