"""How many jobs of one kind a person may have under way: nobody more than a few, and all of them wait in one queue."""

from dataclasses import replace
from typing import Protocol

from lacre.model import moment
from lacre.model.draft import Reason
from lacre.model.refusal import Ground, Refusal
from lacre.ports.exports import Asking, Places

KEPT_S = 30 * 24 * 60 * 60
"""How long a job is kept, and what it left."""

MOST_AT_ONCE = 5
"""Of one person and one kind: two functions work off everybody's, one that reads the whole log takes minutes, and what
Athena reads is paid for."""

UNDER_WAY_MS = 2 * 24 * 60 * 60 * 1000
"""What has not ended after this never will, and takes nobody's place: its message comes for a day and a little more."""

_RETRY_AFTER_S = 60


class Waiting(Protocol):
    @property
    def asking(self) -> Asking: ...
    @property
    def is_ended(self) -> bool: ...


class Kept(Protocol):
    """Where jobs of a kind are kept, as `lacre.ports.exports.Exports` has it."""

    def find(self, job_id: str, /) -> Waiting | None: ...
    def places(self, by: str, /) -> Places: ...


def places_left(jobs: Kept, by: str, now: int, full: Reason) -> Places:
    """The places of a person's jobs that are under way (`now` in ms): what one more is taken over.

    Raises Refusal QUOTA_SPENT with `full` while there are MOST_AT_ONCE; StoreUnavailableError. Of two that are asked
    for at once one is committed: both would count the same, and perhaps take the last place.
    """
    places = jobs.places(by)
    kept = tuple(job_id for job_id in places.job_ids if _is_under_way(jobs.find(job_id), now))
    if len(kept) >= MOST_AT_ONCE:
        raise Refusal(Ground.QUOTA_SPENT, full.code, full.sentence, retry_after_s=_RETRY_AFTER_S)
    return replace(places, job_ids=kept)


def expiry(now: int) -> str:
    """When a job that is asked for at `now` (ms) is there no longer."""
    return moment.to_text((now // 1000 + KEPT_S) * 1000)


def _is_under_way(job: Waiting | None, now: int) -> bool:
    return job is not None and not job.is_ended and now - moment.to_milliseconds(job.asking.at) < UNDER_WAY_MS
