"""Receipt keys: several may be given, and one that was not given is no tampering."""

import base64
import json
from dataclasses import replace
from pathlib import Path

import pytest

from lacre.cli.main import main
from lacre.tlog import strict_base64
from lacre.tlog.batch import encode_batch
from lacre.verifying.questions import Question
from lacre.verifying.verdict import Verdict
from tests.unit.verifying.archives import (
    KEY,
    RECEIPT_PUBLIC,
    Sealed,
    private_key,
    receipt_of,
    receipted,
    write_directory,
)
from tests.unit.verifying.proof_files import evidence, verified
from tests.unit.verifying.verified import messages, verify

OLD = private_key("the receipt key before")
OLD_PUBLIC = OLD.public_key().public_bytes_raw()
BOTH, NEW_ALONE = Question(receipt_keys=(RECEIPT_PUBLIC, OLD_PUBLIC)), Question(receipt_keys=(RECEIPT_PUBLIC,))


@pytest.fixture
def archive() -> Sealed:
    """Seven events, the first four of which have receipts of the old key."""
    made = Sealed()
    events = [receipted(number) for number in range(7)]
    made.seal([replace(one, receipt=receipt_of(one.event, root=OLD)) for one in events[:4]])
    made.seal(events[4:])
    return made


def test_each_receipt_is_of_one_of_the_keys(archive: Sealed, tmp_path: Path) -> None:
    assert verify(archive, tmp_path, BOTH).findings.verdict is Verdict.VERIFIED


@pytest.mark.parametrize(("key", "count"), [(RECEIPT_PUBLIC, 4), (OLD_PUBLIC, 3), (bytes(32), 7)])
def test_a_key_that_was_not_given_is_told_once_with_a_count(
    archive: Sealed, tmp_path: Path, key: bytes, count: int
) -> None:
    report = verify(archive, tmp_path, Question(receipt_keys=(key,)))
    assert (report.findings.verdict, len(report.findings.kept)) == (Verdict.INCONCLUSIVE, 1)
    assert f"{count} receipts were delegated by a receipt key that was not given" in messages(report)


def test_a_delegate_that_did_not_sign_is_tampering_whoever_delegated_it(archive: Sealed, tmp_path: Path) -> None:
    raw = bytearray(strict_base64.decode_url(archive.events[2].receipt))
    raw[-1] ^= 1
    archive.events[2] = replace(archive.events[2], receipt=strict_base64.encode_url(bytes(raw)))
    archive.rewrite(0, archive.events[:4])
    for question in (BOTH, NEW_ALONE):
        report = verify(archive, tmp_path, question)
        assert (report.findings.verdict, report.findings.first_bad_leaf) == (Verdict.TAMPERED, 2)


def test_a_receipt_of_an_unknown_key_must_still_be_that_of_its_event(archive: Sealed, tmp_path: Path) -> None:
    archive.events[2] = replace(archive.events[2], receipt=archive.events[1].receipt)
    archive.rewrite(0, archive.events[:4])
    report = verify(archive, tmp_path, NEW_ALONE)
    assert (report.findings.verdict, report.findings.first_bad_leaf) == (Verdict.TAMPERED, 2)
    assert "3 receipts were delegated" in messages(report)


def test_orphans_are_not_counted(archive: Sealed, tmp_path: Path) -> None:
    archive.put(encode_batch(4, archive.events[:2]))
    assert verify(archive, tmp_path, BOTH).findings.verdict is Verdict.VERIFIED


def test_the_option_may_be_repeated(archive: Sealed, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = write_directory(archive, tmp_path / "copy")
    command = ["verify", str(root), "--key", KEY.encode(), "--json"]
    for key in (RECEIPT_PUBLIC, OLD_PUBLIC):
        command += ["--receipt-key", base64.b64encode(key).decode()]
    assert main([*command, "--receipt", archive.events[1].receipt]) == 0
    assert "redeemed by leaf 1" in json.loads(capsys.readouterr().out)["answers"][0]


def test_evidence_tells_what_became_of_its_receipt(archive: Sealed) -> None:
    file = evidence(archive, 1)
    told = {"both": (RECEIPT_PUBLIC, OLD_PUBLIC), "another": (RECEIPT_PUBLIC,), "none": ()}
    found = {name: verified(file, receipt_keys=keys) for name, keys in told.items()}
    assert [one[0] for one in found.values()] == [Verdict.VERIFIED, Verdict.INCONCLUSIVE, Verdict.VERIFIED]
    assert [one[2]["receipt"] for one in found.values()] == [
        "signature checked",
        "signature not checked: its receipt key was not given",
        "signature not checked: no --receipt-key",
    ]


@pytest.mark.parametrize("keys", [(RECEIPT_PUBLIC,), ()])
def test_evidence_does_not_call_a_bad_receipt_checked(archive: Sealed, keys: tuple[bytes, ...]) -> None:
    file = {**evidence(archive, 5), "receipt": archive.events[6].receipt}
    verdict, _, facts = verified(file, receipt_keys=keys)
    assert verdict is Verdict.TAMPERED
    assert "checked" not in str(facts["receipt"])
