"""Handing to the sealer what the log does not hold, once that was shown, and nothing a second time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from lacre.archive_reading.following import Place
from lacre.ports.ambient import Clock
from lacre.ports.errors import StoreUnavailableError
from lacre.ports.reconciling import MOST_FED, Feeder
from lacre.ports.sealing import LeafIndex
from lacre.reconciling.absence import Absence, Wanted
from lacre.reconciling.log_check import INDEX_CHANGED, MISSING, ROW_REMOVED, ROW_UNREADABLE
from lacre.reconciling.refused import Refused
from lacre.reconciling.rounds import Pending
from lacre.reconciling.tally import Tally

NEAR_LEAVES = 200_000
"""So many leaves are looked through at once, some 20 s; for events that may be further back a round is begun."""

_ODD_MS = 24 * 3_600_000
"""Ids are made when events are recorded, or some hours before by whoever records later."""


class NotSealedError(Exception):
    """The sealer said that it sealed what it was handed, and the log does not hold it."""


class UndecidedError(Exception):
    """Too much was sealed since some unsealed events were recorded to be looked through before the scan comes again."""


@dataclass(frozen=True)
class Refeeding:
    index: LeafIndex
    absence: Absence
    feeder: Feeder
    refused: Refused
    clock: Clock

    def go_on(self, pending: Pending, tally: Tally, until: int) -> int:
        """How many events of a walk's round are still to be decided or fed: reads on, and feeds them at the end.

        Raises NotSealedError, BrokenArchiveError, StoreUnavailableError, SignerUnavailableError.
        """
        known = pending.round
        if known is None:
            return 0
        place, absent = self._absent(known.place, known.event_ids, tally, until)
        pending.put(absent, place, known.oldest)
        if place.size >= self.absence.published():
            left = self._feed([Wanted(one, known.oldest) for one in absent], tally, until)
            pending.put([one.event_id for one in left], place, known.oldest)
        return len(pending.round.event_ids) if pending.round else 0

    def settle(self, wanted: Sequence[Wanted], pending: Pending, tally: Tally, until: int, *, leaves_odd: bool) -> int:
        """Feed what can be decided now, and begin a round for the rest; how many events are in it.

        Each event is decided by itself. With `leaves_odd`, one whose id is much older than its row is left to the
        scan. Raises UndecidedError in the end if there is a round already, or some were left; and what `go_on` raises.
        """
        excluded = self.refused.of([one.event_id for one in wanted]) | pending.asked_for()
        known = [one for one in wanted if one.event_id not in excluded]
        near, far = self._parted([one for one in known if one.has_header])
        # The sealer takes no row without a header of its own, so that none of those is sealed twice.
        empty = [one for one in known if not one.has_header]
        rest = [one for one in far if not (leaves_odd and one.not_before < one.recorded_at - _ODD_MS)]
        odd = len(far) - len(rest)
        unread, absent, end = self._look_near(near, tally, until)
        left = self._feed([*empty, *absent], tally, until)
        later = [one for one in (*rest, *unread, *left) if one.has_header]
        # What fits no round is for the scan, too: it holds up nothing.
        is_taken = pending.round is not None
        if later and not is_taken:
            start = self.absence.start(rest) if rest else end
            pending.put([one.event_id for one in later], start, min(one.recorded_at for one in later))
        if odd or (later and is_taken):
            raise UndecidedError(f"{odd + is_taken * len(later)} unsealed events could be in much of the log")
        return len(later)

    def _parted(self, wanted: Sequence[Wanted]) -> tuple[list[Wanted], list[Wanted]]:
        """Those that can be in the last leaves alone, and the others."""
        enough = self.absence.published() - NEAR_LEAVES
        ordered = sorted(wanted, key=lambda one: one.not_before)
        low, high = 0, len(ordered)
        while low < high:
            middle = (low + high) // 2
            if self.absence.start(ordered[middle : middle + 1]).size < enough:
                low = middle + 1
            else:
                high = middle
        return ordered[low:], ordered[:low]

    def _look_near(self, near: Sequence[Wanted], tally: Tally, until: int) -> tuple[list[Wanted], list[Wanted], Place]:
        """Those that the time did not suffice for, those that are absent, and the place up to which they are."""
        if not near:
            return [], [], Place()
        place, absent = self._absent(self.absence.start(near), [one.event_id for one in near], tally, until)
        remaining = {*absent}
        found = [one for one in near if one.event_id in remaining]
        return ([], found, place) if place.size >= self.absence.published() else (found, [], place)

    def _absent(self, place: Place, event_ids: Sequence[str], tally: Tally, until: int) -> tuple[Place, list[str]]:
        after, found = self.absence.look(place, {*event_ids}, until)
        # Sealed meanwhile, by the stream or another run, is as it should be.
        for event_id in sorted(found - self.index.sealed(sorted(found)).keys()):
            tally.found(event_id, INDEX_CHANGED, MISSING)
        return after, [event_id for event_id in event_ids if event_id not in found]

    def _feed(self, wanted: Sequence[Wanted], tally: Tally, until: int) -> list[Wanted]:
        """What the time did not suffice for; the first call is made whatever the time."""
        for start in range(0, len(wanted), MOST_FED):
            if start and self.clock.now() >= until:
                return [*wanted[start:]]
            self._feed_some(wanted[start : start + MOST_FED], tally)
        return []

    def _feed_some(self, wanted: Sequence[Wanted], tally: Tally) -> None:
        event_ids = [one.event_id for one in wanted]
        try:
            fed = self.feeder.feed(event_ids)
        except StoreUnavailableError:
            _note_age(wanted, (), tally)
            raise
        _note_age(wanted, fed.unreadable, tally)
        tally.refed += fed.sealed
        tally.unreadable += len(fed.unreadable)
        self.refused.note(fed.unreadable)
        for event_id in fed.unreadable:
            # Nobody of ours writes such a row: it was written over before it was sealed, or put there.
            tally.found(event_id, ROW_UNREADABLE, "unsealed")
        for event_id in fed.absent:
            # Only a row that was there can be found by scan or index: it was taken away before it was sealed.
            tally.found(event_id, ROW_REMOVED, "unsealed")
        excused = {*fed.absent, *fed.unreadable}
        expected = [event_id for event_id in event_ids if event_id not in excused]
        if len(self.index.sealed(expected)) < len(expected):
            raise NotSealedError("the sealer answered, and some of what it was handed is not in the log")


def _note_age(wanted: Sequence[Wanted], unreadable: Collection[str], tally: Tally) -> None:
    for one in wanted:
        if one.recorded_at and one.event_id not in unreadable:
            tally.found_unsealed(one.recorded_at)
