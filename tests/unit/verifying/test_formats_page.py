"""docs/formats.md is enough: a second verifier, written from that page, without our software."""

import base64
import gzip
import hashlib
import json
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pymerkle import InmemoryTree  # type: ignore[import-untyped] # it ships no types

from tests.unit.verifying.archives import KEY, RECEIPT_PUBLIC, sealed, write_directory


def test_a_verifier_written_from_the_page_reaches_the_same_root(tmp_path: Path) -> None:
    archive = sealed(3, 5, 1, 8)
    root = write_directory(archive, tmp_path / "copy")
    tree = InmemoryTree()
    for path in sorted((root / "batches").iterdir()):
        start, digest = path.name.removesuffix(".ndjson.gz").split("-")
        assert int(start) == tree.get_size()
        assert hashlib.sha256(path.read_bytes()).hexdigest() == digest
        for line in gzip.decompress(path.read_bytes()).splitlines():
            append(tree, json.loads(line))
    for path in sorted((root / "checkpoints").iterdir()):
        origin, size, signed_root = opened(path.read_bytes(), KEY.encode())
        assert (origin, size) == ("lacre.example.com/test", int(path.name))
        assert tree.get_root(size) == signed_root
    assert tree.get_size() == 17


def append(tree: InmemoryTree, row: dict[str, str]) -> None:
    header = row["header"].encode()
    fields = json.loads(header)
    assert hashlib.sha256(row["body"].encode()).hexdigest() == fields["checksum"]
    receipt = base64.urlsafe_b64decode(row["receipt"] + "=")
    assert receipt[1:17].hex() == fields["id"].replace("-", "")
    assert receipt[17:49] == hashlib.sha256(b"\x00" + header).digest()
    delegate = Ed25519PublicKey.from_public_bytes(receipt[65:97])
    root = Ed25519PublicKey.from_public_bytes(RECEIPT_PUBLIC)
    root.verify(receipt[105:169], b"lacre receipt delegate v1\n" + receipt[65:105])
    delegate.verify(receipt[169:], b"lacre receipt v1\n" + receipt[:169])
    assert int.from_bytes(receipt[49:57], "big") <= int.from_bytes(receipt[97:105], "big")
    tree.append_entry(header)


def opened(note: bytes, vkey: str) -> tuple[str, int, bytes]:
    name, _, encoded = vkey.split("+", 2)
    public = base64.b64decode(encoded)
    text, _, signatures = note.partition(b"\n\n")
    signature = base64.b64decode(signatures.split()[2])
    assert signature[:4] == hashlib.sha256(name.encode() + b"\n" + public).digest()[:4]
    Ed25519PublicKey.from_public_bytes(public[1:]).verify(signature[4:], text + b"\n")
    origin, size, root = text.decode().split("\n")
    return origin, int(size), base64.b64decode(root)
