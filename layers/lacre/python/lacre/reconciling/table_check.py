"""Table against log: whether rows have their leaves; what has none is handed to the function that seals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lacre.model import moment
from lacre.model.header import Header
from lacre.model.identifier import is_uuid
from lacre.ports.ambient import Clock
from lacre.ports.reconciling import MOST_FED, Feeder
from lacre.ports.sealing import LeafIndex, SealedLeaf
from lacre.reconciling.absence import Absence
from lacre.reconciling.log_check import INDEX_CHANGED, MISSING, ROW_CHANGED, ROW_REMOVED
from lacre.reconciling.planted import PlantedRows
from lacre.reconciling.tally import Tally
from lacre.tlog.hashing import leaf_hash

SETTLED_MS = 90_000
"""What is younger may still be on its way: a receipt promises sealing within 60 s."""

_AHEAD_MS = 5 * 60_000
"""A clock of ours is not further ahead: what claims to be is looked at like what is old."""


class NotSealedError(Exception):
    """The sealer said that it sealed what it was handed, and the log does not hold it."""


@dataclass(frozen=True)
class Seen:
    """A row of the table; `header` is None if it holds none, or that of another id.

    `misplaced` tells what its index attributes are instead of those of the header, if they are others.
    """

    event_id: str
    header: Header | None
    misplaced: str | None = None


@dataclass(frozen=True)
class TableCheck:
    index: LeafIndex
    planted: PlantedRows
    absence: Absence
    feeder: Feeder
    clock: Clock

    def check(self, seen: Sequence[Seen], tally: Tally, until: int, *, is_in_order: bool) -> None:
        """Have sealed what is not. Raises NotSealedError, StoreUnavailableError, SignerUnavailableError.

        Raises what Absence.found_in_log raises, too, which goes on until a moment (ms since 1970) at most.

        Rows in the order of time have their leaves in few batches, so that each row of the leaf index is held against
        the archive; of rows in any other order only those are that do not fit what the table holds.
        """
        due = [one for one in seen if not self._is_young(one)]
        leaves = self.index.sealed([one.event_id for one in due if is_uuid(one.event_id)])
        sealed = [(one, leaves[one.event_id]) for one in due if one.event_id in leaves]
        self.planted.check([leaf for one, leaf in sealed if is_in_order or not _fits(one, leaf)], tally)
        self._tell_misplaced(due, leaves, tally)
        unsealed = self._unsealed([one for one in due if one.event_id not in leaves], tally, until)
        for start in range(0, len(unsealed), MOST_FED):
            self._feed([one.event_id for one in unsealed[start : start + MOST_FED]], tally)

    def _tell_misplaced(self, due: Sequence[Seen], leaves: Mapping[str, SealedLeaf], tally: Tally) -> None:
        """Searches do not find such a row. Of one with another header than was sealed the log's own walk tells."""
        for one in due:
            leaf = leaves.get(one.event_id)
            if one.misplaced is not None and (leaf is None or _fits(one, leaf)):
                tally.found(one.event_id, ROW_CHANGED, one.misplaced)

    def _unsealed(self, unindexed: Sequence[Seen], tally: Tally, until: int) -> list[Seen]:
        for one in unindexed:
            if one.header is not None:
                tally.found_unsealed(moment.to_milliseconds(one.header.recorded_at))
        # The sealer takes no row without a header of its own, so that none of those is sealed twice.
        events = [(one.event_id, one.header) for one in unindexed if one.header is not None]
        sealed = self.absence.found_in_log(events, until)
        for event_id in sorted(sealed):
            tally.found(event_id, INDEX_CHANGED, MISSING)
        return [one for one in unindexed if one.event_id not in sealed]

    def _is_young(self, one: Seen) -> bool:
        if one.header is None:
            return False
        now = self.clock.now()
        return now - SETTLED_MS < moment.to_milliseconds(one.header.recorded_at) <= now + _AHEAD_MS

    def _feed(self, event_ids: Sequence[str], tally: Tally) -> None:
        fed = self.feeder.feed(event_ids)
        tally.refed += fed.sealed
        tally.unreadable += len(fed.unreadable)
        for event_id in fed.absent:
            # Only a row that was there can be found by scan or index: it was taken away before it was sealed.
            tally.found(event_id, ROW_REMOVED, "unsealed")
        excused = {*fed.absent, *fed.unreadable}
        expected = [event_id for event_id in event_ids if event_id not in excused]
        if len(self.index.sealed(expected)) < len(expected):
            raise NotSealedError("the sealer answered, and some of what it was handed is not in the log")


def _fits(one: Seen, leaf: SealedLeaf) -> bool:
    return one.header is not None and leaf_hash(one.header.encode()) == leaf.leaf_hash
