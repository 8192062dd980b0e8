"""Working one export off: taken up, written, and told of. Whatever is done twice comes to the same.

A job is taken up again after a crash, always of the tree of its first time, so that the files hold the same bytes
whoever writes them; that it is done is committed once, with its event.
"""

from collections.abc import Callable
from dataclasses import dataclass

from lacre.exporting.sealed_tree import DamagedLogError
from lacre.exporting.told import told_of
from lacre.exporting.writer import ExportError
from lacre.model import moment
from lacre.model.draft import Reason
from lacre.ports.ambient import Clock
from lacre.ports.errors import SignerUnavailableError, StateConflictError
from lacre.ports.exports import Exports, Job, Result
from lacre.ports.sealing import HeadStore
from lacre.ports.timestamping import AuthorityUnavailableError
from lacre.recording.recorder import Recorder

MAXIMUM_ATTEMPTS = 3
COMMITTED_WITHIN_S = 15
"""How long after its message a job can still appear: an HTTP function lives ten seconds."""

_NOTHING_SEALED = Reason("NOTHING_SEALED", "Nothing was sealed yet when the export began. Ask for it again.")
_GAVE_UP = Reason("GAVE_UP", "The export broke off each time that it was begun.")
_DAMAGED = Reason("LOG_DAMAGED", "A file of the log is missing or was changed, so that no export of it is complete.")
_TOO_MUCH = Reason("NOT_WRITABLE", "What was asked for cannot be written in this format. Choose other filters.")
_NOT_SIGNED = Reason("NOT_SIGNED", "The document could not be signed or timestamped. Ask for it again later.")

Pause = Callable[[float], None]
Write = Callable[[Job], Result]
"""Writes all files of a job. Raises DamagedLogError, ExportError, SignerUnavailableError, AuthorityUnavailableError."""


@dataclass(frozen=True)
class WorkOff:
    """`pause` waits some seconds."""

    exports: Exports
    heads: HeadStore
    write: Write
    recorder: Recorder
    clock: Clock
    pause: Pause

    def __call__(self, job_id: str) -> Job | None:
        """The job as it ended, now or before; None if it was never committed.

        Raises StoreUnavailableError, SignerUnavailableError and whatever is not foreseen: then it is to be tried again.
        """
        job = self._awaited(job_id)
        while job is not None and not job.is_ended:
            error = _GAVE_UP if job.attempts >= MAXIMUM_ATTEMPTS else None
            if error is not None or (taken := self._taken_up(job)) is None:
                return self._end(job, error or _NOTHING_SEALED)
            # Losing this race means that somebody else has it as well: look again.
            job = self._worked(taken) if self.exports.replace(taken, job.version) else self.exports.find(job_id)
        return job

    def _awaited(self, job_id: str) -> Job | None:
        for _ in range(COMMITTED_WITHIN_S):
            job = self.exports.find(job_id)
            if job is not None:
                return job
            self.pause(1.0)
        return self.exports.find(job_id)

    def _taken_up(self, job: Job) -> Job | None:
        size = job.tree_size or self.heads.read().published
        return job.taken_up(size) if size else None

    def _worked(self, job: Job) -> Job:
        try:
            result = self.write(job)
        except DamagedLogError:
            return self._end(job, _DAMAGED)
        except ExportError:
            return self._end(job, _TOO_MUCH)
        except (SignerUnavailableError, AuthorityUnavailableError):
            # At once: where nobody set up a certificate yet, further attempts would only keep somebody waiting.
            return self._end(job, _NOT_SIGNED)
        return self._end(job, result)

    def _end(self, job: Job, how: Result | Reason) -> Job:
        """Commit how it ended. Whoever ended it first has: the files are the same."""
        current: Job | None = job
        while current is not None and not current.is_ended:
            at = moment.to_text(self.clock.now())
            ended = current.done(how, at) if isinstance(how, Result) else current.failed(how, at)
            try:
                self.recorder.record([told_of(ended)], [self.exports.replacing(ended, current.version)])
            except StateConflictError:
                current = self.exports.find(job.id)
            else:
                return ended
        return current or job
