"""Several batches at one start: candidates of lost races are harmless, and nobody hides behind one."""

import gzip
from dataclasses import replace
from pathlib import Path

import pytest

from lacre.tlog.batch import Batch, encode_batch
from lacre.tlog.checkpoint import checkpoint_name
from lacre.verifying.verdict import Verdict
from tests.unit.verifying.archives import (
    Sealed,
    receipt_of,
    receipted,
    sealed,
    with_body,
    with_header,
)
from tests.unit.verifying.verified import messages, verify

FAR_OFF = 2_000_000_000_000


@pytest.fixture
def archive() -> Sealed:
    return sealed(3, 5, 1, 8)


@pytest.mark.parametrize("rows", [slice(3, 5), slice(4, 8), slice(3, 12)])
def test_the_orphan_of_a_lost_race_is_harmless(archive: Sealed, tmp_path: Path, rows: slice) -> None:
    archive.put(encode_batch(3, archive.events[rows]))
    report = verify(archive, tmp_path)
    assert (report.findings.verdict, report.orphans, report.proven.size) == (Verdict.VERIFIED, 1, 17)


def orphan_named(archive: Sealed, start: int, end: int, *, first: bool) -> Batch:
    """A candidate of the leaves [start, end), named before or after the true batch of the same start.

    What its bodies and receipts are is not part of the root, but they have to be right: one receipt is signed anew.
    """
    true = archive.batch_name(start)
    for expires_at in range(FAR_OFF, FAR_OFF + 1000):
        stored = archive.events[end - 1]
        signed_anew = replace(stored, receipt=receipt_of(stored.event, expires_at))
        batch = encode_batch(start, [*archive.events[start : end - 1], signed_anew])
        if (batch.name < true) == first:
            return batch
    raise AssertionError(true)


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize(("start", "end"), [(0, 8), (0, 9), (3, 9), (3, 17), (0, 17)])
def test_a_candidate_that_holds_several_claims_is_an_orphan(
    archive: Sealed, tmp_path: Path, start: int, end: int, *, first: bool
) -> None:
    # It leads to a signed root as well: that of the last claim in it.
    archive.put(orphan_named(archive, start, end, first=first))
    report = verify(archive, tmp_path)
    assert (report.findings.verdict, report.orphans, report.proven.size) == (Verdict.VERIFIED, 1, 17)
    assert (report.batches, messages(report)) == (4, "")


@pytest.mark.parametrize("first", [True, False])
def test_several_such_candidates_are_orphans(archive: Sealed, tmp_path: Path, *, first: bool) -> None:
    for start, end in ((0, 8), (0, 9), (3, 17), (8, 17)):
        archive.put(orphan_named(archive, start, end, first=first))
    report = verify(archive, tmp_path)
    assert (report.findings.verdict, report.orphans, report.proven.size) == (Verdict.VERIFIED, 4, 17)


@pytest.mark.parametrize(("start", "end"), [(0, 8), (0, 17), (3, 9), (3, 17)])
@pytest.mark.parametrize(
    ("is_listed", "verdict"), [(True, Verdict.INCONCLUSIVE), (False, Verdict.TAMPERED)], ids=["not copied", "removed"]
)
def test_a_candidate_of_several_claims_does_not_stand_in_for_the_first(
    archive: Sealed, tmp_path: Path, start: int, end: int, *, is_listed: bool, verdict: Verdict
) -> None:
    true = archive.batch_name(start)
    archive.put(orphan_named(archive, start, end, first=True))
    listing = archive.listing()
    del archive.objects[true]
    report = verify(archive, tmp_path, listing=listing if is_listed else None)
    assert (report.findings.verdict, report.proven.size) == (verdict, start)
    assert report.findings.first_bad_leaf == (None if is_listed else start)
    assert ("are gone" in messages(report)) != is_listed


@pytest.mark.parametrize("first", [True, False])
def test_where_a_checkpoint_was_not_copied_a_claim_ended_too(archive: Sealed, tmp_path: Path, *, first: bool) -> None:
    archive.put(orphan_named(archive, 0, 8, first=first))
    listing = archive.listing()
    del archive.objects[checkpoint_name(3)]
    report = verify(archive, tmp_path, listing=listing)
    assert (report.findings.verdict, report.orphans, report.proven.size) == (Verdict.INCONCLUSIVE, 1, 17)


@pytest.mark.parametrize("content", [b"garbage", b"", gzip.compress(b"{}\n")], ids=["no gzip", "empty", "another line"])
@pytest.mark.parametrize("digit", "0f")
def test_garbage_under_a_batch_s_name_beside_a_good_batch_is_tampering(
    archive: Sealed, tmp_path: Path, content: bytes, digit: str
) -> None:
    # Whether it was ever a candidate or not: no sealer writes it, and only its own start is named.
    archive.put(orphan_named(archive, 3, 17, first=digit == "f"))
    archive.objects[f"batches/{3:020d}-{digit * 64}.ndjson.gz"] = content
    report = verify(archive, tmp_path)
    assert (report.findings.verdict, report.findings.first_bad_leaf) == (Verdict.TAMPERED, 3)
    assert (report.orphans, report.proven.size) == (2, 17)


def test_an_edit_in_an_orphan_is_named(archive: Sealed, tmp_path: Path) -> None:
    edited = with_body(archive.events[12], b"{}")
    archive.put(encode_batch(3, [*archive.events[3:12], edited, *archive.events[13:]]))
    report = verify(archive, tmp_path)
    assert (report.findings.verdict, report.findings.first_bad_leaf) == (Verdict.TAMPERED, 12)
    assert report.proven.size == 17


def test_an_orphan_does_not_hide_an_edit(archive: Sealed, tmp_path: Path) -> None:
    archive.put(encode_batch(3, archive.events[3:5]))
    name = next(
        name for name in archive.objects if archive.objects[name] == encode_batch(3, archive.events[3:8]).content
    )
    del archive.objects[name]
    edited = with_header(archive.events[6], entity_id="another")
    archive.put(encode_batch(3, [*archive.events[3:6], edited, archive.events[7]]))
    report = verify(archive, tmp_path)
    assert (report.findings.verdict, report.findings.first_bad_leaf) == (Verdict.TAMPERED, 6)


def test_two_possible_tails_beyond_the_last_checkpoint_conclude_nothing(archive: Sealed, tmp_path: Path) -> None:
    archive.put(encode_batch(17, [receipted(17)]))
    archive.put(encode_batch(17, [receipted(17), receipted(18)]))
    report = verify(archive, tmp_path)
    assert report.findings.verdict is Verdict.INCONCLUSIVE
    assert "several batches start at leaf 17" in messages(report)


def test_a_batch_without_events_is_tampering(archive: Sealed, tmp_path: Path) -> None:
    archive.put(encode_batch(17, []))
    assert verify(archive, tmp_path).findings.first_bad_leaf == 17


def test_a_copy_of_a_batch_with_other_bodies_is_found_beside_the_true_one(archive: Sealed, tmp_path: Path) -> None:
    true: Batch = encode_batch(8, archive.events[8:9])
    assert true.name in archive.objects
    stored = archive.events[8]
    forged = encode_batch(
        8, [type(stored)(type(stored.event)(stored.event.header, stored.event.header_bytes, b"{}"), "x")]
    )
    archive.put(forged)
    report = verify(archive, tmp_path)
    assert (report.findings.verdict, report.findings.first_bad_leaf) == (Verdict.TAMPERED, 8)
