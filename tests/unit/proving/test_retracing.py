"""Keys that a log publishes, whatever stands in its file; and a path that does not fit."""

import pytest

from lacre.ports.rows import StoredRow
from lacre.ports.sealing import SealedLeaf
from lacre.proving.inclusion import Inclusion
from lacre.proving.retracing import published_keys, retrace
from lacre.sealing.keyring import keys_file
from lacre.tlog.hashing import leaf_hash, node_hash
from lacre.tlog.key_manifest import Generation
from lacre.tlog.note import VerifierKey

OLD, NEW = (VerifierKey("lacre.example.com/test", bytes([number]) * 32) for number in (1, 2))
FILE = keys_file(OLD.name, [Generation(0, (OLD,)), Generation(10, (NEW, OLD))])


@pytest.mark.parametrize(("size", "keys"), [(1, (OLD,)), (10, (OLD,)), (11, (NEW, OLD))])
def test_keys_are_those_of_the_size(size: int, keys: tuple[VerifierKey, ...]) -> None:
    assert published_keys(FILE, size) == keys


@pytest.mark.parametrize(
    "content",
    [
        *(None, b"", b"[]", b"{}", b"\xff", b'{"generations": []}', b'{"generations": [{}]}', b'{"generations": 1}'),
        b'{"generations": [{"first_size": "x", "keys": []}]}',
        b'{"generations": [{"first_size": 0, "keys": ["no key"]}]}',
        b'{"generations": [{"first_size": 0, "keys": [1]}]}',
        b"[" * 100_000,
    ],
)
def test_a_file_that_is_none_has_no_keys(content: bytes | None) -> None:
    assert published_keys(content, 5) == ()


@pytest.mark.parametrize("hashes", [(), (bytes(32),) * 3, (b"short",)])
def test_a_path_that_does_not_fit_leads_nowhere(hashes: tuple[bytes, ...]) -> None:
    leaf = SealedLeaf("e", 0, leaf_hash(b"header"))
    retraced = retrace(None, leaf, Inclusion(2, "no checkpoint", hashes, leads_to_root=False), FILE)
    assert (retraced.reached, retraced.leads_to_root, retraced.is_verified) == (None, False, False)
    assert (retraced.stated, retraced.signers) == (None, ())


def test_the_path_is_told_step_by_step() -> None:
    row = StoredRow("e", "header", "body", "receipt")
    leaf, sibling = leaf_hash(b"header"), leaf_hash(b"other")
    retraced = retrace(row, SealedLeaf("e", 1, leaf), Inclusion(2, "", (sibling,), leads_to_root=True), FILE)
    assert [tuple(rung) for rung in retraced.rungs] == [(sibling, True, node_hash(sibling, leaf))]
    assert retraced.reached == node_hash(sibling, leaf)
    assert retraced.is_sealed_as_stored
    assert not retraced.is_promised
