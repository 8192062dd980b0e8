"""The log as an auditor far away sees it: a tlog-tiles prefix, proofs, and files that the command checks offline."""

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

import httpx2
import pytest

from infra.local.stack_file import Stack
from lacre.tlog.proofs import check_consistency, root_from_inclusion
from lacre.tlog.tiles import bundle_path, entries_of, partial_tiles
from tests.e2e.conftest import Login
from tests.e2e.lacre_command import lacre
from tests.e2e.patience import eventually

LOG = "/v1/audit/log"


@pytest.fixture
def auditor(login: Login) -> httpx2.Client:
    client = login("AUDITOR")
    client.headers["Accept"] = "*/*"
    return client


def checkpoint(auditor: httpx2.Client) -> str:
    return auditor.get(f"{LOG}/checkpoint").raise_for_status().text


def size_and_root(note: str) -> tuple[int, bytes]:
    return int(note.split("\n")[1]), base64.b64decode(note.split("\n")[2])


def hashes_of(answer: dict[str, Any]) -> list[bytes]:
    return [base64.b64decode(one) for one in answer["hashes"]]


def grown(auditor: httpx2.Client, size: int) -> str:
    """A later checkpoint: each read is an event, so that asking makes the log grow."""
    return eventually(lambda: note if size_and_root(note := checkpoint(auditor))[0] > size else "")


def test_tiles_and_bundles_arrive_as_they_are(auditor: httpx2.Client) -> None:
    size, _ = size_and_root(eventually(lambda: checkpoint(auditor)))
    for place in partial_tiles(size):
        tile = auditor.get(f"{LOG}/{place.path}").raise_for_status()
        assert len(tile.content) == 32 * place.width
    index, width = divmod(size, 256)
    if width:
        entries = entries_of(auditor.get(f"{LOG}/{bundle_path(index, width)}").raise_for_status().content)
        [lowest, *_] = partial_tiles(size)
        leaves = b"".join(hashlib.sha256(b"\x00" + entry).digest() for entry in entries)
        assert auditor.get(f"{LOG}/{lowest.path}").content == leaves


def test_a_later_checkpoint_continues_an_earlier_one(auditor: httpx2.Client) -> None:
    first, old_root = size_and_root(checkpoint(auditor))
    second, new_root = size_and_root(grown(auditor, first))
    answer = auditor.get(f"{LOG}/proof/consistency", params={"first": first, "second": second}).raise_for_status()
    check_consistency(first, second, old_root, new_root, hashes_of(answer.json()))


def test_inclusion_in_an_earlier_tree(auditor: httpx2.Client) -> None:
    size, root = size_and_root(checkpoint(auditor))
    grown(auditor, size)
    answer = auditor.get(f"{LOG}/proof/inclusion", params={"index": size - 1, "size": size}).raise_for_status().json()
    leaf = base64.b64decode(answer["leaf_hash"])
    assert root_from_inclusion(size - 1, size, leaf, hashes_of(answer)) == root


def test_evidence_is_checked_offline_and_an_edited_one_is_found(
    stack: Stack, auditor: httpx2.Client, tmp_path: Path
) -> None:
    event_id = auditor.get("/v1/audit/events", params={"limit": 1}).raise_for_status().headers["X-Correlation-Id"]

    def sealed() -> bytes:
        answer = auditor.get(f"/v1/audit/events/{event_id}/evidence")
        return answer.content if answer.status_code == 200 else b""

    content = eventually(sealed)
    keys = ["--key", stack["log_public_key"], "--receipt-key", stack["receipt_public_key"]]
    file, edited = tmp_path / "evidence.json", tmp_path / "edited.json"
    file.write_bytes(content)
    assert lacre("verify", str(file), *keys).returncode == 0
    changed = json.loads(content)
    changed["body"] = changed["body"].replace("searched", "deleted")
    assert changed["body"] != json.loads(content)["body"]
    edited.write_text(json.dumps(changed))
    assert lacre("verify", str(edited), *keys).returncode == 1


def test_nobody_else_reads_the_log(login: Login) -> None:
    clerk = login("FUNCIONARIO")
    for path in ("checkpoint", "keys", "tile/0/000.p/1", "proof/consistency?first=1"):
        assert clerk.get(f"{LOG}/{path}").status_code == 403
