"""A tile is fetched once; what was damaged when it was fetched is not kept once somebody found out."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from lacre.proving.damage import BrokenLogError
from lacre.proving.inclusion import Prover
from lacre.proving.kept_tiles import KEPT, KeptTiles
from tests.fakes.drafts import events
from tests.fakes.sealing import MemorySealing

POOL = ThreadPoolExecutor(4)
TILE, PARTIAL, FULL = b"x" * 8192, "tile/0/001.p/3", "tile/0/001"


@dataclass
class CountedLog:
    """A public log that counts how often each path is asked for."""

    objects: dict[str, bytes] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)

    def get(self, path: str) -> bytes | None:
        self.asked[path] += 1
        return self.objects.get(path)

    def put(self, path: str, content: bytes) -> None:
        self.objects[path] = content

    def replace_checkpoint(self, note: bytes, size: int) -> None:
        raise AssertionError("a reader does not write")

    def cosign_checkpoint(self, note: bytes, size: int) -> None:
        raise AssertionError("a reader does not write")


def test_a_tile_is_fetched_once() -> None:
    log = CountedLog({"tile/0/000": TILE, PARTIAL: TILE[:96]})
    tiles = KeptTiles(log, POOL)
    for _ in range(3):
        assert tiles.read(["tile/0/000", PARTIAL]) == {"tile/0/000": TILE, PARTIAL: TILE[:96]}
    assert log.asked == {"tile/0/000": 1, PARTIAL: 1}


def test_a_partial_tile_that_was_dropped_is_the_beginning_of_the_full_one() -> None:
    log = CountedLog({FULL: TILE})
    assert KeptTiles(log, POOL).read([PARTIAL]) == {PARTIAL: TILE}


@pytest.mark.parametrize("found", [None, b"", TILE[:95]])
def test_what_is_missing_or_cut_off_is_asked_for_again(found: bytes | None) -> None:
    log = CountedLog({} if found is None else {PARTIAL: found})
    tiles = KeptTiles(log, POOL)
    for _ in range(2):
        with pytest.raises(BrokenLogError, match="missing or cut off"):
            tiles.read([PARTIAL])
    log.put(PARTIAL, TILE[:96])
    assert tiles.read([PARTIAL]) == {PARTIAL: TILE[:96]}


def test_no_more_is_kept_than_fits() -> None:
    paths = [f"tile/0/{number:03}" for number in range(KEPT + 1)]
    log = CountedLog(dict.fromkeys(paths, TILE))
    tiles = KeptTiles(log, POOL)
    for path in (*paths, paths[-1], paths[0]):
        tiles.read([path])
    assert log.asked[paths[-1]] == 1
    assert log.asked[paths[0]] == 2


def test_a_damaged_tile_is_fetched_anew_once_a_proof_did_not_lead_to_the_root() -> None:
    sealing = MemorySealing()
    stored = events(3)
    sealing.sealer().seal(stored)
    prover = Prover(sealing.log, sealing.heads, POOL)
    leaf = sealing.leaves.rows[stored[0].event.header.id]
    [path] = [path for path in sealing.log.objects if path.startswith("tile/0/")]
    intact = sealing.log.objects[path]
    sealing.log.objects[path] = intact[:32] + bytes(64)
    damaged = prover.prove(leaf)
    sealing.log.objects[path] = intact
    repaired = prover.prove(leaf)
    assert damaged is not None
    assert repaired is not None
    assert (damaged.leads_to_root, repaired.leads_to_root) == (False, True)
