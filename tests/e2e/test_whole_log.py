"""All that the tests before left in the archive verifies offline, receipts included."""

from pathlib import Path

from infra.local.stack_file import Stack
from tests.e2e.lacre_command import copied, lacre


def test_the_archive_of_the_whole_run_verifies(stack: Stack, tmp_path: Path) -> None:
    keys = ["--key", stack["log_public_key"], "--receipt-key", stack["receipt_public_key"]]
    run = lacre("verify", str(copied(stack, tmp_path / "archive")), *keys, "--deep")
    assert run.returncode == 0, run.stdout + run.stderr
