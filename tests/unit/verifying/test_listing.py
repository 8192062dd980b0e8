"""The bucket's version listing: overwritten, deleted, missing, unlisted."""

import json
import tracemalloc
from contextlib import nullcontext
from pathlib import Path

import pytest

from lacre.tlog.batch import encode_batch
from lacre.tlog.checkpoint import checkpoint_name
from lacre.verifying.listing import ListingError, load_listing
from lacre.verifying.listing_text import keys_of
from lacre.verifying.questions import Question
from lacre.verifying.source import DirectoryCopy
from lacre.verifying.verdict import Verdict
from tests.unit.verifying.archives import Sealed, sealed, write_directory
from tests.unit.verifying.verified import messages, verify, verify_path


@pytest.fixture
def archive() -> Sealed:
    return sealed(3, 5, 2)


def test_without_a_listing_nothing_is_concluded(archive: Sealed, tmp_path: Path) -> None:
    root = write_directory(archive, tmp_path / "copy")
    (root / "versions.json").unlink()
    report = verify_path(root, Question())
    assert (report.findings.verdict, report.proven.size) == (Verdict.INCONCLUSIVE, 10)


def test_tampering_outweighs_a_missing_listing(archive: Sealed, tmp_path: Path) -> None:
    archive.rewrite(3, archive.events[4:8])
    root = write_directory(archive, tmp_path / "copy")
    (root / "versions.json").unlink()
    assert verify_path(root, Question()).findings.verdict is Verdict.TAMPERED


@pytest.mark.parametrize(
    "content",
    [
        *(b'{"Versions": [{"Key": "a"}]} x', b'{"Versions": [{"Key": "a"},]}', b'{"Versions": [],}', b'{"Versions"'),
        *(b'{"Versions": [{"Key": "a"}', b'{"Versions": "a"}', b"{}{}", b"{1: []}", b'{"x": "' + b"a" * 70_000 + b'"}'),
        *(
            b"",
            b"[]",
            b'{"Versions": [{}]}',
            b'{"Versions": [{"Key": 1}]}',
            b"[" * 100_000,
            b"\xff",
            b'{"Versions": 1}',
        ),
    ],
)
def test_a_listing_that_is_none_concludes_nothing(archive: Sealed, tmp_path: Path, content: bytes) -> None:
    root = write_directory(archive, tmp_path / "copy")
    (root / "versions.json").write_bytes(content)
    report = verify_path(root, Question())
    assert report.findings.verdict is Verdict.INCONCLUSIVE
    assert "versions.json is not a version listing" in messages(report)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("indent", [None, 4])
def test_a_long_listing_of_a_foreign_tool_is_read_whole(encoding: str, indent: int | None) -> None:
    names = [f"é/{number}" for number in range(30_000)]
    listing = {"Prefix": None, "Versions": [{"Key": name, "Size": 1} for name in names], "DeleteMarkers": None}
    text = json.dumps(listing, indent=indent, ensure_ascii=False)
    assert list(keys_of(text.encode(encoding))) == [("Versions", name) for name in names]


@pytest.mark.parametrize("bomb", [b"[],", b'{"Key":""},', b"[" * 300 + b"]" * 300 + b","])
@pytest.mark.parametrize("where", [b"Versions", b"Other"])
def test_a_hostile_listing_takes_little_more_memory_than_its_text(tmp_path: Path, bomb: bytes, where: bytes) -> None:
    megabytes = 1
    content = b'{"%s":[' % where + bomb * (megabytes * 2**20 // len(bomb))
    (tmp_path / "versions.json").write_bytes(content.rstrip(b",") + b"]}")
    tracemalloc.start()
    try:
        with pytest.raises(ListingError) if bomb != b'{"Key":""},' or where == b"Other" else nullcontext():
            load_listing(DirectoryCopy(tmp_path))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 4 * megabytes * 2**20


def test_a_delete_marker_is_tampering(archive: Sealed, tmp_path: Path) -> None:
    listing = archive.listing()
    listing["DeleteMarkers"].append({"Key": archive.batch_name(3), "VersionId": "2", "IsLatest": True})
    report = verify(archive, tmp_path, listing=listing)
    assert (report.findings.verdict, report.findings.first_bad_leaf) == (Verdict.TAMPERED, 3)


def test_a_delete_marker_on_a_checkpoint_is_tampering(archive: Sealed, tmp_path: Path) -> None:
    listing = archive.listing()
    listing["DeleteMarkers"].append({"Key": checkpoint_name(8), "VersionId": "2", "IsLatest": True})
    report = verify(archive, tmp_path, listing=listing)
    assert (report.findings.verdict, report.findings.first_bad_leaf) == (Verdict.TAMPERED, None)


def test_a_second_version_is_tampering(archive: Sealed, tmp_path: Path) -> None:
    listing = archive.listing()
    listing["Versions"].append({"Key": archive.batch_name(8), "VersionId": "2", "IsLatest": False})
    report = verify(archive, tmp_path, listing=listing)
    assert (report.findings.verdict, report.findings.first_bad_leaf) == (Verdict.TAMPERED, 8)
    assert "has 2 versions" in messages(report)


@pytest.mark.parametrize("start", [0, 3, 8])
def test_a_listed_batch_that_was_not_copied_concludes_nothing(archive: Sealed, tmp_path: Path, start: int) -> None:
    listing = archive.listing()
    del archive.objects[archive.batch_name(start)]
    report = verify(archive, tmp_path, listing=listing)
    assert (report.findings.verdict, report.proven.size) == (Verdict.INCONCLUSIVE, start)
    assert "is listed and not in the copy" in messages(report)


def test_an_orphan_in_the_place_of_a_batch_that_was_not_copied_concludes_nothing(
    archive: Sealed, tmp_path: Path
) -> None:
    archive.put(encode_batch(3, archive.events[3:5]))
    listing = archive.listing()
    del archive.objects[encode_batch(3, archive.events[3:8]).name]
    assert verify(archive, tmp_path, listing=listing).findings.verdict is Verdict.INCONCLUSIVE


@pytest.mark.parametrize("rows", [slice(3, 7), slice(4, 8)])
def test_an_unlisted_batch_in_the_place_of_a_listed_one_is_tampering(
    archive: Sealed, tmp_path: Path, rows: slice
) -> None:
    # Somebody deleted a row in the copy, named the batch anew, and left the listing as it was.
    listing = archive.listing()
    archive.rewrite(3, archive.events[rows])
    report = verify(archive, tmp_path, listing=listing)
    assert (report.findings.verdict, report.findings.first_bad_leaf) == (Verdict.TAMPERED, 3)


def test_a_listed_checkpoint_that_was_not_copied_concludes_nothing(archive: Sealed, tmp_path: Path) -> None:
    listing = archive.listing()
    del archive.objects[checkpoint_name(8)]
    report = verify(archive, tmp_path, listing=listing)
    assert (report.findings.verdict, report.proven.size) == (Verdict.INCONCLUSIVE, 10)


def test_an_object_that_is_not_listed_concludes_nothing(archive: Sealed, tmp_path: Path) -> None:
    listing = archive.listing()
    listing["Versions"] = [one for one in listing["Versions"] if one["Key"] != checkpoint_name(8)]
    assert verify(archive, tmp_path, listing=listing).findings.verdict is Verdict.INCONCLUSIVE


def test_objects_that_are_not_the_logs_may_have_any_history(archive: Sealed, tmp_path: Path) -> None:
    listing = archive.listing()
    listing["Versions"] += [{"Key": "lock-probe"}, {"Key": "lock-probe"}]
    listing["DeleteMarkers"].append({"Key": "lock-probe"})
    assert verify(archive, tmp_path, listing=listing).findings.verdict is Verdict.VERIFIED
