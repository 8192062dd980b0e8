"""A document that is written twice is one: its time is that of the job, and its hash stands in the event."""

from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path

import pytest

from lacre.exporting.pdf.about import Statement
from lacre.exporting.pdf.document import STATEMENT, time_of
from lacre.exporting.sealed_tree import tree_of
from lacre.model import canonical, moment
from lacre.ports.exports import ExportFile, ExportFormat, Job, Result
from lacre.verifying.document_reading import attached, open_pdf
from lacre.verifying.document_signature import Trusted, check_signature
from lacre.verifying.verdict import Findings
from tests.fakes.document_signer import LocalDocumentSigner, authority
from tests.fakes.timestamp_authority import OpenSslAuthority
from tests.unit.exporting.working import Working

HOUR_MS = 60 * 60 * 1000


@pytest.fixture
def working() -> Working:
    working = Working()
    working.seal(30)
    return working


def killed_after_writing(working: Working, job: Job) -> bytes:
    """The document of an attempt that came no further than its files."""

    def write(taken: Job) -> Result:
        working.writing(taken)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace(working.work_off, write=write)(job.id)
    return working.files.objects[job.id, ExportFile.PDF]


def test_a_document_that_is_written_again_after_a_crash_has_the_same_bytes(working: Working) -> None:
    job = working.ask(form=ExportFormat.PDF)
    first = killed_after_writing(working, job)
    begun_at = working.jobs.rows[job.id].begun_at
    assert begun_at is not None
    working.trail.clock._ticks = count(moment.to_milliseconds(begun_at) + HOUR_MS)
    done = working.work_off(job.id)
    assert done is not None
    assert done.result is not None
    assert (done.attempts, done.begun_at, done.asking.at < begun_at) == (2, begun_at, True)
    assert working.files.objects[job.id, ExportFile.PDF] == first
    assert done.result.document_sha256 == sha256(first).hexdigest()


def test_the_hash_of_the_document_stands_in_the_event_of_its_end(working: Working) -> None:
    job = working.ask(form=ExportFormat.PDF)
    working.work_off(job.id)
    events = working.trail.events
    (told,) = (one for one in events.headers_in_order if one.action == "EXPORT_AUDIT")
    after = canonical.decode(events.rows[told.id].event.body_bytes)["after"]
    assert isinstance(after, dict)
    document = working.files.objects[job.id, ExportFile.PDF]
    assert after["document_sha256"] == sha256(document).hexdigest()
    assert after["sha256"] == working.manifest(job).sha256 != after["document_sha256"]


def test_no_document_is_signed_as_of_a_time_before_its_certificate(working: Working) -> None:
    job = working.ask(form=ExportFormat.PDF).taken_up(30, moment.to_text(working.trail.clock.now()))
    assert job.begun_at is not None
    # Somebody renewed the certificate between the first attempt and this one.
    begin = datetime.fromisoformat(job.begun_at).replace(microsecond=0) + timedelta(hours=1)
    renewed = replace(working.writing.write_document, signer=LocalDocumentSigner(authority(), begin))
    tree = tree_of(30, working.sealing.archive, working.sealing.heads)
    documents = set()
    for _ in range(2):
        renewed(job, tree)
        documents.add(working.files.objects[job.id, ExportFile.PDF])
    (document,) = documents
    pdf = open_pdf(document)
    statement = Statement.decode(attached(pdf).require(STATEMENT))
    assert datetime.fromisoformat(statement.signed_at) == begin
    findings = Findings()
    check_signature(pdf, document, time_of(statement), Trusted.of(authority().root, None), findings)
    assert not findings.kept


def test_an_export_of_data_has_no_document(working: Working) -> None:
    done = working.work_off(working.ask().id)
    assert done is not None
    assert done.result is not None
    assert done.result.document_sha256 is None


def test_with_a_timestamp_the_hash_is_that_of_the_file_that_was_written_last(working: Working, tmp_path: Path) -> None:
    stamped = replace(working.writing.write_document, authority=OpenSslAuthority(tmp_path / "authority"))
    job = working.ask(form=ExportFormat.PDF).taken_up(30, moment.to_text(working.trail.clock.now()))
    tree = tree_of(30, working.sealing.archive, working.sealing.heads)
    documents = set()
    for _ in range(2):
        result = stamped(job, tree)
        written = working.files.objects[job.id, ExportFile.PDF]
        assert result.document_sha256 == sha256(written).hexdigest()
        documents.add(written)
    assert len(documents) == 2, "whoever stamps says when, and numbers its stamps"
