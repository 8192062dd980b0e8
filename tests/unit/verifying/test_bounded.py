"""What the auditor names on the command line is read within bounds, be it a device that does not end."""

import base64
from pathlib import Path

import pytest

from lacre.cli.bounded import TooLargeError, read_at_most
from lacre.cli.main import main
from tests.unit.verifying.archives import KEY, sealed, write_directory

ENDLESS = "/dev/zero"


def test_exactly_the_bound_is_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"12345")
    assert read_at_most(tmp_path / "file", 5) == b"12345"
    with pytest.raises(TooLargeError, match="larger than 4 bytes"):
        read_at_most(tmp_path / "file", 4)


@pytest.mark.parametrize(
    "options",
    [["--checkpoint", ENDLESS], ["--timestamp-authority", ENDLESS], ["--export", ENDLESS, "--data", ENDLESS]],
)
def test_an_endless_file_is_refused(tmp_path: Path, options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    root = write_directory(sealed(3), tmp_path / "copy")
    assert main(["verify", str(root), "--key", KEY.encode(), *options]) == 2
    assert "is larger than" in capsys.readouterr().out


@pytest.mark.parametrize("option", ["--key", "--receipt-key", "--witness", "--receipt"])
def test_an_endless_text_is_refused(tmp_path: Path, option: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exited:
        main(["verify", str(tmp_path), "--key", KEY.encode(), option, f"@{ENDLESS}"])
    assert exited.value.code == 2
    assert "is larger than" in capsys.readouterr().err


def test_an_endless_record_or_key_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["witness", "check-fork", ENDLESS, "--key", KEY.encode()]) == 2
    assert "is larger than" in capsys.readouterr().err
    large = tmp_path / "key"
    large.touch(mode=0o600)
    large.write_bytes(base64.b64encode(bytes(100_000)))
    arguments = ["--state", str(tmp_path / "state"), "--port", "0", "--log", KEY.encode()]
    assert main(["witness", "serve", "--key-file", str(large), *arguments]) == 2
    assert "is larger than" in capsys.readouterr().err
