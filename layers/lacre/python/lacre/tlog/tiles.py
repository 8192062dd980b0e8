"""C2SP tlog-tiles (https://c2sp.org/tlog-tiles): paths, and what a growth of the tree adds to which tile."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lacre.tlog.frontier import extended, root_hash
from lacre.tlog.hashing import HASH_BYTES

WIDTH = 256
HEIGHT = 8

ReadTile = Callable[[str], bytes]


@dataclass(frozen=True)
class Resource:
    """One object of the public log: its path below the prefix, and its bytes."""

    path: str
    content: bytes


@dataclass(frozen=True)
class Place:
    """A tile: where it stands, and how many hashes it holds."""

    level: int
    index: int
    width: int

    @property
    def path(self) -> str:
        return tile_path(self.level, self.index, self.width)


def tile_path(level: int, index: int, width: int = WIDTH) -> str:
    """Where the tile of `width` hashes lies; a partial tile has its width in the path."""
    return f"tile/{level}/{_number(index)}{_partial(width)}"


def bundle_path(index: int, width: int = WIDTH) -> str:
    """Where the bundle of the entries index*256 to index*256 + width - 1 lies."""
    return f"tile/entries/{_number(index)}{_partial(width)}"


def partial_tiles(size: int) -> list[Place]:
    """The partial tiles of a tree of `size` leaves, the lowest first: what its growth goes on from."""
    levels = range(0, (size.bit_length() + HEIGHT - 1) // HEIGHT)
    places = [Place(level, *divmod(size >> (level * HEIGHT), WIDTH)) for level in levels]
    return [place for place in places if place.width]


def frontier_of(tiles: Sequence[bytes]) -> tuple[bytes, ...]:
    """The frontier of the tree whose partial tiles, the lowest first, have these contents."""
    return tuple(root for content in reversed(tiles) for root in _frontier(content))


def entries_of(bundle: bytes) -> list[bytes]:
    """The entries of a bundle. Raises ValueError for one that is cut off."""
    entries, at = [], 0
    while at < len(bundle):
        begin = at + 2
        at = begin + int.from_bytes(bundle[at:begin], "big")
        entries.append(bundle[begin:at])
    if at != len(bundle):
        raise ValueError("the bundle is cut off")
    return entries


def grown_tiles(size: int, leaf_hashes: Sequence[bytes], read: ReadTile) -> Iterator[Resource]:
    """The tiles, full and partial, that appending leaves to a tree of `size` leaves makes.

    `read` gives the stored bytes of the partial tile that is gone on from.
    """
    level, start, hashes = 0, size, list(leaf_hashes)
    while hashes:
        held = start % WIDTH
        known = read(tile_path(level, start // WIDTH, held)) if held else b""
        content, first = known + b"".join(hashes), start // WIDTH
        parents = []
        for offset in range(0, len(content), WIDTH * HASH_BYTES):
            chunk = content[offset : offset + WIDTH * HASH_BYTES]
            width = len(chunk) // HASH_BYTES
            yield Resource(tile_path(level, first + offset // (WIDTH * HASH_BYTES), width), chunk)
            if width == WIDTH:
                parents.append(tile_root(chunk))
        level, start, hashes = level + 1, first, parents


def grown_bundles(size: int, entries: Sequence[bytes], read: ReadTile) -> Iterator[Resource]:
    """The entry bundles that appending entries makes; each entry follows its length in two bytes, big-endian."""
    index, held = divmod(size, WIDTH)
    content = read(bundle_path(index, held)) if held else b""
    for entry in entries:
        content += len(entry).to_bytes(2, "big") + entry
        held += 1
        if held == WIDTH:
            yield Resource(bundle_path(index), content)
            index, held, content = index + 1, 0, b""
    if held:
        yield Resource(bundle_path(index, held), content)


def node_reader(size: int, read: ReadTile) -> Callable[[int, int], bytes]:
    """How proofs read the hash of the subtree at (level, index) out of the tiles of a tree of `size` leaves."""
    cache: dict[str, bytes] = {}

    def node_at(level: int, index: int) -> bytes:
        tile_level, below = divmod(level, HEIGHT)
        first = index << below
        tile, offset = divmod(first, WIDTH)
        held = size >> (tile_level * HEIGHT)
        path = tile_path(tile_level, tile, min(WIDTH, held - tile * WIDTH))
        if path not in cache:
            cache[path] = read(path)
        content = cache[path][offset * HASH_BYTES : (offset + (1 << below)) * HASH_BYTES]
        return tile_root(content)

    return node_at


def tile_root(content: bytes) -> bytes:
    """The root of the tree of a tile's hashes: of a full tile, a hash of the tile above."""
    return root_hash(_frontier(content))


def _frontier(content: bytes) -> tuple[bytes, ...]:
    return extended(0, (), (content[at : at + HASH_BYTES] for at in range(0, len(content), HASH_BYTES)))[1]


def _number(index: int) -> str:
    groups = [f"{index % 1000:03d}"]
    while index >= 1000:
        index //= 1000
        groups.insert(0, f"x{index % 1000:03d}")
    return "/".join(groups)


def _partial(width: int) -> str:
    return "" if width == WIDTH else f".p/{width}"
