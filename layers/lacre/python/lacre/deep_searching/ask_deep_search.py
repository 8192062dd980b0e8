"""Asking for a deep search, which is worked off later; nobody has more than a few of them under way."""

from dataclasses import dataclass

from lacre.exporting.places import MOST_AT_ONCE, expiry, places_left
from lacre.model import moment
from lacre.model.actor import Actor
from lacre.model.draft import Reason
from lacre.model.filters import Selection
from lacre.model.identifier import ENTROPY_BYTES, uuid7
from lacre.ports.ambient import Clock, Entropy
from lacre.ports.deep_searches import DeepSearch, DeepSearches
from lacre.ports.exports import Asking, ExportQueue
from lacre.recording.change import Change

_FULL = Reason(
    "TOO_MANY_DEEP_SEARCHES",
    f"{MOST_AT_ONCE} deep searches of yours have not ended yet. Ask again when one of them has.",
)


@dataclass(frozen=True)
class AskedDeepSearch:
    """It is there once `change` is committed."""

    search: DeepSearch
    change: Change


class AskDeepSearch:
    def __init__(self, searches: DeepSearches, queue: ExportQueue, clock: Clock, entropy: Entropy) -> None:
        self._searches = searches
        self._queue = queue
        self._clock = clock
        self._entropy = entropy

    def __call__(self, actor: Actor, event_id: str, correlation_id: str, selection: Selection) -> AskedDeepSearch:
        """`event_id` is that of the event by which it is asked for.

        Raises Refusal QUOTA_SPENT while MOST_AT_ONCE of the actor's are under way; StoreUnavailableError.
        """
        now = self._clock.now()
        places = places_left(self._searches, actor.id, now, _FULL)
        search = DeepSearch(
            id=uuid7(now, self._entropy.take(ENTROPY_BYTES)),
            asking=Asking(actor.id, actor.name, moment.to_text(now), event_id, correlation_id),
            selection=selection,
            expires_at=expiry(now),
        )
        # Before the commit, as with an export: whoever takes up a message waits for its job.
        self._queue.put(search.id)
        writes = [self._searches.adding(search), self._searches.taking(places, search)]
        return AskedDeepSearch(search, Change(search.id, after=search.shown(), writes=writes))
