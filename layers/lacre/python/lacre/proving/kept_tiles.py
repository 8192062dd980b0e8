"""Tiles of the public log, each fetched once: what stands at the path of a tile never changes (C2SP tlog-tiles)."""

from collections.abc import Iterable
from concurrent.futures import Executor
from functools import lru_cache

from lacre.ports.sealing import PublicLog
from lacre.proving.damage import BrokenLogError
from lacre.tlog.hashing import HASH_BYTES
from lacre.tlog.tiles import WIDTH

# Of 8 KiB each, at most: 4 MiB.
KEPT = 512


class KeptTiles:
    """Reads tiles by path, several at once. A damaged one could be kept: whoever finds damage calls `forget`."""

    def __init__(self, log: PublicLog, pool: Executor) -> None:
        self._log = log
        self._pool = pool
        self._tile = lru_cache(maxsize=KEPT)(self._fetched)

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Raises BrokenLogError for a tile that is missing or cut off, StoreUnavailableError."""
        wanted = list(paths)
        return dict(zip(wanted, self._pool.map(self._tile, wanted), strict=True))

    def forget(self) -> None:
        self._tile.cache_clear()

    def _fetched(self, path: str) -> bytes:
        # A partial tile may be dropped once the tile is full (C2SP tlog-tiles).
        full, _, width = path.partition(".p/")
        content = self._log.get(path) or self._log.get(full)
        if content is None or len(content) < int(width or WIDTH) * HASH_BYTES:
            raise BrokenLogError(f"{path} is missing or cut off")
        return content
