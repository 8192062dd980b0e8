"""What a report says of what was not checked: no more and no less than what a verdict leaves open."""

import json
from pathlib import Path
from typing import Any

import pytest

from lacre.cli.main import main
from tests.unit.verifying.archives import (
    KEY,
    Sealed,
    make_event,
    private_key,
    sealed,
    signed_checkpoint,
    with_body,
    with_header,
    write_directory,
)
from tests.unit.verifying.exported import export
from tests.unit.verifying.proof_files import evidence, two_checkpoints
from tests.unit.verifying.reported import WITNESS, cosign_checkpoint, export_options, told

ANY = "whether the log was cut off at its end: no --checkpoint that you kept"
OF_FILES = "whether this key was in force at that size: only a copy of the archive shows it"


@pytest.fixture
def archive() -> Sealed:
    return sealed(3, 5, 2)


def cut(report: Any) -> list[str]:
    return [one for one in report["not_checked"] if "cut off" in one]


def after(size: int) -> str:
    return f"whether anything after leaf {size - 1} was cut off: no larger checkpoint was kept"


def keep(folder: Path, size: int, root: bytes) -> list[str]:
    (folder / f"kept-{size}").write_bytes(signed_checkpoint(size, root))
    return ["--checkpoint", str(folder / f"kept-{size}")]


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [((), [ANY]), ((0,), [ANY]), ((3,), [after(3)]), ((9, 4), [after(9)]), ((10,), []), ((4, 10), [])],
)
def test_only_a_kept_checkpoint_that_is_not_smaller_shows_the_end(
    archive: Sealed, tmp_path: Path, sizes: tuple[int, ...], expected: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_directory(archive, tmp_path / "copy")
    options = [word for size in sizes for word in keep(tmp_path, size, archive.root(size))]
    report = told(root, *options, capsys=capsys)
    assert (report["verdict"], cut(report)) == ("verified", expected)


def test_a_kept_checkpoint_that_could_not_be_opened_shows_nothing(
    archive: Sealed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_directory(archive, tmp_path / "copy")
    (tmp_path / "foreign").write_bytes(signed_checkpoint(10, archive.root(), private_key("foreign")))
    assert cut(told(root, "--checkpoint", str(tmp_path / "foreign"), capsys=capsys)) == [ANY]


@pytest.mark.parametrize(("size", "kept"), [(3, 0), (3, 8), (10, 8)])
def test_cosignatures_of_the_copy_itself_do_not_show_its_end(
    archive: Sealed, tmp_path: Path, size: int, kept: int, capsys: pytest.CaptureFixture[str]
) -> None:
    cosign_checkpoint(archive, size)
    root = write_directory(archive, tmp_path / "copy")
    options = keep(tmp_path, kept, archive.root(kept))
    for asked in ([], ["--witness", WITNESS.encode()]):
        assert cut(told(root, *asked, *options, capsys=capsys)) == [after(kept) if kept else ANY]


def test_a_file_does_not_show_whether_its_key_was_in_force(
    archive: Sealed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "evidence.json").write_text(json.dumps(evidence(archive, 4)))
    (tmp_path / "consistency.json").write_text(json.dumps(two_checkpoints(archive, 3, 8)))
    of_evidence = told(tmp_path / "evidence.json", capsys=capsys)["not_checked"]
    of_consistency = told(tmp_path / "consistency.json", capsys=capsys)["not_checked"]
    assert OF_FILES in of_evidence
    assert OF_FILES in of_consistency
    assert any("receipts" in one for one in of_evidence)
    assert not any("receipts" in one for one in of_consistency)


@pytest.mark.parametrize(("size", "beyond"), [(8, ["leaves 8 to 9: the export is of a smaller tree"]), (10, [])])
def test_an_export_says_nothing_of_the_leaves_after_its_tree(
    archive: Sealed, tmp_path: Path, size: int, beyond: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_directory(archive, tmp_path / "copy")
    report = told(root, *export_options(export(archive, size=size), tmp_path), capsys=capsys)
    assert report["verdict"] == "verified"
    assert [one for one in report["not_checked"] if "smaller tree" in one] == beyond
    assert any("compare with what you asked for" in one for one in report["answers"])


def test_where_nothing_was_looked_at_only_the_reason_and_the_verdict_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["verify", str(tmp_path), "--key", KEY.encode(), "--as-of", "2026-11-22T09:30:00Z"]
    assert main(arguments) == 2
    found, reason, verdict = capsys.readouterr().out.splitlines()
    assert (found, verdict) == ("Found", "CANNOT CONCLUDE (exit 2)")
    assert "--not-older-than" in reason


def test_of_nothing_proven_neither_root_nor_time_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    report = told(tmp_path / "empty", capsys=capsys)
    assert (report["checked"]["root"], report["checked"]["newest_event"]) == (None, None)
    assert "leaves from 0 on" in report["not_checked"]


@pytest.mark.parametrize(("bad", "is_in_range"), [(0, True), (9, False)])
def test_a_range_is_not_blamed_for_what_is_outside_it(
    archive: Sealed, tmp_path: Path, bad: int, *, is_in_range: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    change = with_body(archive.events[bad], b"{}") if is_in_range else with_header(archive.events[bad], action="X")
    start, end = (0, 3) if is_in_range else (8, 10)
    archive.events[bad] = change
    archive.rewrite(start, archive.events[start:end])
    report = told(write_directory(archive, tmp_path / "copy"), "--leaves", "0-1", capsys=capsys)
    assert report["verdict"] == "tampered"
    assert ("some of it is bad" in report["answers"][0]) is is_in_range


def test_an_event_is_asked_for_in_any_case_of_letters(
    archive: Sealed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    event = archive.events[4].event.header.id
    report = told(write_directory(archive, tmp_path / "copy"), "--event", event.upper(), capsys=capsys)
    assert (report["verdict"], "leaf 4" in report["answers"][0]) == ("verified", True)


@pytest.mark.parametrize(
    "options",
    [
        ["--event", "\x1b[2Jx"],
        ["--event", make_event(1).header.id[:-1]],
        ["--not-older-than", "nan"],
        ["--not-older-than", "inf"],
        ["--not-older-than=-1"],
        ["--not-older-than", "\x1b[2Jx"],
        ["--not-older-than", "5", "--as-of", "\x1b[2Jx"],
        ["--not-older-than", "5", "--as-of", "0001-01-01T00:00:00Z"],
    ],
)
def test_what_means_nothing_is_refused_in_a_sentence(
    tmp_path: Path, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as exited:
        main(["verify", str(tmp_path), "--key", KEY.encode(), *options])
    printed = capsys.readouterr().err
    assert exited.value.code == 2
    assert "\x1b" not in printed
    assert "invalid" not in printed


def test_columns_are_aligned(archive: Sealed, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cosign_checkpoint(archive, 10)
    root = write_directory(archive, tmp_path / "copy")
    options = ["--receipt-key", "A" * 43 + "=", "--deep", "--not-older-than", "5", "--as-of", "2026-11-22T09:30:00Z"]
    main(["verify", str(root), "--key", KEY.encode(), "--witness", WITNESS.encode(), *options])
    lines = capsys.readouterr().out.splitlines()
    rows = lines[1 : next(at for at, line in enumerate(lines) if "witness" in line) + 1]
    assert rows[-1].split(maxsplit=1)[1].startswith("witness.example.com: size 10, 20")
    width = len("  checkpoint keys  ")
    assert all(row[width - 1] == " " and row[width] != " " for row in rows)


def test_a_report_without_gaps_says_so(archive: Sealed, tmp_path: Path) -> None:
    from lacre.cli.verification import Account
    from lacre.verifying.verdict import Findings

    assert "Not checked\n  - nothing was left out\n" in Account(Findings(), {"log": "x"}, ()).as_text()
