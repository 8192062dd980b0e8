"""One run of the sweep: each job in turn, and the event that tells of the run, which is the log's heartbeat."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lacre.model.actor import system_actor
from lacre.model.draft import Draft, Reason
from lacre.model.vocabulary import EntityType, EventSource, Outcome
from lacre.recording.recorder import Recorder

Job = Callable[[], int]
"""Does what is due, and returns how much that was."""


class SweepFailedError(Exception):
    """Some jobs of a run failed; the others were done, and the run was recorded."""


@dataclass(frozen=True)
class Run:
    done: Mapping[str, int]
    failed: Mapping[str, str]


def sweep(jobs: Mapping[str, Job], recorder: Recorder) -> Run:
    """Run every job, whatever happens to the others, and record the run.

    Raises SweepFailedError at the end if a job failed, so that the run is repeated and its alarm rings.
    """
    done: dict[str, int] = {}
    failed: dict[str, str] = {}
    for name, job in jobs.items():
        try:
            done[name] = job()
        except Exception as error:  # noqa: BLE001 - raised below, after the other jobs had their turn
            failed[name] = type(error).__name__
    recorder.record([_draft(done, failed)])
    if failed:
        raise SweepFailedError(", ".join(f"{name}: {error}" for name, error in failed.items()))
    return Run(done, failed)


def _draft(done: Mapping[str, int], failed: Mapping[str, str]) -> Draft:
    return Draft(
        action="SYSTEM_JOB_RUN",
        actor=system_actor("sweep"),
        source=EventSource.SCHEDULE,
        entity_id="sweep",
        entity_type=EntityType.JOB,
        ip_address="system",
        outcome=Outcome.FAILED if failed else Outcome.SUCCEEDED,
        after={"done": dict(done), "failed": dict(failed)},
        reason=Reason("JOB_FAILED", "A job of the run failed; the next run repeats it.") if failed else None,
    )
