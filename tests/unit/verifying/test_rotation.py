"""Rotation of the log's keys: which checkpoint must bear whose signature, and what changes nothing."""

from pathlib import Path

import pytest

from lacre.tlog.checkpoint import checkpoint_name
from lacre.verifying.archive import Report
from lacre.verifying.questions import Question
from lacre.verifying.verdict import Verdict
from tests.unit.verifying.archives import Sealed, receipted
from tests.unit.verifying.rotations import (
    KEYS,
    manifest,
    note_of,
    publish,
    rotated_once,
    rotated_with_overlap,
    rotation,
    seal,
    seal_plain,
    seal_rotation,
)
from tests.unit.verifying.verified import messages, verify

NAMES = {key: name for name, key in KEYS.items()}


def check(archive: Sealed, where: Path, trusted: str, *kept: bytes) -> Report:
    question = Question(kept_checkpoints=kept)
    return verify(archive, where, question, keys=[KEYS[name] for name in trusted])


def shown(report: Report) -> list[tuple[int, str]]:
    return [(one.first_size, "".join(NAMES[key] for key in one.keys)) for one in report.generations]


@pytest.mark.parametrize("trusted", ["a", "ab", "ba", "aa"])
def test_the_first_key_leads_to_the_second(tmp_path: Path, trusted: str) -> None:
    report = check(rotated_once(), tmp_path, trusted)
    assert (report.findings.verdict, report.proven.size, report.checkpoints) == (Verdict.VERIFIED, 9, 4)
    assert shown(report) == [(0, "a"), (5, "b")]


@pytest.mark.parametrize("trusted", ["a", "ab", "ba"])
def test_two_steps_overlap(tmp_path: Path, trusted: str) -> None:
    report = check(rotated_with_overlap(), tmp_path, trusted)
    assert (report.findings.verdict, report.proven.size) == (Verdict.VERIFIED, 11)
    assert shown(report) == [(0, "a"), (5, "ab"), (9, "b")]


def test_with_the_new_key_alone_nothing_is_concluded(tmp_path: Path) -> None:
    report = check(rotated_once(), tmp_path, "b")
    assert report.findings.verdict is Verdict.INCONCLUSIVE
    assert "give each key that you were given" in messages(report)
    assert "no key in force signed the manifest" in report.mentions[0]


def test_a_stranger_s_key_concludes_nothing(tmp_path: Path) -> None:
    assert check(rotated_with_overlap(), tmp_path, "d").findings.verdict is Verdict.INCONCLUSIVE


@pytest.mark.parametrize("by", ["a", "b"])
def test_in_an_overlap_both_sign(tmp_path: Path, by: str) -> None:
    archive = rotated_with_overlap()
    archive.objects[checkpoint_name(7)] = note_of(7, archive.root(7), by)
    report = check(archive, tmp_path, "a")
    assert report.findings.verdict is Verdict.TAMPERED
    assert f"{checkpoint_name(7)} bears no signature" in messages(report)


def test_an_overlap_s_second_signature_must_be_right(tmp_path: Path) -> None:
    archive = rotated_with_overlap()
    first, second = (note_of(7, root, "ab").decode().splitlines(True) for root in (archive.root(7), bytes(32)))
    archive.objects[checkpoint_name(7)] = "".join([*first[:-1], second[-1]]).encode()
    report = check(archive, tmp_path, "a")
    assert report.findings.verdict is Verdict.TAMPERED
    assert "the signature is not that of the text" in messages(report)


@pytest.mark.parametrize("size", [7, 9])
def test_a_retired_key_signs_no_more(tmp_path: Path, size: int) -> None:
    archive = rotated_once()
    archive.objects[checkpoint_name(size)] = note_of(size, archive.root(size), "a")
    report = check(archive, tmp_path, "a")
    assert report.findings.verdict is Verdict.TAMPERED
    assert f"{checkpoint_name(size)} bears no signature of the key" in messages(report)


def test_a_history_that_a_retired_key_forged_is_tampering(tmp_path: Path) -> None:
    archive = rotated_once()
    archive.rewrite(7, [receipted(70), receipted(71)])
    archive.events[7:] = [receipted(70), receipted(71)]
    publish(archive, "a")
    assert check(archive, tmp_path, "a").findings.verdict is Verdict.TAMPERED


def test_a_retired_key_beside_the_new_one_does_no_harm(tmp_path: Path) -> None:
    archive = rotated_once()
    archive.objects[checkpoint_name(7)] = note_of(7, archive.root(7), "ba")
    assert check(archive, tmp_path, "a").findings.verdict is Verdict.VERIFIED


def test_the_batch_of_the_rotation_is_still_signed_by_the_old_key(tmp_path: Path) -> None:
    archive = rotated_once()
    archive.objects[checkpoint_name(5)] = note_of(5, archive.root(5), "b")
    assert check(archive, tmp_path, "ab").findings.verdict is Verdict.TAMPERED
    assert check(archive, tmp_path, "a").findings.verdict is Verdict.INCONCLUSIVE


@pytest.mark.parametrize("size", [7, 9])
def test_an_unknown_key_after_a_rotation_concludes_nothing(tmp_path: Path, size: int) -> None:
    archive = rotated_once()
    archive.objects[checkpoint_name(size)] = note_of(size, archive.root(size), "d")
    assert check(archive, tmp_path, "a").findings.verdict is Verdict.INCONCLUSIVE


def test_a_rotation_in_the_last_batch_counts_for_what_comes(tmp_path: Path) -> None:
    archive = Sealed()
    seal_plain(archive, 3, "a")
    seal_rotation(archive, "b", "a", "a")
    report = check(archive, tmp_path, "a")
    assert (report.findings.verdict, shown(report)) == (Verdict.VERIFIED, [(0, "a"), (5, "b")])


def test_a_rotation_in_the_first_batch(tmp_path: Path) -> None:
    archive = Sealed()
    seal_rotation(archive, "b", "a", "a")
    seal_plain(archive, 2, "b")
    report = check(archive, tmp_path, "a")
    assert (report.findings.verdict, shown(report)) == (Verdict.VERIFIED, [(0, "a"), (2, "b")])


def test_three_keys_one_after_the_other(tmp_path: Path) -> None:
    archive = rotated_once()
    seal_rotation(archive, "c", "b", "b")
    seal_plain(archive, 1, "c")
    report = check(archive, tmp_path, "a")
    assert (report.findings.verdict, shown(report)) == (Verdict.VERIFIED, [(0, "a"), (5, "b"), (11, "c")])
    # The middle key alone leads on, but not back.
    assert check(archive, tmp_path / "middle", "b").findings.verdict is Verdict.INCONCLUSIVE


def test_of_two_rotations_in_one_batch_the_last_counts(tmp_path: Path) -> None:
    archive = Sealed()
    seal(archive, [rotation(0, manifest("b", "a")), rotation(1, manifest("c", "a"))], "a")
    seal_plain(archive, 2, "c")
    report = check(archive, tmp_path, "a")
    assert (report.findings.verdict, shown(report)) == (Verdict.VERIFIED, [(0, "a"), (2, "c")])


@pytest.mark.parametrize("note", [manifest("d", "d"), manifest("d", "b"), "no note", ""])
def test_a_manifest_that_no_key_in_force_signed_changes_nothing_and_is_mentioned(tmp_path: Path, note: str) -> None:
    archive = Sealed()
    seal(archive, [receipted(0), rotation(1, note)], "a")
    seal_plain(archive, 2, "a")
    report = check(archive, tmp_path, "a")
    assert (report.findings.verdict, shown(report)) == (Verdict.VERIFIED, [(0, "a")])
    assert report.mentions[0].startswith("leaf 1 holds a key manifest that changes nothing")


def test_a_manifest_that_is_brought_again_changes_nothing(tmp_path: Path) -> None:
    archive = rotated_with_overlap()
    seal_rotation(archive, "ab", "a", "b")
    seal_plain(archive, 2, "b")
    report = check(archive, tmp_path, "a")
    assert (report.findings.verdict, len(report.generations)) == (Verdict.VERIFIED, 3)
    assert len(report.mentions) == 1


def test_a_forged_manifest_brings_no_forged_checkpoint_in(tmp_path: Path) -> None:
    archive = Sealed()
    seal(archive, [receipted(0), rotation(1, manifest("d", "d"))], "a")
    seal_plain(archive, 2, "d")
    assert check(archive, tmp_path, "a").findings.verdict is Verdict.INCONCLUSIVE


def test_a_rotation_whose_body_was_edited_does_not_count(tmp_path: Path) -> None:
    archive = rotated_once()
    stored = archive.events[4]
    edited = type(stored)(
        type(stored.event)(
            stored.event.header, stored.event.header_bytes, rotation(4, manifest("d", "a")).event.body_bytes
        ),
        stored.receipt,
    )
    archive.rewrite(3, [archive.events[3], edited])
    report = check(archive, tmp_path, "a")
    assert (report.findings.verdict, report.findings.first_bad_leaf) == (Verdict.TAMPERED, 4)
    assert shown(report) == [(0, "a")]


def test_without_the_checkpoint_of_the_rotation_nothing_is_concluded_and_nobody_accused(tmp_path: Path) -> None:
    archive = rotated_once()
    del archive.objects[checkpoint_name(5)]
    for trusted in ("a", "ab"):
        report = check(archive, tmp_path / trusted, trusted)
        assert report.findings.verdict is Verdict.INCONCLUSIVE
        assert f"{checkpoint_name(5)} is not in the copy" in messages(report)


def test_a_kept_checkpoint_of_either_generation_is_met(tmp_path: Path) -> None:
    archive = rotated_once()
    kept = [note_of(size, archive.root(size), by) for size, by in ((3, "a"), (4, "a"), (6, "b"), (9, "b"))]
    assert check(archive, tmp_path, "a", *kept).findings.verdict is Verdict.VERIFIED


def test_a_kept_checkpoint_of_the_new_key_shows_a_second_history(tmp_path: Path) -> None:
    archive = rotated_once()
    for size in (6, 9):
        report = check(archive, tmp_path / str(size), "a", note_of(size, bytes(32), "b"))
        assert report.findings.verdict is Verdict.TAMPERED


def test_a_kept_checkpoint_of_a_key_that_was_not_in_force_concludes_nothing(tmp_path: Path) -> None:
    archive = rotated_once()
    for by in ("a", "d"):
        report = check(archive, tmp_path / by, "a", note_of(8, archive.root(8), by))
        assert report.findings.verdict is Verdict.INCONCLUSIVE


def test_a_tail_that_was_cut_off_behind_a_rotation_shows_by_a_kept_checkpoint(tmp_path: Path) -> None:
    archive = rotated_once()
    kept = archive.objects[checkpoint_name(9)]
    for name in [archive.batch_name(5), archive.batch_name(7), checkpoint_name(7), checkpoint_name(9)]:
        del archive.objects[name]
    assert check(archive, tmp_path, "a").findings.verdict is Verdict.VERIFIED
    assert check(archive, tmp_path / "kept", "a", kept).findings.verdict is Verdict.INCONCLUSIVE
