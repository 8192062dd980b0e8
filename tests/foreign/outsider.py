"""A verifier of a published log, written from the specifications alone: https://c2sp.org/signed-note,
https://c2sp.org/tlog-checkpoint, https://c2sp.org/tlog-tiles, RFC 6962. It imports nothing of ours.
"""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

WIDTH = 256


class RefusedError(Exception):
    """The directory is not that of a log whose key this is."""


@dataclass(frozen=True)
class Signed:
    """What a checkpoint says, once its signature is checked."""

    size: int
    root: bytes


def open_checkpoint(note: bytes, vkey: str) -> Signed:
    """Raises RefusedError unless the note is a checkpoint that the key of `vkey` signed."""
    name, _, rest = vkey.strip().partition("+")
    stated_id, _, encoded = rest.partition("+")
    key = base64.b64decode(encoded, validate=True)
    key_id = hashlib.sha256(name.encode() + b"\n" + key).digest()[:4]
    if key_id.hex() != stated_id or key[:1] != b"\x01":
        raise RefusedError("the key's id is not that of its bytes")
    text, _, block = note.rpartition(b"\n\n")
    text += b"\n"
    for line in block.decode().splitlines():
        dash, signer, encoded = line.split(" ")
        signature = base64.b64decode(encoded, validate=True)
        if (dash, signer, signature[:4]) == ("—", name, key_id):
            _verify(key[1:], signature[4:], text)
            return _statement(text.decode(), name)
    raise RefusedError("no signature of this key")


def _verify(key: bytes, signature: bytes, text: bytes) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, text)
    except InvalidSignature:
        raise RefusedError("the signature is not that of the text") from None


def _statement(text: str, name: str) -> Signed:
    origin, size, root = text.splitlines()[:3]
    if origin != name:
        raise RefusedError("another log's checkpoint")
    return Signed(int(size), base64.b64decode(root, validate=True))


def entries(log: Path, size: int) -> Iterator[bytes]:
    """The entries of the tree of `size` leaves, from its bundles; the last one is partial unless the size is round."""
    for index in range(0, size, WIDTH):
        width = min(WIDTH, size - index)
        file = log / path_of("entries", index // WIDTH, width)
        if not file.is_file():
            raise RefusedError(f"{file.relative_to(log)} is missing")
        found = list(_split(file.read_bytes()))
        if len(found) != width:
            raise RefusedError(f"{file.relative_to(log)} does not hold {width} entries")
        yield from found


def _split(bundle: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(bundle):
        end = at + 2 + int.from_bytes(bundle[at : at + 2], "big")
        if end > len(bundle):
            raise RefusedError("a bundle is cut off")
        yield bundle[at + 2 : end]
        at = end


def path_of(level: str, index: int, width: int) -> str:
    """`tile/<level>/<index>`, the index in groups of three digits, with its width if the tile is partial."""
    digits = str(index).zfill(-(-len(str(index)) // 3) * 3)
    groups = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    number = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
    return f"tile/{level}/{number}" + ("" if width == WIDTH else f".p/{width}")


def leaf(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def root_of(hashes: Sequence[bytes]) -> bytes:
    """The Merkle tree hash of RFC 6962, section 2.1, of these leaf hashes."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    row = list(hashes)
    while len(row) > 1:
        # Pairing from the left and carrying an odd last one up is the same tree as splitting at powers of two.
        pairs = [hashlib.sha256(b"\x01" + row[at] + row[at + 1]).digest() for at in range(0, len(row) - 1, 2)]
        row = pairs + row[len(pairs) * 2 :]
    return row[0]


def tiles_of(hashes: Sequence[bytes]) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of every tile, at every level, of the tree of these leaf hashes."""
    level, row = 0, list(hashes)
    while row:
        chunks = [row[at : at + WIDTH] for at in range(0, len(row), WIDTH)]
        yield from ((path_of(str(level), index, len(chunk)), b"".join(chunk)) for index, chunk in enumerate(chunks))
        level, row = level + 1, [root_of(chunk) for chunk in chunks if len(chunk) == WIDTH]


def check(log: Path, vkey: str) -> Signed:
    """The checkpoint of a directory all of whose entries and tiles lead to it. Raises RefusedError."""
    signed = open_checkpoint((log / "checkpoint").read_bytes(), vkey)
    hashes = [leaf(entry) for entry in entries(log, signed.size)]
    for path, content in tiles_of(hashes):
        file = log / path
        if not file.is_file() or file.read_bytes() != content:
            raise RefusedError(f"{path} does not hold the hashes of its entries")
    if root_of(hashes) != signed.root:
        raise RefusedError("the entries do not lead to the signed root")
    return signed
