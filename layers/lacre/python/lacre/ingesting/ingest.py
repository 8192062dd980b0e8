"""A producer's batch becomes events, each recorded once, whatever is sent again.

Items are written several to a transaction; a transaction that is refused because one of its ids is taken is followed by
its items one by one. Whatever ends a batch in the middle, the same batch again records the rest.
When time is short the rest is answered NOT_PROCESSED.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lacre.ingesting.claim import Claim, Item
from lacre.ingesting.drafting import Origin, UnfitClaimError, drafted, flags_of
from lacre.ingesting.recognising import is_of, tells_the_same
from lacre.ingesting.results import (
    ALREADY_RECORDED,
    ID_TAKEN,
    INVALID,
    NOT_PROCESSED,
    RECORDED,
    RECORDED_OTHERWISE,
    Result,
    told,
)
from lacre.model.canonical import NotCanonicalError
from lacre.model.draft import Draft
from lacre.ports.ambient import Clock
from lacre.ports.errors import DuplicateEventError
from lacre.recording.change import Change
from lacre.recording.recorder import Recorder

AT_ONCE = 25
"""Events to a transaction: of the largest kind they make one megabyte of the four that one may have."""

WITHIN_MS = 6_000
"""No transaction begins later: the function has ten seconds, a slow transaction takes two of them, and the batch's own
event is still to be written."""


@dataclass(frozen=True)
class Taken:
    """`change` is the batch's own; the results are in the order of the items."""

    results: Sequence[Result]
    change: Change

    @property
    def is_final(self) -> bool:
        """Whether the same batch again would find nothing left to do."""
        return all(one.code != NOT_PROCESSED for one in self.results)


@dataclass(frozen=True)
class _Entry:
    """An item that can be recorded, and its place in the batch."""

    place: int
    claim: Claim
    draft: Draft
    flags: tuple[str, ...]

    def result(self, code: str) -> Result:
        return Result(self.claim.id, self.claim.sequence, code, flags=self.flags)


@dataclass(frozen=True)
class Ingest:
    recorder: Recorder
    clock: Clock

    def __call__(self, items: Sequence[Item], origin: Origin, batch_id: str) -> Taken:
        """Record the items; the batch's own event is left to the caller.

        Raises StoreUnavailableError, SignerUnavailableError: some items may be recorded then.
        """
        until = self.clock.now() + WITHIN_MS
        results, entries = _sorted_out(items, origin)
        first = {entry.claim.id: entry for entry in reversed(entries)}
        once = [entry for entry in entries if first[entry.claim.id] is entry]
        for start in range(0, len(once), AT_ONCE):
            results |= self._group(once[start : start + AT_ONCE], origin, until)
        for entry in entries:
            if first[entry.claim.id] is not entry:
                results[entry.place] = self._one(entry, origin, until)
        ordered = [results[place] for place in range(len(items))]
        return Taken(ordered, Change(batch_id, after=told(ordered, origin.producer_id)))

    def _group(self, entries: Sequence[_Entry], origin: Origin, until: int) -> dict[int, Result]:
        if self.clock.now() < until and self._is_recorded([entry.draft for entry in entries]):
            return {entry.place: entry.result(RECORDED) for entry in entries}
        return {entry.place: self._one(entry, origin, until) for entry in entries}

    def _one(self, entry: _Entry, origin: Origin, until: int) -> Result:
        if self.clock.now() >= until:
            return entry.result(NOT_PROCESSED)
        # Looked up first: most of what is sent again is there, and a put that fails costs more than a read.
        found = self._found(entry, origin)
        if found is None and self._is_recorded([entry.draft]):
            return entry.result(RECORDED)
        return entry.result(found or self._found(entry, origin) or ID_TAKEN)

    def _is_recorded(self, drafts: Sequence[Draft]) -> bool:
        """Record drafts in one transaction; False if an id is taken, and nothing was written."""
        try:
            self.recorder.record(drafts)
        except DuplicateEventError:
            return False
        return True

    def _found(self, entry: _Entry, origin: Origin) -> str | None:
        """What stands under an id; None if nothing does. Raises StoreUnavailableError."""
        try:
            stored = self.recorder.recorded(entry.claim.id)
        except NotCanonicalError:
            # A row that somebody tampered with is nobody's event.
            return ID_TAKEN
        if stored is None:
            return None
        if not is_of(stored.event, origin.producer_id, entry.claim.sequence):
            return ID_TAKEN
        return ALREADY_RECORDED if tells_the_same(stored.event, entry.draft) else RECORDED_OTHERWISE


def _sorted_out(items: Sequence[Item], origin: Origin) -> tuple[dict[int, Result], list[_Entry]]:
    """The results of what cannot be recorded, by place, and what can."""
    results: dict[int, Result] = {}
    entries: list[_Entry] = []
    for place, item in enumerate(items):
        try:
            if isinstance(item, Claim):
                entries.append(_Entry(place, item, drafted(item, origin), flags_of(item, origin.now)))
            else:
                results[place] = Result(item.id, item.sequence, INVALID, item.faults)
        except UnfitClaimError as error:
            results[place] = Result(item.id, item.sequence, INVALID, error.faults)
    return results, entries
