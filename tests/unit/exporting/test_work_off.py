"""A job is worked off once, whatever happens to its messages and to whoever works on it."""

from dataclasses import replace
from itertools import count

import pytest

from lacre.exporting.columns import HEAD
from lacre.exporting.work_off import COMMITTED_WITHIN_S, MAXIMUM_ATTEMPTS
from lacre.model import moment
from lacre.model.filters import Filters, Selection
from lacre.model.identifier import ENTROPY_BYTES, uuid7
from lacre.ports.errors import StoreUnavailableError
from lacre.ports.exports import ExportFile, ExportFormat, ExportState, Job, Progress, Result
from lacre.tlog.checkpoint import checkpoint_name
from tests.fakes.document_signer import document_signer
from tests.unit.exporting.working import ASKED_BY_EVENT, Working


@pytest.fixture
def working() -> Working:
    return Working()


def test_an_export_is_asked_for_worked_off_and_told_of(working: Working) -> None:
    events = working.seal(600)
    job = working.ask()
    assert working.queue.job_ids == [job.id]
    done = working.work_off(job.id)
    assert done is not None
    assert (done.state, done.tree_size, done.attempts) == (ExportState.DONE, 600, 1)
    data, manifest = working.data(job), working.manifest(job)
    assert data.startswith(HEAD)
    assert data.count(b"\r\n") == 601
    assert (manifest.count, manifest.length, manifest.tree_size) == (600, len(data), 600)
    assert manifest.first is not None
    assert manifest.first.id == events[0].event.header.id
    assert manifest.checkpoint.encode() == working.sealing.archive.objects[checkpoint_name(600)]
    files = (ExportFile.DATA, ExportFile.MANIFEST)
    assert done.result == Result(600, manifest.sha256, len(data), files)
    assert done.progress == Progress(600, 600)
    assert working.jobs.find(job.id) == done
    (told,) = [one for one in working.trail.events.headers_in_order if one.action == "EXPORT_AUDIT"]
    assert (told.actor_id, told.source, told.entity_id) == ("system:export", "SYSTEM", job.id)
    assert (told.correlation_id, told.causation_id) == (ASKED_BY_EVENT, ASKED_BY_EVENT)


def test_what_nothing_matches_is_an_export_too(working: Working) -> None:
    working.seal(3)
    job = working.ask(Selection(Filters(actor_id="nobody")))
    done = working.work_off(job.id)
    assert done is not None
    assert (done.state, working.data(job), working.manifest(job).count) == (ExportState.DONE, HEAD, 0)


def test_a_message_that_comes_again_changes_nothing(working: Working) -> None:
    working.seal(3)
    job = working.ask()
    first = working.work_off(job.id)
    before = dict(working.files.objects)
    working.seal(3)
    assert working.work_off(job.id) == first
    assert (working.files.objects, len(working.told)) == (before, 1)


def test_a_job_that_is_committed_after_its_message_is_waited_for(working: Working) -> None:
    working.seal(3)
    job = working.ask()
    late = working.jobs.rows.pop(job.id)

    def pause(_: float) -> None:
        working.pauses.append(1.0)
        if len(working.pauses) == 3:
            working.jobs.rows[job.id] = late

    done = replace(working.work_off, pause=pause)(job.id)
    assert done is not None
    assert done.state is ExportState.DONE


def test_a_message_of_a_job_that_was_never_committed_is_let_go(working: Working) -> None:
    working.seal(3)
    unborn = uuid7(working.trail.clock.now(), bytes(ENTROPY_BYTES))
    assert working.work_off(unborn) is None
    assert sum(working.pauses) == COMMITTED_WITHIN_S
    assert not working.told


@pytest.mark.parametrize(("age_ms", "waited"), [(3_500, 12), (14_900, 1), (20_000, 0), (-60_000, COMMITTED_WITHIN_S)])
def test_who_waits_for_a_job_waits_only_as_long_as_a_commit_can_still_take(
    working: Working, age_ms: int, waited: int
) -> None:
    unborn = uuid7(working.trail.clock.now() - age_ms, bytes(ENTROPY_BYTES))
    assert working.work_off(unborn) is None
    assert sum(working.pauses) == waited


def test_a_late_message_of_a_job_that_is_there_is_worked_off_without_waiting(working: Working) -> None:
    working.seal(3)
    job = working.ask()
    working.trail.clock._ticks = count(moment.to_milliseconds(job.asking.at) + 60_000)
    done = working.work_off(job.id)
    assert done is not None
    assert (done.state, working.pauses) == (ExportState.DONE, [])


def test_a_crash_leaves_a_job_that_is_taken_up_again_and_gives_the_same_bytes(working: Working) -> None:
    working.seal(300)
    undisturbed = working.ask()
    working.work_off(undisturbed.id)
    job = working.ask()

    def killed(_: Job) -> Result:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        replace(working.work_off, write=killed)(job.id)
    left = working.jobs.rows[job.id]
    assert (left.state, left.attempts, left.tree_size) == (ExportState.RUNNING, 1, 300)
    # The log grows meanwhile: the second attempt is of the first one's tree all the same.
    working.seal(300)
    done = working.work_off(job.id)
    assert done is not None
    assert (done.state, done.attempts, done.tree_size) == (ExportState.DONE, 2, 300)
    assert working.data(job) == working.data(undisturbed)


def test_an_export_that_breaks_off_each_time_is_given_up_and_told_of(working: Working) -> None:
    working.seal(3)
    job = working.ask()

    def away(_: Job) -> Result:
        raise StoreUnavailableError("away")

    for _ in range(MAXIMUM_ATTEMPTS):
        with pytest.raises(StoreUnavailableError):
            replace(working.work_off, write=away)(job.id)
    failed = working.work_off(job.id)
    assert failed is not None
    assert failed.error is not None
    assert (failed.state, failed.error.code) == (ExportState.FAILED, "GAVE_UP")
    assert working.told == [("FAILED", job.id)]
    assert working.work_off(job.id) == failed


def test_without_a_checkpoint_there_is_nothing_to_export(working: Working) -> None:
    job = working.ask()
    failed = working.work_off(job.id)
    assert failed is not None
    assert failed.error is not None
    assert failed.error.code == "NOTHING_SEALED"
    assert working.told == [("FAILED", job.id)]


def test_two_who_work_on_one_job_end_it_once(working: Working) -> None:
    working.seal(300)
    job = working.ask()
    inner: list[Job | None] = []

    def interrupted(taken: Job) -> Result:
        if not inner:
            inner.append(None)
            inner[0] = working.work_off(job.id)
        return working.writing(taken)

    outer = replace(working.work_off, write=interrupted)(job.id)
    assert outer == inner[0]
    assert len(working.told) == 1


def test_while_it_runs_it_tells_how_far_it_is(working: Working) -> None:
    working.seal(300)
    job = working.ask()
    seen: list[Progress] = []
    tell = working.jobs.tell

    def watched(job_id: str, progress: Progress) -> None:
        tell(job_id, progress)
        seen.append(working.jobs.rows[job_id].progress)

    working.jobs.tell = watched  # type: ignore[method-assign] # looks on
    working.work_off(job.id)
    assert seen[0].leaves == 256


def test_that_nobody_can_be_told_how_far_it_is_keeps_no_export_from_being_written(working: Working) -> None:
    working.seal(300)
    job = working.ask()

    def away(job_id: str, progress: Progress) -> None:
        raise StoreUnavailableError(f"{job_id}: {progress}")

    working.jobs.tell = away  # type: ignore[method-assign] # only the telling is away
    done = working.work_off(job.id)
    assert done is not None
    assert (done.state, done.attempts) == (ExportState.DONE, 1)


def test_a_selection_by_text_reads_the_bodies(working: Working) -> None:
    working.seal(30)
    job = working.ask(Selection(text="A-17."))
    done = working.work_off(job.id)
    assert done is not None
    assert done.result is not None
    assert done.result.count == 1


def test_a_document_is_signed_and_has_the_manifest_of_its_data(working: Working) -> None:
    working.seal(30)
    job = working.ask(form=ExportFormat.PDF)
    done = working.work_off(job.id)
    assert done is not None
    assert done.result is not None
    assert done.result.files == (ExportFile.PDF, ExportFile.MANIFEST)
    assert working.files.objects[job.id, ExportFile.PDF].startswith(b"%PDF-")
    manifest = working.manifest(job)
    assert (manifest.count, manifest.sha256, manifest.tree_size) == (30, done.result.sha256, 30)
    data = working.ask()
    working.work_off(data.id)
    assert working.manifest(data) == manifest


def test_a_document_that_nobody_can_sign_is_told_of_at_once(working: Working, monkeypatch: pytest.MonkeyPatch) -> None:
    working.seal(3)
    job = working.ask(form=ExportFormat.PDF)
    monkeypatch.setattr(document_signer(), "is_away", True)
    failed = working.work_off(job.id)
    assert failed is not None
    assert failed.error is not None
    assert (failed.attempts, failed.error.code) == (1, "NOT_SIGNED")
    assert working.told == [("FAILED", job.id)]
    assert not working.files.objects
