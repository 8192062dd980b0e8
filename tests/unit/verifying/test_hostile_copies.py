"""Copies that are made to hurt the verifier: it must end, in little memory, with a verdict that is not 0."""

import gzip
import hashlib
import os
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from lacre.tlog.batch import MAXIMUM_BYTES
from lacre.tlog.checkpoint import checkpoint_name
from lacre.verifying.archive import Report
from lacre.verifying.lines import Scope, read_batch
from lacre.verifying.questions import Question
from lacre.verifying.source import SourceError, open_copy
from lacre.verifying.verdict import Verdict
from tests.unit.verifying.archives import Sealed, sealed, write_directory, write_zip
from tests.unit.verifying.verified import messages, verify, verify_path


@pytest.fixture
def archive() -> Sealed:
    return sealed(3, 5)


def put_content(archive: Sealed, content: bytes) -> None:
    """Put bytes in the place of the last batch, under the name that they demand."""
    del archive.objects[archive.batch_name(3)]
    archive.objects[f"batches/{3:020d}-{hashlib.sha256(content).hexdigest()}.ndjson.gz"] = content


def lines_of(archive: Sealed) -> bytes:
    return gzip.decompress(archive.objects[archive.batch_name(3)])


def test_a_zip_file_verifies_like_a_directory(archive: Sealed, tmp_path: Path) -> None:
    report = verify_path(write_zip(archive, tmp_path / "copy.zip"), Question())
    assert (report.findings.verdict, report.proven.size) == (Verdict.VERIFIED, 8)


@pytest.mark.parametrize("entry", ["", "batches", "checkpoints"])
def test_an_empty_copy_concludes_nothing(tmp_path: Path, entry: str) -> None:
    (tmp_path / "copy" / entry).mkdir(parents=True)
    report = verify_path(tmp_path / "copy", Question())
    assert report.findings.verdict is Verdict.INCONCLUSIVE
    assert "nothing under batches/ and checkpoints/" in messages(report)


def test_an_empty_archive_with_a_listing_and_an_empty_zip_conclude_nothing(tmp_path: Path) -> None:
    assert verify(Sealed(), tmp_path).findings.verdict is Verdict.INCONCLUSIVE
    report = verify_path(write_zip(Sealed(), tmp_path / "copy.zip"), Question())
    assert report.findings.verdict is Verdict.INCONCLUSIVE


def test_an_empty_tree_with_a_checkpoint_concludes_nothing(tmp_path: Path) -> None:
    archive = sealed(3)
    del archive.objects[archive.batch_name(0)]
    assert verify(archive, tmp_path).findings.verdict is Verdict.INCONCLUSIVE


def test_a_wrong_prefix_concludes_nothing(archive: Sealed, tmp_path: Path) -> None:
    write_directory(archive, tmp_path / "outer" / "archive")
    assert verify_path(tmp_path / "outer", Question()).findings.verdict is Verdict.INCONCLUSIVE


def test_a_path_that_is_no_copy_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no zip file")
    for path in (tmp_path / "text", tmp_path / "absent"):
        with pytest.raises(SourceError), open_copy(path):
            pass


BAD_CONTENT: dict[str, Callable[[Sealed], bytes]] = {
    "bytes after the gzip member": lambda archive: gzip.compress(lines_of(archive), mtime=0) + b"x",
    "a second gzip member": lambda archive: gzip.compress(lines_of(archive), mtime=0) + gzip.compress(b"\n", mtime=0),
    "cut gzip": lambda archive: gzip.compress(lines_of(archive), mtime=0)[:-9],
    "no gzip": lines_of,
    "nothing": lambda _: b"",
    "cut last line": lambda archive: gzip.compress(lines_of(archive)[:-1]),
    "CRLF": lambda archive: gzip.compress(lines_of(archive).replace(b"\n", b"\r\n")),
    "blank line": lambda archive: gzip.compress(b"\n" + lines_of(archive)),
    "not JSON": lambda archive: gzip.compress(b"{]\n" + lines_of(archive)),
    "key twice": lambda archive: gzip.compress(lines_of(archive).replace(b'{"header"', b'{"header":"","header"', 1)),
    "other escapes": lambda archive: gzip.compress(lines_of(archive).replace(b"sweep", b"\\u0073weep", 1)),
    "deep nesting": lambda _: gzip.compress(b"[" * 300_000 + b"\n"),
}


@pytest.mark.parametrize("trick", BAD_CONTENT)
def test_a_batch_that_is_not_written_as_batches_are_is_tampering(archive: Sealed, tmp_path: Path, trick: str) -> None:
    put_content(archive, BAD_CONTENT[trick](archive))
    report = verify(archive, tmp_path)
    assert (report.findings.verdict, report.findings.first_bad_leaf) == (
        Verdict.TAMPERED,
        7 if "cut last" in trick else 3,
    )


@pytest.mark.parametrize("filler", [b"\n", b"x", b"0"])
def test_a_gzip_bomb_is_refused_in_bounded_memory(archive: Sealed, tmp_path: Path, filler: bytes) -> None:
    put_content(archive, gzip.compress(filler * (MAXIMUM_BYTES + 1), mtime=0))
    assert measured(archive, tmp_path).findings.verdict is Verdict.TAMPERED


def test_a_batch_of_blank_lines_is_refused_in_bounded_memory(archive: Sealed, tmp_path: Path) -> None:
    put_content(archive, gzip.compress(b"\n" * (MAXIMUM_BYTES - 1), mtime=0))
    assert measured(archive, tmp_path).findings.verdict is Verdict.TAMPERED


def test_orphans_are_forgotten_when_they_are_rejected(archive: Sealed, tmp_path: Path) -> None:
    for number in range(20):
        lines = b'{"header":"x","body":"%d","receipt":""}\n' % number * 5_000
        content = gzip.compress(lines, compresslevel=1, mtime=0)
        archive.objects[f"batches/{3:020d}-{hashlib.sha256(content).hexdigest()}.ndjson.gz"] = content
    write_directory(archive, tmp_path / "copy")
    tracemalloc.start()
    try:
        report = verify_path(tmp_path / "copy", Question())
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()
    assert (report.findings.verdict, report.proven.size, report.orphans) == (Verdict.TAMPERED, 8, 20)


def test_a_batch_that_is_not_packed_as_one_gives_no_leaves(archive: Sealed) -> None:
    content = archive.objects[archive.batch_name(3)]
    lied = content[:-4] + (1).to_bytes(4, "little")
    for bad in (lied, content + b"x", content[:-1]):
        contents = read_batch(archive.batch_name(3), bad, Scope())
        assert (contents.hashes, contents.ids) == ([], [])
    assert len(read_batch(archive.batch_name(3), content, Scope()).hashes) == 5


def measured(archive: Sealed, where: Path) -> Report:
    tracemalloc.start()
    try:
        report = verify(archive, where)
        assert tracemalloc.get_traced_memory()[1] < 4 * MAXIMUM_BYTES
    finally:
        tracemalloc.stop()
    return report


def test_a_zip_bomb_is_refused(archive: Sealed, tmp_path: Path) -> None:
    archive.objects[checkpoint_name(9)] = bytes(100_000_000)
    with zipfile.ZipFile(tmp_path / "copy.zip", "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in archive.objects.items():
            target.writestr(name, content)
    report = verify_path(tmp_path / "copy.zip", Question())
    assert report.findings.verdict is Verdict.INCONCLUSIVE
    assert "is larger than" in messages(report)


@pytest.mark.parametrize("name", ["../outside", "batches/../../outside", "/etc/outside", "batches\\..\\outside"])
def test_a_name_that_leads_out_of_the_zip_is_refused(archive: Sealed, tmp_path: Path, name: str) -> None:
    path = write_zip(archive, tmp_path / "copy.zip")
    with zipfile.ZipFile(path, "a") as target:
        target.writestr(name, b"x")
    with pytest.raises(SourceError, match="leads out of it"), open_copy(path):
        pass
    assert not (tmp_path / "outside").exists()


def test_a_link_in_a_zip_is_refused(archive: Sealed, tmp_path: Path) -> None:
    path = write_zip(archive, tmp_path / "copy.zip")
    link = zipfile.ZipInfo("checkpoints/link")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "a") as target:
        target.writestr(link, "/etc/hostname")
    with pytest.raises(SourceError), open_copy(path):
        pass


def test_one_name_twice_in_a_zip_is_refused(archive: Sealed, tmp_path: Path) -> None:
    path = write_zip(archive, tmp_path / "copy.zip")
    with zipfile.ZipFile(path, "a") as target, pytest.warns(UserWarning, match="Duplicate name"):
        target.writestr(checkpoint_name(8), b"another")
    with pytest.raises(SourceError, match="one name twice"), open_copy(path):
        pass


def test_a_damaged_zip_member_concludes_nothing(archive: Sealed, tmp_path: Path) -> None:
    path = write_zip(archive, tmp_path / "copy.zip")
    content = bytearray(path.read_bytes())
    content[content.index(b"lacre.example.com")] ^= 1
    path.write_bytes(content)
    assert verify_path(path, Question()).findings.verdict is Verdict.INCONCLUSIVE


def test_links_in_a_directory_are_not_followed(archive: Sealed, tmp_path: Path) -> None:
    root = write_directory(archive, tmp_path / "copy")
    target = root / checkpoint_name(8)
    target.rename(tmp_path / "elsewhere")
    target.symlink_to(tmp_path / "elsewhere")
    report = verify_path(root, Question())
    assert report.findings.verdict is Verdict.INCONCLUSIVE
    assert "symbolic link" in messages(report)


def test_a_linked_folder_is_not_followed(archive: Sealed, tmp_path: Path) -> None:
    root = write_directory(archive, tmp_path / "copy")
    (root / "batches").rename(tmp_path / "elsewhere")
    (root / "batches").symlink_to(tmp_path / "elsewhere")
    assert verify_path(root, Question()).findings.verdict is Verdict.INCONCLUSIVE


def test_a_linked_or_piped_listing_is_not_read(archive: Sealed, tmp_path: Path) -> None:
    root = write_directory(archive, tmp_path / "copy")
    (root / "versions.json").rename(tmp_path / "elsewhere")
    (root / "versions.json").symlink_to(tmp_path / "elsewhere")
    assert verify_path(root, Question()).findings.verdict is Verdict.INCONCLUSIVE
    (root / "versions.json").unlink()
    os.mkfifo(root / "versions.json")
    assert verify_path(root, Question()).findings.verdict is Verdict.INCONCLUSIVE


def test_files_that_are_not_the_logs_are_counted_and_not_judged(archive: Sealed, tmp_path: Path) -> None:
    root = write_directory(archive, tmp_path / "copy")
    (root / "batches" / ".DS_Store").write_bytes(b"x")
    (root / "checkpoints" / "000\n8").write_bytes(b"x")
    report = verify_path(root, Question())
    assert (report.findings.verdict, report.other_objects) == (Verdict.VERIFIED, 2)


def test_very_many_findings_are_counted(tmp_path: Path) -> None:
    archive = sealed(*[1] * 150)
    listing = archive.listing()
    listing["DeleteMarkers"] += [{"Key": name} for name in archive.objects]
    report = verify(archive, tmp_path, listing=listing)
    assert (len(report.findings.kept), report.findings.omitted, report.findings.first_bad_leaf) == (100, 200, 0)
