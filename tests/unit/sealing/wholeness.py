"""What a whole log is, whatever happened on the way."""

from collections.abc import Sequence

from lacre.model.event import ReceiptedEvent
from lacre.tlog.batch import decode_batch
from lacre.tlog.checkpoint import open_checkpoint
from lacre.tlog.frontier import extended, root_hash
from lacre.tlog.hashing import leaf_hash
from lacre.tlog.key_manifest import in_force
from lacre.tlog.proofs import inclusion_proof, root_from_inclusion
from lacre.tlog.tiles import node_reader
from tests.fakes.sealing import MemorySealing


def check_whole(log: MemorySealing, expected: set[str]) -> None:
    """Every event once; each key in force signs the root of the archived leaves; leaves have rows and proofs."""
    head = log.heads.head
    note = log.log.objects["checkpoint"]
    (checkpoint,) = {open_checkpoint(note, key) for key in in_force(head.generations, head.size).keys}
    assert head.published == head.size == checkpoint.size == len(expected)
    assert set(log.leaves.rows) == expected
    by_index = sorted(log.leaves.rows.values(), key=lambda leaf: leaf.index)
    assert [leaf.index for leaf in by_index] == list(range(head.size))
    hashes = [leaf.leaf_hash for leaf in by_index]
    assert root_hash(extended(0, (), hashes)[1]) == checkpoint.root
    node_at = node_reader(head.size, log.log.objects.__getitem__)
    for index in (0, head.size // 2, head.size - 1):
        proof = inclusion_proof(index, head.size, node_at)
        assert root_from_inclusion(index, head.size, hashes[index], proof) == checkpoint.root
    archived = {
        leaf_hash(line.header)
        for name, content in log.archive.objects.items()
        if name.startswith("batches/")
        for line in decode_batch(name, content)
    }
    assert set(hashes) <= archived


def ids(of: Sequence[ReceiptedEvent]) -> set[str]:
    return {stored.event.header.id for stored in of}
