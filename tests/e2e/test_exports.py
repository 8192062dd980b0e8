"""An export as an auditor gets it: asked for, waited for, downloaded by its link, and verified beside the archive."""

from pathlib import Path

import httpx2
import pytest

from infra.local.stack_file import Stack
from tests.e2e.conftest import Login
from tests.e2e.lacre_command import copied, lacre
from tests.e2e.patience import eventually

EXPORTS = "/v1/audit/exports"
SECONDS = 60.0


@pytest.fixture
def auditor(login: Login) -> httpx2.Client:
    return login("AUDITOR")


def done(client: httpx2.Client, **wanted: str) -> dict[str, str]:
    """The export that was asked for, once it has ended."""
    asked = client.post(EXPORTS, json={"format": "csv", **wanted}).raise_for_status()
    assert asked.status_code == 202

    def ended() -> dict[str, str]:
        found: dict[str, str] = client.get(f"{EXPORTS}/{asked.json()['id']}").raise_for_status().json()
        return found if found["state"] in ("done", "failed") else {}

    return eventually(ended, SECONDS)


def downloaded(client: httpx2.Client, job_id: str, file: str) -> bytes:
    """By a link, as a browser would: without a token of ours."""
    link = client.post(f"{EXPORTS}/{job_id}/link", json={"file": file}).raise_for_status().json()
    answer = httpx2.get(link["url"], trust_env=False).raise_for_status()
    assert f'filename="lacre-export-{job_id}-' in answer.headers["Content-Disposition"]
    return answer.content


def test_an_export_verifies_and_a_forged_one_does_not(auditor: httpx2.Client, stack: Stack, tmp_path: Path) -> None:
    found = done(auditor, action="LOGIN_SUCCESS")
    assert found["state"] == "done", found
    for file in ("data", "manifest"):
        (tmp_path / file).write_bytes(downloaded(auditor, found["id"], file))
    copy = copied(stack, tmp_path / "copy")
    verify = ["verify", str(copy), "--key", stack["log_public_key"], "--export", str(tmp_path / "manifest")]
    run = lacre(*verify, "--data", str(tmp_path / "data"))
    assert run.returncode == 0, run.stdout + run.stderr
    content = (tmp_path / "data").read_bytes()
    assert content.count(b"LOGIN_SUCCESS") >= 1
    (tmp_path / "data").write_bytes(content.replace(b"LOGIN_SUCCESS", b"LOGIN_FAILED_", 1))
    assert lacre(*verify, "--data", str(tmp_path / "data")).returncode == 1


def test_a_signed_document_is_made_of_the_same_rows(auditor: httpx2.Client) -> None:
    found = done(auditor, action="LOGIN_SUCCESS", format="pdf", language="en")
    assert found["state"] == "done", found
    assert downloaded(auditor, found["id"], "pdf").startswith(b"%PDF-")


def test_its_files_are_nobodys_without_a_link(stack: Stack) -> None:
    address = f"{stack['endpoint_url']}/{stack['buckets']['exports']}/"
    assert httpx2.get(address, trust_env=False).status_code == 403
