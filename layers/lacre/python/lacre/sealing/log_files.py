"""The public log's files, full tiles and bundles once, and the partial ones of the last size alone."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from lacre.ports.sealing import CHECKPOINT, Head
from lacre.sealing.keyring import KEYS_FILE, keys_file
from lacre.sealing.rebuilding import Proven
from lacre.tlog.hashing import HASH_BYTES
from lacre.tlog.tiles import WIDTH, bundle_path, tile_path, tile_root

Write = Callable[[str, bytes], None]


def write_log_files(batches: Iterable[Proven], origin: str, write: Write) -> Head:
    """Write the whole public log, the checkpoint last: without one nothing is a log. Gives the head at its end.

    Holds one batch in memory at a time. Raises what `batches` and `write` raise.
    """
    files, last = _Files(write), None
    for last in batches:
        for header, leaf in zip(last.headers, last.hashes, strict=True):
            files.append(header, leaf)
    if last is None:
        raise ValueError("no batch, no log")
    files.finish()
    write(KEYS_FILE, keys_file(origin, last.head.generations))
    write(CHECKPOINT, last.checkpoint)
    return last.head


@dataclass
class _Files:
    """`levels` hold the hashes of each level's unfinished tile, `indexes` how many tiles of it are finished."""

    write: Write
    bundle: bytes = b""
    levels: list[bytes] = field(default_factory=list)
    indexes: list[int] = field(default_factory=list)

    def append(self, header: bytes, leaf: bytes) -> None:
        self.bundle += len(header).to_bytes(2, "big") + header
        self._push(0, leaf)

    def finish(self) -> None:
        for level, content in enumerate(self.levels):
            if content:
                self.write(tile_path(level, self.indexes[level], len(content) // HASH_BYTES), content)
        if self.bundle:
            self.write(bundle_path(self.indexes[0], len(self.levels[0]) // HASH_BYTES), self.bundle)

    def _push(self, level: int, found: bytes) -> None:
        if level == len(self.levels):
            self.levels.append(b"")
            self.indexes.append(0)
        self.levels[level] += found
        if len(self.levels[level]) == WIDTH * HASH_BYTES:
            self._close(level)

    def _close(self, level: int) -> None:
        content, index = self.levels[level], self.indexes[level]
        self.write(tile_path(level, index), content)
        if level == 0:
            self.write(bundle_path(index), self.bundle)
            self.bundle = b""
        self.levels[level], self.indexes[level] = b"", index + 1
        self._push(level + 1, tile_root(content))
