"""Publishing a claimed batch: rows, tiles, bundles, the checkpoint last; all of it gives the same bytes each time."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lacre.model.event import ReceiptedEvent
from lacre.model.header import Header
from lacre.ports.sealing import Archive, Head, HeadStore, LeafIndex, PublicLog, SealedLeaf
from lacre.sealing.edge import Edge
from lacre.sealing.keyring import KEYS_FILE, Keyring, keys_file, signed
from lacre.tlog.batch import decode_batch, start_of
from lacre.tlog.checkpoint import Checkpoint, checkpoint_name
from lacre.tlog.frontier import root_hash
from lacre.tlog.hashing import leaf_hash
from lacre.tlog.key_manifest import Generation, in_force
from lacre.tlog.tiles import grown_bundles, grown_tiles


@dataclass(frozen=True)
class Publisher:
    """Everything that publication writes to. `repaired`: paths of the public log that were damaged, to be told of.

    `told` are the generations that `keys.json` was last seen to hold, or none.
    """

    heads: HeadStore
    leaves: LeafIndex
    archive: Archive
    log: PublicLog
    keyring: Keyring
    repaired: list[str] = field(default_factory=list)
    told: list[Generation] = field(default_factory=list)

    def publish(self, head: Head, batch: Sequence[ReceiptedEvent] | None = None) -> Head:
        """Write what the head's last batch adds, and mark it published. Idempotent, whoever repeats it.

        `batch` are its events, if the caller has just claimed it: then it need not be read from the archive.
        Raises IncompleteLogError and MissingKeyError, and then has neither written nor signed anything;
        StoreUnavailableError, SignerUnavailableError.
        """
        generations = self.keyring.generations(head)
        signing = self.keyring.pairs(in_force(generations, head.size).keys)
        start = start_of(head.batch)
        ids, headers = _entries(batch) if batch is not None else self._archived(head.batch)
        hashes = [leaf_hash(header) for header in headers]
        held = Edge(self.log, self.archive, self.leaves, self.repaired).before(head, hashes).__getitem__
        self.leaves.write([SealedLeaf(*row) for row in zip(ids, range(start, head.size), hashes, strict=True)])
        for resource in (*grown_tiles(start, hashes, held), *grown_bundles(start, headers, held)):
            self.log.put(resource.path, resource.content)
        if start == 0 or generations[-1].first_size == head.size:
            self._write_keys(head)
        note = signed(Checkpoint(self.keyring.origin, head.size, root_hash(head.frontier)), signing)
        self.archive.put(checkpoint_name(head.size), note, {})
        self.log.replace_checkpoint(note, head.size)
        return self._mark(head)

    def check_keys(self, head: Head) -> None:
        """Put `keys.json` right if it does not hold the head's generations; looks once for each change of them.

        Raises StoreUnavailableError, SignerUnavailableError.
        """
        generations = self.keyring.generations(head)
        if not head.published or self.told == [*generations]:
            return
        if self.log.get(KEYS_FILE) != keys_file(self.keyring.origin, generations):
            if self.heads.read().generations != head.generations:
                return  # another sealer published later keys
            self.repaired.append(KEYS_FILE)
            self._write_keys(head)
        self.told[:] = generations

    def _archived(self, name: str) -> tuple[list[str], list[bytes]]:
        headers = [line.header for line in decode_batch(name, self.archive.get(name))]
        return [Header.decode(header).id for header in headers], headers

    def _write_keys(self, head: Head) -> None:
        generations = self.keyring.generations(head)
        self.log.put(KEYS_FILE, keys_file(self.keyring.origin, generations))
        self.told[:] = generations

    def _mark(self, head: Head) -> Head:
        published = replace(head, published=head.size, version=head.version + 1)
        if self.heads.advance(head, published):
            return published
        # Another sealer published the same bytes; if it went on to later keys, they may just have been written over.
        ahead = self.heads.read()
        if ahead.generations != head.generations:
            self._write_keys(ahead)
        return ahead


def _entries(batch: Sequence[ReceiptedEvent]) -> tuple[list[str], list[bytes]]:
    return [stored.event.header.id for stored in batch], [stored.event.header_bytes for stored in batch]
