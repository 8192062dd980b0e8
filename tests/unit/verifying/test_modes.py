"""The command's modes: several keys, ranges, what lies beside the log, and proofs kept as files."""

import json
import shutil
from pathlib import Path

import pytest
from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

from lacre.cli.main import main
from lacre.cli.verify import _Progress
from lacre.model.moment import to_text
from lacre.tlog.checkpoint import checkpoint_name
from lacre.tlog.note import VerifierKey
from lacre.verifying.verdict import Verdict
from tests.fakes.timestamp_authority import OpenSslAuthority
from tests.unit.verifying.archives import (
    BEGIN,
    KEY,
    Sealed,
    make_event,
    sealed,
    signed_checkpoint,
    with_body,
    write_directory,
)
from tests.unit.verifying.exported import export
from tests.unit.verifying.proof_files import evidence, two_checkpoints
from tests.unit.verifying.reported import WITNESS, cosign_checkpoint, export_options, run
from tests.unit.verifying.rotations import KEYS, note_of, rotated_once
from tests.unit.verifying.verified import messages, verify

ID = make_event(1).header.id


@pytest.fixture
def archive() -> Sealed:
    return sealed(3, 5)


def test_several_keys_and_checkpoints(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = rotated_once()
    root = write_directory(archive, tmp_path / "copy")
    options = ["--key", KEYS["b"].encode()]
    for size, by in ((4, "a"), (6, "b")):
        (tmp_path / str(size)).write_bytes(note_of(size, archive.root(size), by))
        options += ["--checkpoint", str(tmp_path / str(size))]
    code, report = run(root, *options, capsys=capsys, key=KEYS["a"])
    assert (code, report["findings"]) == (0, [])
    assert report["generations"] == [
        {"first_size": 0, "keys": [KEYS["a"].encode()]},
        {"first_size": 5, "keys": [KEYS["b"].encode()]},
    ]
    assert main(["verify", str(root), "--key", KEYS["a"].encode()]) == 0
    assert f"above size 5: {KEYS['b'].encode()}" in capsys.readouterr().out


def test_a_range(archive: Sealed, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive.rewrite(3, [*archive.events[3:7], with_body(archive.events[7], b"{}")])
    root = write_directory(archive, tmp_path / "copy")
    code, report = run(root, "--leaves", "2-6", capsys=capsys)
    assert (code, report["answers"][0][:14]) == (0, "leaves 2 to 6:")
    assert "newest_event" not in report["checked"]
    assert run(root, "--leaves", "7-7", capsys=capsys)[0] == 1
    assert run(root, "--leaves", "2-8", capsys=capsys)[0] == 1
    assert run(root, "--leaves", "0-6", capsys=capsys)[0] == 0


@pytest.mark.parametrize("leaves", ["5-4", "1", "-", "a-b", "1-2-3", "-1-2", "0-9999999999999999999"])
def test_a_range_that_is_none_is_2(archive: Sealed, tmp_path: Path, leaves: str) -> None:
    with pytest.raises(SystemExit) as exited:
        main(["verify", str(tmp_path), "--key", KEY.encode(), f"--leaves={leaves}"])
    assert exited.value.code == 2


OTHER_LOG = VerifierKey("other.example.com", KEY.public_key)
MISFITS = {
    "keys of two logs": ["--key", OTHER_LOG.encode()],
    "a range and an event": ["--leaves", "0-1", "--event", ID],
    "a range and freshness": ["--leaves", "0-1", "--not-older-than", "5"],
    "a time to count from and nothing to count": ["--as-of", "2026-11-22T09:30:00Z"],
    "a manifest without data": ["--export", "absent"],
    "data without a manifest": ["--data", "absent"],
    "an export that is absent": ["--export", "absent", "--data", "absent"],
    "an authority that is absent": ["--timestamp-authority", "absent"],
}


@pytest.mark.parametrize("what", MISFITS)
def test_what_does_not_go_together_is_2(
    archive: Sealed, tmp_path: Path, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, report = run(write_directory(archive, tmp_path / "copy"), *MISFITS[what], capsys=capsys)
    assert code == 2
    assert len(report["findings"]) == 1


def test_witnesses(archive: Sealed, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cosign_checkpoint(archive, 3)
    root = write_directory(archive, tmp_path / "copy")
    code, report = run(root, "--witness", WITNESS.encode(), capsys=capsys)
    assert (code, report["witnesses"]) == (0, [{"key": WITNESS.encode(), "size": 3, "time": to_text(BEGIN)[:19] + "Z"}])
    assert not any("--witness" in one for one in report["not_checked"])
    code, report = run(root, capsys=capsys)
    assert code == 0
    assert "the witnesses' signatures on 1 checkpoints: no --witness" in report["not_checked"]


def test_a_witness_that_saw_another_root(archive: Sealed, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cosign_checkpoint(archive, 8, bytes(32))
    root = write_directory(archive, tmp_path / "copy")
    assert run(root, "--witness", WITNESS.encode(), capsys=capsys)[0] == 1


def test_a_witness_that_saw_more_than_the_copy_proves(
    archive: Sealed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cosign_checkpoint(archive, 8)
    del archive.objects[archive.batch_name(3)], archive.objects[checkpoint_name(8)]
    root = write_directory(archive, tmp_path / "copy")
    assert run(root, capsys=capsys)[0] == 0
    assert run(root, "--witness", WITNESS.encode(), capsys=capsys)[0] == 2


@pytest.mark.parametrize("name", ["cosigned", "timestamps"])
def test_what_lies_beside_the_log_is_listed_like_the_log(archive: Sealed, tmp_path: Path, name: str) -> None:
    beside = cosign_checkpoint(archive, 3) if name == "cosigned" else f"timestamps/2026-11-17-{3:020d}.tsr"
    archive.objects.setdefault(beside, b"x")
    clean = verify(archive, tmp_path / "clean")
    assert (clean.findings.verdict, clean.other_objects) == (Verdict.VERIFIED, 0)
    for kind in ("Versions", "DeleteMarkers"):
        listing = archive.listing()
        listing[kind].append({"Key": beside, "VersionId": "2", "IsLatest": True})
        report = verify(archive, tmp_path / kind, listing=listing)
        assert (report.findings.verdict, report.findings.first_bad_leaf) == (Verdict.TAMPERED, None)
    listing = archive.listing()
    del archive.objects[beside]
    report = verify(archive, tmp_path / "gone", listing=listing)
    assert report.findings.verdict is Verdict.INCONCLUSIVE
    assert f"{beside} is listed and not in the copy" in messages(report)


def test_timestamps(archive: Sealed, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert shutil.which("openssl"), "this test needs the openssl command: install it"
    (tmp_path / "authority").mkdir()
    authority = OpenSslAuthority(tmp_path / "authority")
    builder = TimestampRequestBuilder(
        data=archive.objects[checkpoint_name(3)], hash_algorithm=HashAlgorithm.SHA256, cert_req=True
    )
    archive.objects[f"timestamps/2026-11-17-{3:020d}.tsr"] = authority.answer(builder.build().as_bytes())
    root = write_directory(archive, tmp_path / "copy")
    (tmp_path / "root.pem").write_bytes(authority.root)
    options = ["--timestamp-authority", str(tmp_path / "root.pem")]
    code, report = run(root, *options, capsys=capsys)
    assert (code, report["checked"]["timestamps"]) == (0, 1)
    assert "1 timestamps: no --timestamp-authority" in run(root, capsys=capsys)[1]["not_checked"]
    # The stamp of size 3 in the place of that of size 8.
    first, second = (root / f"timestamps/2026-11-17-{size:020d}.tsr" for size in (3, 8))
    first.rename(second)
    (root / "versions.json").write_text((root / "versions.json").read_text().replace(first.name, second.name))
    assert run(root, *options, capsys=capsys)[0] == 1


def test_an_export(archive: Sealed, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = export(archive)
    root = write_directory(archive, tmp_path / "copy")
    options = export_options(made, tmp_path)
    code, report = run(root, *options, capsys=capsys)
    assert (code, report["checked"]["export_rows"]) == (0, 8)
    (tmp_path / "data").write_bytes(made.data.replace(b"sweep", b"swept", 1))
    assert run(root, *options, capsys=capsys)[0] == 1


def test_a_proof_kept_as_a_file(archive: Sealed, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "proof.json"
    path.write_text(json.dumps(evidence(archive, 4), indent=1))
    code, report = run(path, capsys=capsys)
    assert (code, report["checked"]["leaf"], report["generations"]) == (0, 4, [])
    (tmp_path / "kept").write_bytes(signed_checkpoint(8, bytes(32)))
    assert run(path, "--checkpoint", str(tmp_path / "kept"), capsys=capsys)[0] == 1
    path.write_text(json.dumps(two_checkpoints(archive, 3, 8)))
    assert run(path, capsys=capsys)[0] == 0
    assert run(path, "--event", ID, capsys=capsys)[0] == 2


def test_the_record_of_a_fork_is_sent_where_it_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "fork.json").write_text('{"format": "lacre fork v1", "first": "", "second": "", "proof": []}')
    code, report = run(tmp_path / "fork.json", capsys=capsys)
    assert code == 2
    assert "lacre witness check-fork" in report["findings"][0]["message"]


@pytest.mark.parametrize("content", ["{", "{}", '{"format":"another"}', "[]", "", "{" * 2_000_000])
def test_a_file_that_is_no_proof_is_2(tmp_path: Path, content: str, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "proof.json").write_text(content)
    assert run(tmp_path / "proof.json", capsys=capsys)[0] == 2


def test_the_json_report_has_the_same_members_always(
    archive: Sealed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_directory(archive, tmp_path / "copy")
    (tmp_path / "proof.json").write_text(json.dumps(evidence(archive, 4)))
    members = [set(run(path, capsys=capsys)[1]) for path in (root, tmp_path / "proof.json", tmp_path / "absent")]
    assert members[0] == members[1] == members[2]


def test_progress_is_told_every_five_seconds(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = [100.0]
    monkeypatch.setattr("lacre.cli.verify.time.monotonic", lambda: now[0])
    progress = _Progress()
    for size in range(0, 1100, 100):
        progress(size, 1000)
        now[0] += 1
    assert capsys.readouterr().err.splitlines() == [
        "500 of 1000 leaves, about 5 s left",
        "1000 of 1000 leaves, about 0 s left",
    ]
