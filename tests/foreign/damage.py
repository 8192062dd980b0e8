"""Damage to one file of a directory, undone afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replaced(file: Path, content: bytes | None) -> Iterator[None]:
    """The file holds `content` for a while; None: it is gone."""
    before = file.read_bytes()
    try:
        if content is None:
            file.unlink()
        else:
            assert content != before, "no damage at all"
            file.write_bytes(content)
        yield
    finally:
        file.write_bytes(before)


def flipped(content: bytes, at: int) -> bytes:
    """The same bytes with one bit changed in the byte at `at`; a negative place counts from the end."""
    changed = bytearray(content)
    changed[at] ^= 1
    return bytes(changed)
