"""The edge of the public log: the partial tiles and the partial bundle that a growing tree is gone on from.

Anybody who can write to the log's bucket can spoil them, so nothing is taken from there unseen: with the leaves of the
batch they must give the frontier that the head was claimed with. What is missing or wrong is rebuilt from the archive.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lacre.archive_reading.accepted import UnreadableLeafError, accepted_lines
from lacre.ports.sealing import Archive, Head, LeafIndex, PublicLog
from lacre.tlog.batch import start_of
from lacre.tlog.frontier import extended
from lacre.tlog.hashing import HASH_BYTES, leaf_hash
from lacre.tlog.tiles import WIDTH, Place, bundle_path, entries_of, frontier_of, partial_tiles, tile_path, tile_root


class IncompleteLogError(Exception):
    """What the log goes on from is missing or forged, and its edge alone cannot be rebuilt: rebuild all of it."""


@dataclass(frozen=True)
class Edge:
    """`repaired` receives the path of whatever was found damaged and written anew: it is to be told loudly."""

    log: PublicLog
    archive: Archive
    leaves: LeafIndex
    repaired: list[str]

    def before(self, head: Head, hashes: Sequence[bytes]) -> Mapping[str, bytes]:
        """The edge, by path, of the tree that the head's batch of these leaf hashes was claimed on.

        Raises IncompleteLogError, StoreUnavailableError.
        """
        start = start_of(head.batch)
        held = {path: self.log.get(path) or b"" for path in _paths(start)}
        if not _is_right(held, start, hashes, head.frontier):
            rebuilt = self._rebuilt(start)
            if not _is_right(rebuilt, start, hashes, head.frontier):
                raise IncompleteLogError("the log's edge, rebuilt from the archive, is not that of the head")
            self._repair(held, rebuilt)
            held = rebuilt
        return held

    def _repair(self, held: Mapping[str, bytes], rebuilt: Mapping[str, bytes]) -> None:
        for path, content in rebuilt.items():
            if held[path] != content:
                self.repaired.append(path)
                self.log.put(path, content)

    def _rebuilt(self, start: int) -> dict[str, bytes]:
        entries = self._entries(start - start % WIDTH, start)
        tiles = {
            place.path: self._joined(place) if place.level else b"".join(map(leaf_hash, entries))
            for place in partial_tiles(start)
        }
        bundle = b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)
        return {**tiles, **({_bundle(start): bundle} if entries else {})}

    def _entries(self, first: int, end: int) -> list[bytes]:
        """From the archive. Index and batches could be forged like all else: what comes of it is held to the head."""
        try:
            return [line.header for _, line in accepted_lines(self.archive, self.leaves, first, end)]
        except UnreadableLeafError as error:
            raise IncompleteLogError("the archive's batches do not give the entries of the log's edge") from error

    def _joined(self, place: Place) -> bytes:
        """An upper tile's content, from the full tiles below it."""
        return b"".join(self._root(place.level - 1, place.index * WIDTH + at) for at in range(place.width))

    def _root(self, level: int, index: int) -> bytes:
        content = self.log.get(tile_path(level, index)) or b""
        if len(content) != WIDTH * HASH_BYTES:
            raise IncompleteLogError("a full tile below the log's edge is missing or cut off")
        return tile_root(content)


def _bundle(start: int) -> str:
    return bundle_path(*divmod(start, WIDTH))


def _paths(start: int) -> list[str]:
    return [place.path for place in partial_tiles(start)] + ([_bundle(start)] if start % WIDTH else [])


def _is_right(held: Mapping[str, bytes], start: int, hashes: Sequence[bytes], frontier: Sequence[bytes]) -> bool:
    places = partial_tiles(start)
    if any(len(held[place.path]) != place.width * HASH_BYTES for place in places):
        return False
    # Each root of the old frontier is in the new one or hashed into it: only the right tiles lead there.
    if extended(start, frontier_of([held[place.path] for place in places]), hashes)[1] != tuple(frontier):
        return False
    return not start % WIDTH or _is_bundle_of(held[_bundle(start)], held[places[0].path])


def _is_bundle_of(bundle: bytes, tile: bytes) -> bool:
    try:
        return b"".join(map(leaf_hash, entries_of(bundle))) == tile
    except ValueError:
        return False
