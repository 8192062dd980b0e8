"""Publishing a claimed batch: rows, tiles, bundles, the checkpoint last; all of it gives the same bytes each time."""

from dataclasses import dataclass, field

from lacre.model.header import Header
from lacre.ports.sealing import Archive, Head, HeadStore, LeafIndex, PublicLog, SealedLeaf
from lacre.ports.signing import Signer
from lacre.sealing.edge import Edge
from lacre.tlog.batch import decode_batch, start_of
from lacre.tlog.checkpoint import Checkpoint, checkpoint_name
from lacre.tlog.frontier import root_hash
from lacre.tlog.hashing import leaf_hash
from lacre.tlog.note import VerifierKey
from lacre.tlog.tiles import grown_bundles, grown_tiles


@dataclass(frozen=True)
class Publisher:
    """Everything that publication writes to. `repaired`: paths of the public log that were damaged, to be told of."""

    heads: HeadStore
    leaves: LeafIndex
    archive: Archive
    log: PublicLog
    signer: Signer
    origin: str
    repaired: list[str] = field(default_factory=list)

    def publish(self, head: Head) -> Head:
        """Write what the head's last batch adds, and mark it published. Idempotent, whoever repeats it.

        Raises IncompleteLogError, and then has neither written nor signed anything; StoreUnavailableError,
        SignerUnavailableError.
        """
        start = start_of(head.batch)
        headers = [line.header for line in decode_batch(head.batch, self.archive.get(head.batch))]
        hashes = [leaf_hash(header) for header in headers]
        held = Edge(self.log, self.archive, self.leaves, self.repaired).before(head, hashes).__getitem__
        self._write_rows(start, headers, hashes)
        for resource in (*grown_tiles(start, hashes, held), *grown_bundles(start, headers, held)):
            self.log.put(resource.path, resource.content)
        self._write_checkpoint(head)
        published = Head(head.size, head.frontier, head.batch, head.size, head.version + 1, head.began_at)
        # Losing this race means that another sealer published the same bytes.
        return published if self.heads.advance(head, published) else self.heads.read()

    def _write_rows(self, start: int, headers: list[bytes], hashes: list[bytes]) -> None:
        ids = [Header.decode(header).id for header in headers]
        self.leaves.write(
            [SealedLeaf(one, start + at, leaf) for at, (one, leaf) in enumerate(zip(ids, hashes, strict=True))]
        )

    def _write_checkpoint(self, head: Head) -> None:
        key = VerifierKey(self.origin, self.signer.public_key)
        note = Checkpoint(self.origin, head.size, root_hash(head.frontier)).signed(key, self.signer.sign)
        self.archive.put(checkpoint_name(head.size), note, {})
        self.log.replace_checkpoint(note, head.size)
