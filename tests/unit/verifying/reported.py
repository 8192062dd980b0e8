"""What the command reports of a copy, as JSON; with the witness and the export that it may be asked about."""

import json
from pathlib import Path
from typing import Any

import pytest

from lacre.cli.main import main
from lacre.tlog.checkpoint import checkpoint_name
from lacre.tlog.cosignature import CosignerKey, cosign, cosigned_name
from lacre.tlog.note import VerifierKey, add_signature, split_note
from tests.unit.verifying.archives import BEGIN, KEY, Sealed, private_key, signed_checkpoint
from tests.unit.verifying.exported import Export

WITNESS_KEY = private_key("witness")
WITNESS = CosignerKey("witness.example.com", WITNESS_KEY.public_key().public_bytes_raw())


def run(path: Path, *options: str, capsys: pytest.CaptureFixture[str], key: VerifierKey = KEY) -> tuple[int, Any]:
    """Exit code and JSON report; the two must agree."""
    code = main(["verify", str(path), "--key", key.encode(), "--json", *options])
    report = json.loads(capsys.readouterr().out)
    assert report["exit_code"] == code
    return code, report


def told(path: Path, *options: str, capsys: pytest.CaptureFixture[str]) -> Any:
    return run(path, *options, capsys=capsys)[1]


def export_options(made: Export, folder: Path) -> list[str]:
    """The options that hand over an export, whose two files are written into a folder."""
    (folder / "manifest").write_bytes(made.manifest.encode())
    (folder / "data").write_bytes(made.data)
    return ["--export", str(folder / "manifest"), "--data", str(folder / "data")]


def cosign_checkpoint(archive: Sealed, size: int, root: bytes | None = None) -> str:
    """Put the checkpoint of a size, or one that states another root, into the archive with the witness's signature."""
    note = archive.objects[checkpoint_name(size)] if root is None else signed_checkpoint(size, root)
    name = cosigned_name(size, WITNESS)
    archive.objects[name] = add_signature(note, cosign(split_note(note)[0], WITNESS, BEGIN // 1000, WITNESS_KEY.sign))
    return name
