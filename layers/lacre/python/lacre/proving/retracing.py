"""One event's proof, walked step by step, so that somebody else can walk it again by hand."""

import json
from dataclasses import dataclass

from lacre.model.event import checksum
from lacre.ports.rows import StoredRow
from lacre.ports.sealing import SealedLeaf
from lacre.proving.examination import decoded
from lacre.proving.inclusion import Inclusion
from lacre.tlog.checkpoint import Checkpoint, open_checkpoint_of_any, stated_tree
from lacre.tlog.hashing import leaf_hash
from lacre.tlog.key_manifest import Generation, in_force
from lacre.tlog.note import NoteError, VerifierKey
from lacre.tlog.proofs import ProofError, Rung, rungs_of_inclusion
from lacre.tlog.receipt import ReceiptError, claimed_receipt


@dataclass(frozen=True)
class Retraced:
    """Hashes are raw. Of a row that is gone `hashed` and the checksums are None; of a receipt that is none, `promised`.

    `stated` is the root that the checkpoint's text states; `signers` are the published keys that signed it, none if a
    signature is wrong or no key was published.
    """

    header: str | None
    hashed: bytes | None
    sealed: SealedLeaf
    body_checksum: str | None
    bound_checksum: str | None
    promised: bytes | None
    tree_size: int
    rungs: tuple[Rung, ...]
    reached: bytes | None
    stated: bytes | None
    note: str
    published: tuple[VerifierKey, ...]
    signers: tuple[VerifierKey, ...]

    @property
    def is_sealed_as_stored(self) -> bool:
        return self.hashed == self.sealed.leaf_hash

    @property
    def is_body_bound(self) -> bool:
        return self.body_checksum is not None and self.body_checksum == self.bound_checksum

    @property
    def is_promised(self) -> bool:
        """Whether the receipt is for this leaf; who signed it is for whoever holds the receipt key."""
        return self.promised is not None and self.promised == self.hashed

    @property
    def leads_to_root(self) -> bool:
        return self.reached is not None and self.reached == self.stated

    @property
    def is_verified(self) -> bool:
        """Whether each step holds."""
        steps = (self.is_sealed_as_stored, self.is_body_bound, self.is_promised, self.leads_to_root)
        return all(steps) and bool(self.signers)


def retrace(row: StoredRow | None, leaf: SealedLeaf, inclusion: Inclusion, keys_file: bytes | None) -> Retraced:
    """Every step computed anew from what is stored. `keys_file`: the log's published keys, as they are."""
    header = decoded(row.header) if row else None
    published = published_keys(keys_file, inclusion.tree_size)
    rungs = _rungs(leaf, inclusion)
    signed = _signed(inclusion.note.encode(), published)
    stated = stated_tree(inclusion.note.encode())
    return Retraced(
        header=row.header if row else None,
        hashed=leaf_hash(row.header.encode()) if row else None,
        sealed=leaf,
        body_checksum=checksum(row.body.encode()) if row else None,
        bound_checksum=header.checksum if header else None,
        promised=_promised(row),
        tree_size=inclusion.tree_size,
        rungs=rungs or (),
        reached=None if rungs is None else (rungs[-1].node if rungs else leaf.leaf_hash),
        stated=stated[1] if stated is not None and stated[0] == inclusion.tree_size else None,
        note=inclusion.note,
        published=published,
        signers=signed,
    )


def published_keys(content: bytes | None, size: int) -> tuple[VerifierKey, ...]:
    """The keys in force at a size by the log's `keys.json`; none if that is missing or is no such file."""
    try:
        told = json.loads(content or b"")
        generations = [
            Generation(int(one["first_size"]), tuple(VerifierKey.decode(key) for key in one["keys"]))
            for one in told["generations"]
        ]
        return in_force(generations, size).keys
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return ()


def _rungs(leaf: SealedLeaf, inclusion: Inclusion) -> tuple[Rung, ...] | None:
    """None for a path whose length does not fit the tree."""
    try:
        return tuple(rungs_of_inclusion(leaf.index, inclusion.tree_size, leaf.leaf_hash, inclusion.hashes))
    except ProofError:
        return None


def _signed(note: bytes, keys: tuple[VerifierKey, ...]) -> tuple[VerifierKey, ...]:
    try:
        found: tuple[Checkpoint, frozenset[VerifierKey]] = open_checkpoint_of_any(note, keys)
    except NoteError:
        return ()
    return tuple(key for key in keys if key in found[1])


def _promised(row: StoredRow | None) -> bytes | None:
    try:
        return claimed_receipt(row.receipt).leaf_hash if row else None
    except ReceiptError:
        return None
