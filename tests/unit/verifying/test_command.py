"""The command line: exit codes, what is printed, and that nothing crashes into "tampered"."""

import base64
import json
import subprocess
import sys
from pathlib import Path

import pytest

from lacre.cli.main import main
from lacre.cli.verify import _moment
from lacre.model.moment import to_text
from tests.unit.verifying.archives import (
    BEGIN,
    KEY,
    RECEIPT_PUBLIC,
    Sealed,
    private_key,
    receipt_of,
    sealed,
    signed_checkpoint,
    with_header,
    write_directory,
    write_zip,
)

VKEY, RECEIPTS = KEY.encode(), base64.b64encode(RECEIPT_PUBLIC).decode()


@pytest.fixture
def archive() -> Sealed:
    return sealed(3, 5)


@pytest.fixture
def copy(archive: Sealed, tmp_path: Path) -> Path:
    return write_directory(archive, tmp_path / "copy")


def test_verified_is_0(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(copy), "--key", VKEY, "--receipt-key", RECEIPTS]) == 0
    printed = capsys.readouterr().out
    assert printed.splitlines()[-1] == "VERIFIED (exit 0)"
    assert "whether the log was cut off at its end" in printed


def test_tampered_is_1_and_names_the_leaf(archive: Sealed, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edited = with_header(archive.events[5], entity_id="another")
    archive.rewrite(3, [*archive.events[3:5], edited, *archive.events[6:]])
    path = write_zip(archive, tmp_path / "copy.zip")
    assert main(["verify", str(path), "--key", VKEY]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "TAMPERED (exit 1): first bad leaf 5"


@pytest.mark.parametrize("place", ["empty", "absent", "file"])
def test_what_is_no_archive_is_2(tmp_path: Path, place: str, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_bytes(b"x")
    assert main(["verify", str(tmp_path / place), "--key", VKEY]) == 2
    assert capsys.readouterr().out.splitlines()[-1] == "CANNOT CONCLUDE (exit 2)"


def test_json_is_for_machines(archive: Sealed, copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    event_id = archive.events[4].event.header.id
    assert main(["verify", str(copy), "--key", VKEY, "--json", "--event", event_id, "--deep"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["verdict"], report["exit_code"], report["first_bad_leaf"]) == ("verified", 0, None)
    assert report["checked"]["leaves"] == 8
    assert report["checked"]["root"] == base64.b64encode(archive.root()).decode()
    assert "leaf 4" in report["answers"][0]


def test_all_that_an_auditor_can_bring(archive: Sealed, copy: Path, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(VKEY + "\n")
    (tmp_path / "kept").write_bytes(signed_checkpoint(6, archive.root(6)))
    brought = ["--key", f"@{tmp_path / 'key'}", "--receipt-key", RECEIPTS, "--checkpoint", str(tmp_path / "kept")]
    brought += ["--receipt", archive.events[2].receipt, "--not-older-than", "10", "--as-of", to_text(BEGIN + 60_000)]
    assert main(["verify", str(copy), *brought]) == 0
    assert main(["verify", str(copy), *brought, "--as-of", to_text(BEGIN + 10_000_000)]) == 2


def test_a_time_needs_its_offset() -> None:
    assert _moment("2026-11-22T09:30:00Z") == _moment("2026-11-22T10:30:00+01:00")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["verify"],
        ["verify", ".", "--key", "no key"],
        ["verify", ".", "--key", "@absent"],
        ["verify", ".", "--key", VKEY, "--receipt-key", "c2hvcnQ="],
        ["verify", ".", "--key", VKEY, "--as-of", "2026-11-22T09:30:00"],
    ],
)
def test_what_cannot_be_understood_is_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exited:
        main(arguments)
    assert exited.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_evidence_that_cannot_be_used_is_2(archive: Sealed, copy: Path, tmp_path: Path) -> None:
    forged = receipt_of(archive.events[2].event, root=private_key("a forger"))
    assert main(["verify", str(copy), "--key", VKEY, "--receipt", archive.events[2].receipt]) == 2
    assert main(["verify", str(copy), "--key", VKEY, "--receipt-key", RECEIPTS, "--receipt", forged]) == 2
    assert main(["verify", str(copy), "--key", VKEY, "--checkpoint", str(tmp_path / "absent")]) == 2


def test_a_crash_never_reads_as_tampered(
    copy: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def crash(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("lacre.cli.verify.verify_archive", crash)
    assert main(["verify", str(copy), "--key", VKEY]) == 2
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_receipt_read(archive: Sealed, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["receipt", "read", archive.events[0].receipt, "--receipt-key", RECEIPTS]) == 0
    printed = capsys.readouterr().out
    assert archive.events[0].event.header.id in printed
    assert to_text(BEGIN + 60_000) in printed
    assert main(["receipt", "read", archive.events[0].receipt[:-1], "--receipt-key", RECEIPTS]) == 2
    assert main(["receipt", "read", "garbage", "--receipt-key", RECEIPTS]) == 2
    forged = receipt_of(archive.events[0].event, root=private_key("a forger"))
    assert main(["receipt", "read", forged, "--receipt-key", RECEIPTS]) == 1


def test_a_build_that_died_is_told_of(copy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "log.part").mkdir()
    assert main(["log", "build", str(copy), "--to", str(tmp_path / "log"), "--key", VKEY]) == 2
    assert "log.part is there: another build is at work, or one that died left it; then delete it" in (
        capsys.readouterr().err
    )


def test_verifying_needs_no_aws_and_no_network(copy: Path) -> None:
    program = (
        "import socket, sys\n"
        "def refuse(*_: object) -> None: raise AssertionError('the network was asked')\n"
        "socket.socket.connect = refuse\n"
        "from lacre.cli.main import main\n"
        "code = main(sys.argv[1:])\n"
        "assert not {'boto3', 'botocore', 'fastapi'} & set(sys.modules)\n"
        "sys.exit(code)\n"
    )
    arguments = [sys.executable, "-c", program, "verify", str(copy), "--key", VKEY]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
