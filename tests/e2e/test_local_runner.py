"""The runner of the local AWS: its errors name what is wrong, and its proof of the lock can fail."""

import base64
import socket
import stat
import uuid
from pathlib import Path

import pytest

from infra.local import stack_file
from infra.local.archive_lock import lock, prove_locked
from infra.local.aws import LocalAws
from infra.local.emulator import Emulator, require_free_port
from infra.local.errors import EmulatorDiedError, LockNotProvenError, PortBusyError, ToolFailedError
from infra.local.log_key import raw_ed25519, verifier_key
from infra.local.people import demo_people
from infra.local.resources import from_outputs
from infra.local.stack_file import Stack
from infra.local.tools import run_tool

# The verifier key of Go's checksum database, which every Go installation carries.
GO_SUM = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"


def test_verifier_key_of_a_published_log() -> None:
    name, _, typed = GO_SUM.split("+", 2)
    assert verifier_key(name, base64.b64decode(typed)[1:]) == GO_SUM


def test_log_public_key_is_the_one_in_kms(stack: Stack) -> None:
    answer = LocalAws(stack["endpoint_url"]).kms().get_public_key(KeyId=stack["keys"]["checkpoint"])
    assert stack["log_public_key"] == verifier_key(stack["log_origin"], raw_ed25519(answer["PublicKey"]))


def test_busy_port_is_named() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortBusyError, match=f"port {port} on 127.0.0.1 is busy"):
            require_free_port(port)


def test_dead_child_is_named_with_its_last_words(tmp_path: Path) -> None:
    dying = tmp_path / "ministack"
    dying.write_text("#!/bin/sh\necho no space left\nexit 3\n")
    dying.chmod(0o700)
    with pytest.raises(EmulatorDiedError, match=r"died \(exit 3\)[\s\S]*no space left"):
        Emulator(dying, tmp_path, 1).wait_until_healthy()


def test_failing_tool_is_named_with_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(ToolFailedError, match=r"sh failed \(exit 4\)[\s\S]*no such stack"):
        run_tool(["sh", "-c", "echo no such stack; exit 4"], tmp_path / "tool.log")


def test_outputs_become_names() -> None:
    resources = from_outputs(
        {"TableEvents": "t", "BucketAccessLogs": "b", "KeyToken": "k", "ExportsOutputRefTable": "x", "ApiId": "a"}
    )
    assert resources.tables == {"events": "t"}
    assert resources.buckets == {"access-logs": "b"}
    assert resources.keys == {"token": "k"}
    assert resources.functions == {}


def test_stack_file_is_its_owner_s_only(stack: Stack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stack_file, "STACK_FILE", tmp_path / "stack.json")
    stack_file.write(stack)
    stack_file.write(stack)
    assert [file.name for file in tmp_path.iterdir()] == ["stack.json"]
    assert stat.S_IMODE((tmp_path / "stack.json").stat().st_mode) == 0o600
    assert stack_file.running() == stack


def test_there_is_a_person_of_every_role_and_clerks_in_two_districts() -> None:
    people = demo_people()
    assert {person.role for person in people} == {
        "ADMIN", "AUDITOR", "SUPERVISOR", "FUNCIONARIO", "AGENT", "MERCHANT", "TRADER", "RISK_MANAGER",
    }  # fmt: skip
    assert len({person.district for person in people if person.role == "FUNCIONARIO"}) == 2


def test_proof_of_the_lock_fails_without_a_lock(stack: Stack) -> None:
    storage = LocalAws(stack["endpoint_url"]).s3()
    bucket = f"unlocked-{uuid.uuid4()}"
    storage.create_bucket(Bucket=bucket, ObjectLockEnabledForBucket=True)
    storage.put_object(Bucket=bucket, Key="batch", Body=b"sealed before the lock was set")
    lock(storage, bucket, "COMPLIANCE", 1)
    with pytest.raises(LockNotProvenError, match="batch"):
        prove_locked(storage, bucket, lambda: None)


def test_proof_of_the_lock_counts_what_withstood(stack: Stack) -> None:
    storage = LocalAws(stack["endpoint_url"]).s3()
    assert prove_locked(storage, stack["buckets"]["archive"], lambda: None) > 0
