"""Asking for an export, which is worked off later; nobody has more than a few of them under way."""

from dataclasses import dataclass

from lacre.exporting.places import MOST_AT_ONCE, expiry, places_left
from lacre.model import moment
from lacre.model.actor import Actor
from lacre.model.draft import Reason
from lacre.model.identifier import ENTROPY_BYTES, uuid7
from lacre.ports.ambient import Clock, Entropy
from lacre.ports.exports import Asking, ExportQueue, Exports, Job, Wanted
from lacre.recording.change import Change

_FULL = Reason(
    "TOO_MANY_EXPORTS", f"{MOST_AT_ONCE} exports of yours have not ended yet. Ask again when one of them has."
)


@dataclass(frozen=True)
class AskedExport:
    """It is there once `change` is committed."""

    job: Job
    change: Change


class AskExport:
    def __init__(self, exports: Exports, queue: ExportQueue, clock: Clock, entropy: Entropy) -> None:
        self._exports = exports
        self._queue = queue
        self._clock = clock
        self._entropy = entropy

    def __call__(self, actor: Actor, event_id: str, correlation_id: str, wanted: Wanted) -> AskedExport:
        """`event_id` is that of the event by which it is asked for.

        Raises Refusal QUOTA_SPENT while MOST_AT_ONCE of the actor's are under way; StoreUnavailableError.
        """
        now = self._clock.now()
        places = places_left(self._exports, actor.id, now, _FULL)
        job = Job(
            id=uuid7(now, self._entropy.take(ENTROPY_BYTES)),
            asking=Asking(actor.id, actor.name, moment.to_text(now), event_id, correlation_id),
            wanted=wanted,
            expires_at=expiry(now),
        )
        # Before the commit: a job that is there has its message, whoever dies in between. Whoever takes up a message
        # waits for its job as long as a commit can take, and drops it if there is none.
        self._queue.put(job.id)
        writes = [self._exports.adding(job), self._exports.taking(places, job)]
        return AskedExport(job, Change(job.id, after=job.shown(), writes=writes))
