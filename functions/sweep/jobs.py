"""One run of a job: each of its parts in turn, and the event that tells of the run, which is the log's heartbeat."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lacre.model.actor import system_actor
from lacre.model.canonical import JsonValue
from lacre.model.draft import Draft, Reason
from lacre.model.vocabulary import EntityType, EventSource, Outcome
from lacre.recording.recorder import Recorder

Part = Callable[[], JsonValue]
"""Does what is due, and returns what that was, for the run's event."""


class UnknownJobError(ValueError):
    """A payload names no job of this function, or no scope of its job."""


class JobFailedError(Exception):
    """Some parts of a job failed; the others were done, and the run was recorded."""


@dataclass(frozen=True)
class Run:
    done: Mapping[str, JsonValue]
    failed: Mapping[str, str]


def run(job: str, parts: Mapping[str, Part], recorder: Recorder) -> Run:
    """Run every part of a job, whatever happens to the others, and record the run.

    Raises JobFailedError at the end if a part failed, so that the run is repeated and its alarm rings.
    """
    done: dict[str, JsonValue] = {}
    failed: dict[str, str] = {}
    for name, part in parts.items():
        try:
            done[name] = part()
        except Exception as error:  # noqa: BLE001 - raised below, after the other parts had their turn
            failed[name] = type(error).__name__
    recorder.record([_draft(job, done, failed)])
    if failed:
        raise JobFailedError(", ".join(f"{name}: {error}" for name, error in failed.items()))
    return Run(done, failed)


def _draft(job: str, done: Mapping[str, JsonValue], failed: Mapping[str, str]) -> Draft:
    return Draft(
        action="SYSTEM_JOB_RUN",
        actor=system_actor("sweep"),
        source=EventSource.SCHEDULE,
        entity_id=job,
        entity_type=EntityType.JOB,
        ip_address="system",
        outcome=Outcome.FAILED if failed else Outcome.SUCCEEDED,
        after={"done": dict(done), "failed": dict(failed)},
        reason=Reason("JOB_FAILED", "A part of the job failed; the next run repeats it.") if failed else None,
    )
