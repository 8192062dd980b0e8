"""Working one job off, an export or a deep search: taken up, written, told of. What is done twice comes to the same.

A job is taken up again after a crash, always of the tree of its first time, so that the files hold the same bytes
whoever writes them; that it is done is committed once, with its event.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from lacre.model import moment
from lacre.model.draft import Draft, Reason
from lacre.model.identifier import made_at
from lacre.ports.ambient import Clock
from lacre.ports.errors import StateConflictError
from lacre.ports.exports import Jobs
from lacre.recording.recorder import Recorder

MAXIMUM_ATTEMPTS = 3
COMMITTED_WITHIN_S = 15
"""How long after its id was made a job can still appear: an HTTP function lives ten seconds."""

Pause = Callable[[float], None]


class Worked(Protocol):
    """A job that is worked off."""

    @property
    def id(self) -> str: ...
    @property
    def attempts(self) -> int: ...
    @property
    def tree_size(self) -> int: ...
    @property
    def version(self) -> int: ...
    @property
    def is_ended(self) -> bool: ...
    def taken_up(self: "J", tree_size: int, at: str, /) -> "J": ...
    def failed(self: "J", error: Reason, at: str, /) -> "J": ...


J = TypeVar("J", bound=Worked)
R = TypeVar("R")
"""What a job of a kind results in."""


@dataclass(frozen=True)
class Endings(Generic[J, R]):
    """How jobs of a kind end: done with a result at a moment, the event of it, and why they fail.

    `causes` are the errors that end a job at once, by class; `nothing` is for a log in which nothing is yet, `gave_up`
    for what broke off each time.
    """

    done: Callable[[J, R, str], J]
    told: Callable[[J], Draft]
    causes: Mapping[type[Exception], Reason]
    nothing: Reason
    gave_up: Reason

    def cause(self, error: Exception) -> Reason:
        return next(reason for of, reason in self.causes.items() if isinstance(error, of))


@dataclass(frozen=True)
class WorkOff(Generic[J, R]):
    """`size` is how many leaves a job that begins now is made of; `write` makes all files of one and gives its result.

    `pause` waits some seconds.
    """

    jobs: Jobs[J]
    endings: Endings[J, R]
    size: Callable[[], int]
    write: Callable[[J], R]
    recorder: Recorder
    clock: Clock
    pause: Pause

    def __call__(self, job_id: str) -> J | None:
        """The job as it ended, now or before; None if it was never committed.

        Raises StoreUnavailableError and whatever is not foreseen: then it is to be tried again.
        """
        job = self._awaited(job_id)
        while job is not None and not job.is_ended:
            error = self.endings.gave_up if job.attempts >= MAXIMUM_ATTEMPTS else None
            if error is not None or (taken := self._taken_up(job)) is None:
                return self._end(job, error or self.endings.nothing)
            # Losing this race means that somebody else has it as well: look again.
            job = self._worked(taken) if self.jobs.replace(taken, job.version) else self.jobs.find(job_id)
        return job

    def _awaited(self, job_id: str) -> J | None:
        # One that comes later can no longer be under way: whoever asked for many that failed would else hold us up.
        left_ms = COMMITTED_WITHIN_S * 1000 - (self.clock.now() - made_at(job_id))
        for _ in range(min(COMMITTED_WITHIN_S, -(-left_ms // 1000))):
            job = self.jobs.find(job_id)
            if job is not None:
                return job
            self.pause(1.0)
        return self.jobs.find(job_id)

    def _taken_up(self, job: J) -> J | None:
        size = job.tree_size or self.size()
        return job.taken_up(size, moment.to_text(self.clock.now())) if size else None

    def _worked(self, job: J) -> J:
        try:
            result = self.write(job)
        except tuple(self.endings.causes) as error:
            return self._end(job, self.endings.cause(error))
        return self._end(job, result)

    def _end(self, job: J, how: Reason | R) -> J:
        """Commit how it ended. Whoever ended it first has: the files are the same."""
        current: J | None = job
        while current is not None and not current.is_ended:
            at = moment.to_text(self.clock.now())
            ended = current.failed(how, at) if isinstance(how, Reason) else self.endings.done(current, how, at)
            try:
                self.recorder.record([self.endings.told(ended)], [self.jobs.replacing(ended, current.version)])
            except StateConflictError:
                current = self.jobs.find(job.id)
            else:
                return ended
        return current or job
