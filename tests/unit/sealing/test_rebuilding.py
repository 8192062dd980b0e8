"""The public log and the log table, made again from a copy of the archive: the same bytes, or nothing."""

from pathlib import Path

import pytest

from lacre.cli.main import main
from lacre.ports.sealing import Head
from lacre.sealing.rebuilding import HeadAheadError, UnprovenLogError, proven_batches, restore
from lacre.tlog.batch import encode_batch, start_of
from lacre.tlog.checkpoint import Checkpoint, checkpoint_name
from tests.fakes.drafts import events
from tests.fakes.sealing import ORIGIN, MemorySealing
from tests.unit.sealing.rotating import KEYS, SIGNERS, Copied, Operator, new_log, of_last_size
from tests.unit.sealing.wholeness import check_whole, ids

SOME = list(events(620))
CUTS = (3, 250, 255, 256, 260, 300, 515, 620)
KEY = KEYS["a"]


def sealed(upto: int = 620) -> MemorySealing:
    log, low = new_log(), 0
    for high in [cut for cut in CUTS if cut < upto] + [upto]:
        log.sealer().seal(SOME[low:high])
        low = high
    return log


def files_of(path: Path) -> dict[str, bytes]:
    return {one.relative_to(path).as_posix(): one.read_bytes() for one in path.rglob("*") if one.is_file()}


def build(copy: Path, to: Path) -> int:
    return main(["log", "build", str(copy), "--key", KEY.encode(), "--to", str(to)])


@pytest.mark.parametrize("size", [1, 255, 256, 257, 300, 512, 620])
def test_the_public_log_is_built_with_the_bytes_that_sealing_wrote(tmp_path: Path, size: int) -> None:
    log = sealed(size)
    assert build(Copied(log).saved(tmp_path / "copy"), tmp_path / "log") == 0
    assert files_of(tmp_path / "log") == of_last_size(log)


def test_a_log_whose_keys_were_rotated_is_built_from_its_first_key_alone(tmp_path: Path) -> None:
    operator = Operator()
    for keys in ("ab", "b", "cb"):
        operator.rotate(keys)
    operator.deliver(SOME[:20])
    assert build(Copied(operator.log).saved(tmp_path / "copy"), tmp_path / "log") == 0
    assert files_of(tmp_path / "log") == of_last_size(operator.log)


def test_candidates_that_lost_and_garbage_lead_nowhere() -> None:
    copy = Copied(sealed())
    for start, low, high in ((0, 3, 6), (300, 400, 420), (620, 0, 5)):
        orphan = encode_batch(start, SOME[low:high])
        copy.objects[orphan.name] = orphan.content
    copy.objects[f"batches/{250:020d}-{'0' * 64}.ndjson.gz"] = b"no batch at all"
    copy.objects[f"batches/{250:020d}-{'1' * 64}.ndjson.gz"] = b""
    copy.objects["batches/other"] = b""
    *_, last = proven_batches(copy, KEY)
    assert last.head.frontier == sealed().heads.head.frontier


def test_a_candidate_that_holds_several_claims_is_none_of_them() -> None:
    """It leads to a signed root as well, and would put off what a rotation inside it brings into force."""
    operator = Operator()
    operator.rotate("b")
    operator.deliver(SOME[:5])
    stored = list(operator.trail.events.rows.values()) + SOME[:5]
    orphan = encode_batch(0, stored)
    copy = Copied(operator.log)
    copy.objects[orphan.name] = orphan.content
    *_, last = proven_batches(copy, KEY)
    assert last.head.generations == operator.log.heads.head.generations
    copy.objects = {name: one for name, one in copy.objects.items() if name == orphan.name or start_of_batch(name)}
    with pytest.raises(UnprovenLogError):
        list(proven_batches(copy, KEY))


def start_of_batch(name: str) -> bool:
    """Whether an object is a checkpoint, or a batch that does not start the log."""
    return name.startswith("checkpoints/") or start_of(name) > 0


def unsigned(size: int) -> bytes:
    return Checkpoint(ORIGIN, size, b"\x07" * 32).signed(KEYS["c"], SIGNERS["c"].sign)


@pytest.mark.parametrize("size", [3, 300, 620])
def test_a_copy_that_does_not_lead_to_its_last_checkpoint_builds_nothing(tmp_path: Path, size: int) -> None:
    def without_batch(copy: Copied) -> None:
        start = max(low for low in (0, *CUTS) if low < size)
        copy.objects = {k: v for k, v in copy.objects.items() if k[0] == "c" or start_of(k) != start}

    def without_checkpoint(copy: Copied) -> None:
        del copy.objects[checkpoint_name(size)]
        copy.objects[checkpoint_name(700)] = unsigned(700)

    def forged_checkpoint(copy: Copied) -> None:
        copy.objects[checkpoint_name(size)] = unsigned(size)

    for number, damage in enumerate((without_batch, without_checkpoint, forged_checkpoint)):
        copy = Copied(sealed())
        damage(copy)
        path = copy.saved(tmp_path / str(number))
        assert build(path, tmp_path / f"log{number}") == 2
        assert not (tmp_path / f"log{number}").exists()


def test_without_a_signed_root_nothing_is_built(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert build(tmp_path / "empty", tmp_path / "log") == 2
    assert build(tmp_path / "absent", tmp_path / "log") == 2
    copy = Copied(sealed(3))
    with pytest.raises(UnprovenLogError):
        list(proven_batches(copy, KEYS["b"]))


def test_a_directory_that_is_there_is_not_written_into(tmp_path: Path) -> None:
    copy = Copied(sealed(3)).saved(tmp_path / "copy")
    assert build(copy, tmp_path / "copy") == 2
    assert files_of(copy) == Copied(sealed(3)).objects


@pytest.mark.parametrize("lost", ["head and rows", "older", "head alone"])
def test_after_a_restored_table_sealing_goes_on_with_the_same_bytes(lost: str) -> None:
    log, whole = sealed(515), sealed()
    if lost != "head alone":
        log.leaves.rows = dict(sealed(255).leaves.rows) if lost == "older" else {}
    log.heads.head = sealed(255).heads.head if lost == "older" else Head()
    for _ in range(2):
        head = restore(log.heads, log.leaves, proven_batches(Copied(log), KEY))
        assert (head.size, head.published) == (515, 515)
    log.sealer().seal(SOME[515:])
    assert log.log.objects == whole.log.objects
    assert log.archive.objects == whole.archive.objects
    check_whole(log, ids(SOME))


def test_the_keys_are_restored_with_the_head() -> None:
    operator = Operator()
    for keys in ("ab", "b"):
        operator.rotate(keys)
    before, operator.log.heads.head = operator.log.heads.head, Head()
    operator.log.leaves.rows.clear()
    after = restore(operator.log.heads, operator.log.leaves, proven_batches(Copied(operator.log), KEY))
    assert (after.generations, after.frontier, after.began_at) == (before.generations, before.frontier, before.began_at)
    operator.rotate("bc")
    assert operator.findings() == []


def test_a_head_that_is_ahead_of_the_copy_stays() -> None:
    log, copy = sealed(), Copied(sealed(515))
    before = log.heads.head
    with pytest.raises(HeadAheadError):
        restore(log.heads, log.leaves, proven_batches(copy, KEY))
    assert log.heads.head == before


def test_a_copy_that_is_not_proven_restores_no_head() -> None:
    log, copy = new_log(), Copied(sealed())
    copy.objects[checkpoint_name(700)] = unsigned(700)
    with pytest.raises(UnprovenLogError):
        restore(log.heads, log.leaves, proven_batches(copy, KEY))
    assert log.heads.head == Head()
