"""A damaged public log is put right from the archive, or not gone on from; no lost head is replaced."""

from collections.abc import Callable

import pytest

from lacre.ports.sealing import CHECKPOINT, Head
from lacre.sealing.beginning import LostHeadError
from lacre.sealing.edge import IncompleteLogError
from lacre.tlog.batch import encode_batch
from tests.fakes.drafts import events
from tests.fakes.sealing import MemorySealing
from tests.unit.sealing.wholeness import check_whole, ids

SOME = list(events(620))
CUTS = (3, 250, 255, 256, 260, 300, 515)


def sealed(upto: int) -> MemorySealing:
    log, low = MemorySealing(), 0
    for high in [cut for cut in CUTS if cut < upto] + [upto]:
        log.sealer().seal(SOME[low:high])
        low = high
    return log


def held_at(size: int) -> list[str]:
    """The partial tiles and the partial bundle that a tree of a size between 256 and 768 is gone on from."""
    tile, width = divmod(size, 256)
    return [f"tile/0/{tile:03d}.p/{width}", f"tile/1/000.p/{tile}", f"tile/entries/{tile:03d}.p/{width}"]


ZEROS = b"\x00" * 32
SPOILED: dict[str, Callable[[bytes], bytes | None]] = {
    "absent": lambda _: None,
    "empty": lambda _: b"",
    "zeros": lambda content: bytes(len(content)),
    "cut off": lambda content: content[:-1],
    "longer": lambda content: content + ZEROS,
    "one bit": lambda content: content[:-1] + bytes([content[-1] ^ 1]),
}


@pytest.mark.parametrize("damage", SPOILED)
@pytest.mark.parametrize("path", held_at(515))
def test_damaged_edges_are_rebuilt_and_sealing_goes_on_with_the_right_bytes(path: str, damage: str) -> None:
    log, whole = sealed(515), sealed(620)
    log.log.damage(path, SPOILED[damage](log.log.objects[path]))
    log.sealer().seal(SOME[515:])
    assert log.repaired == [path]
    assert log.log.objects == whole.log.objects
    check_whole(log, ids(SOME))


def test_all_of_the_edge_at_once_among_candidates_that_lost() -> None:
    log, whole = sealed(515), sealed(620)
    for path in held_at(515):
        log.log.damage(path, None)
    for start, low, high in ((300, 300, 302), (300, 400, 420), (510, 0, 5)):
        orphan = encode_batch(start, SOME[low:high])
        log.archive.objects[orphan.name] = orphan.content
    log.archive.objects[f"batches/{400:020d}-{'0' * 64}.ndjson.gz"] = b"no batch at all"
    log.archive.objects["batches/other"] = b""
    log.sealer().seal(SOME[515:])
    assert log.repaired == held_at(515)
    assert log.log.objects == whole.log.objects


def test_an_undamaged_log_is_not_repaired() -> None:
    assert sealed(620).repaired == []


def test_an_edge_that_cannot_be_rebuilt_stops_the_log() -> None:
    """The upper partial tile and a full one below it: nothing near the edge shows what they held."""
    log = sealed(515)
    signed = log.log.objects[CHECKPOINT]
    log.log.damage("tile/1/000.p/2", None)
    log.log.damage("tile/0/000", bytes(256 * 32))
    with pytest.raises(IncompleteLogError):
        log.sealer().seal(SOME[515:])
    assert log.log.objects[CHECKPOINT] == signed
    log.log.damage("tile/0/000", None)
    with pytest.raises(IncompleteLogError):
        log.sealer().finish()


def test_without_its_batches_a_damaged_edge_stops_the_log() -> None:
    log = sealed(515)
    log.log.damage("tile/0/002.p/3", None)
    for name in [name for name in log.archive.objects if name.startswith("batches/")]:
        if int(name.split("/")[1][:20]) == 300:
            del log.archive.objects[name]
    with pytest.raises(IncompleteLogError):
        log.sealer().seal(SOME[515:])


@pytest.mark.parametrize("head", [Head(), "older"])
def test_a_lost_head_signs_nothing(head: Head | str) -> None:
    log = sealed(300)
    before = dict(log.log.objects), dict(log.archive.objects)
    log.heads.head = sealed(255).heads.head if head == "older" else Head()
    log.leaves.rows.clear()
    for attempt in (lambda: log.sealer().seal(SOME[:300]), lambda: log.sealer().finish()):
        with pytest.raises(LostHeadError):
            attempt()
    assert (log.log.objects, log.archive.objects) == before


@pytest.mark.parametrize("checkpoint", [None, b"", b"garbage", b"a\n-1\nb\n", b"a\n1e3\nb\n", "a\n٣\nb\n".encode()])
def test_a_lost_head_shows_in_the_archive_when_the_checkpoint_is_gone_too(checkpoint: bytes | None) -> None:
    log = sealed(300)
    log.log.damage(CHECKPOINT, checkpoint)
    log.heads.head = Head()
    with pytest.raises(LostHeadError):
        log.sealer().seal(SOME[:300])


@pytest.mark.parametrize("checkpoint", [None, b"", b"garbage"])
def test_a_damaged_checkpoint_is_written_again(checkpoint: bytes | None) -> None:
    log = sealed(300)
    log.log.damage(CHECKPOINT, checkpoint)
    log.sealer().seal(SOME[300:310])
    assert log.repaired == [CHECKPOINT]
    check_whole(log, ids(SOME[:310]))
