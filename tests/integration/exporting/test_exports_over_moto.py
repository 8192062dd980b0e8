"""From the request to a file that the command verifies: asked for, queued, written, linked to, checked."""

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from lacre.cli.main import main
from tests.integration.exporting.conftest import Stage


@dataclass(frozen=True)
class Exported:
    """An export's two files, as somebody downloaded them."""

    manifest: bytes
    data: bytes

    def verified(self, stage: Stage, folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, Any]:
        """Exit code and report of the command, beside a copy of the archive."""
        folder.mkdir(exist_ok=True)
        (folder / "manifest").write_bytes(self.manifest)
        (folder / "data").write_bytes(self.data)
        files = ["--export", str(folder / "manifest"), "--data", str(folder / "data")]
        capsys.readouterr()
        code = main(["verify", str(stage.take_copy()), "--key", stage.key, "--json", *files])
        return code, json.loads(capsys.readouterr().out)


def exported(stage: Stage, **conditions: object) -> Exported:
    job_id = stage.ask(**conditions)
    stage.deliver()
    assert stage.get(f"/v1/audit/exports/{job_id}").json["state"] == "done"
    return Exported(stage.file(job_id, "manifest.json"), stage.file(job_id, "events.csv"))


@pytest.fixture
def stage_of_300(stage: Stage) -> Stage:
    stage.seal(300)
    return stage


def test_what_the_function_wrote_verifies(
    stage_of_300: Stage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found: dict[str, int] = {}
    for conditions in ({}, {"entity_id": "a-7"}, {"entity_id": "a-none"}, {"text": "A-29"}):
        made = exported(stage_of_300, **conditions)
        code, report = made.verified(stage_of_300, tmp_path / "files", capsys)
        assert (code, report["findings"]) == (0, [])
        found[str(conditions)] = json.loads(made.manifest)["count"]
    # The text finds the agents 29 and 290 to 299.
    assert list(found.values()) == [300, 1, 0, 11]


def test_a_changed_byte_a_dropped_row_and_another_filter_are_found(
    stage_of_300: Stage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = exported(stage_of_300, action="CREATE_AGENT")
    lines = made.data.split(b"\r\n")
    other_filter = made.manifest.replace(b'"entity_id":null', b'"entity_id":"a-7"')
    forged = {
        "a byte": Exported(made.manifest, made.data.replace(b"a-17,", b"a-18,", 1)),
        "a row": Exported(made.manifest, b"\r\n".join(lines[:100] + lines[101:])),
        "a filter": Exported(other_filter, made.data),
    }
    for what, one in forged.items():
        assert one != made
        code, report = one.verified(stage_of_300, tmp_path / "files", capsys)
        assert code == 1, what
        assert report["findings"], what


def test_a_link_is_issued_to_a_person_recorded_and_gives_the_file(stage: Stage) -> None:
    stage.seal(8)
    job_id = stage.ask(entity_id="a-7")
    assert stage.post(f"/v1/audit/exports/{job_id}/link", {"file": "data"}).json["code"] == "EXPORT_NOT_DONE"
    stage.deliver()
    answer = stage.post(f"/v1/audit/exports/{job_id}/link", {"file": "data"})
    assert (answer.status, answer.headers["cache-control"]) == (200, "no-store")
    address = urlsplit(answer.json["url"])
    query = parse_qs(address.query)
    assert (address.path.endswith(f"{job_id}/events.csv"), query["X-Amz-Expires"]) == (True, ["600"])
    assert query["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]
    last = stage.recorded("EXPORT_AUDIT")[-1]
    assert (last.actor_type, last.entity_id, last.outcome) == ("AUDITOR", job_id, "SUCCEEDED")
    stored = str(stage.aws.dynamodb.scan(TableName="events")["Items"])
    assert query["X-Amz-Signature"][0] not in stored
    assert stage.post(f"/v1/audit/exports/{job_id}/link", {"file": "pdf"}).json["code"] == "NO_SUCH_FILE"


def test_asking_and_ending_are_events_of_one_correlation(stage: Stage) -> None:
    stage.seal(8)
    job_id = stage.ask(entity_id="a-7")
    stage.deliver()
    asked, ended = stage.recorded("EXPORT_AUDIT")
    assert (asked.entity_id, ended.entity_id) == (job_id, job_id)
    assert (asked.actor_type, ended.actor_id) == ("AUDITOR", "system:export")
    assert (ended.correlation_id, ended.causation_id) == (asked.id, asked.id)


def test_a_document_is_signed_by_the_key_in_kms(stage: Stage) -> None:
    stage.seal(8)
    job_id = stage.ask(format="pdf", language="en")
    stage.deliver()
    found = stage.get(f"/v1/audit/exports/{job_id}").json
    assert (found["state"], found["language"], found["result"]["files"]) == ("done", "en", ["pdf", "manifest"])
    document = stage.file(job_id, "document.pdf")
    assert (document[:5], found["result"]["document_sha256"]) == (b"%PDF-", sha256(document).hexdigest())
    assert stage.post(f"/v1/audit/exports/{job_id}/link", {"file": "pdf"}).status == 200
