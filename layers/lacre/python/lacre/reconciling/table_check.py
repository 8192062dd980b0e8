"""Table against log: whether rows have their leaves; and the attributes by which searches find them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lacre.model import moment
from lacre.model.header import Header
from lacre.model.identifier import is_uuid
from lacre.ports.ambient import Clock
from lacre.ports.sealing import LeafIndex, SealedLeaf
from lacre.reconciling.absence import Wanted
from lacre.reconciling.log_check import ROW_CHANGED
from lacre.reconciling.planted import PlantedRows
from lacre.reconciling.tally import Tally
from lacre.tlog.hashing import leaf_hash

SETTLED_MS = 90_000
"""What is younger may still be on its way: a receipt promises sealing within 60 s."""

_AHEAD_MS = 5 * 60_000
"""A clock of ours is not further ahead: what claims to be is looked at like what is old."""


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
    clock: Clock

    def unsealed(self, seen: Sequence[Seen], tally: Tally, *, is_in_order: bool) -> list[Wanted]:
        """Those that the leaf index does not know. Raises StoreUnavailableError, SignerUnavailableError.

        Rows in the order of time have their leaves in few batches, so that each row of the leaf index is held against
        the archive; of rows in any other order only those are that do not fit what the table holds.
        """
        due = [one for one in seen if not self._is_young(one)]
        leaves = self.index.sealed([one.event_id for one in due if is_uuid(one.event_id)])
        sealed = [(one, leaves[one.event_id]) for one in due if one.event_id in leaves]
        self.planted.check([leaf for one, leaf in sealed if is_in_order or not _fits(one, leaf)], tally)
        self._tell_misplaced(due, leaves, tally)
        return [Wanted.of(one.event_id, one.header) for one in due if one.event_id not in leaves]

    def _tell_misplaced(self, due: Sequence[Seen], leaves: Mapping[str, SealedLeaf], tally: Tally) -> None:
        """Searches do not find such a row. Of one with another header than was sealed the log's own walk tells."""
        for one in due:
            leaf = leaves.get(one.event_id)
            if one.misplaced is not None and (leaf is None or _fits(one, leaf)):
                tally.found(one.event_id, ROW_CHANGED, one.misplaced)

    def _is_young(self, one: Seen) -> bool:
        if one.header is None:
            return False
        now = self.clock.now()
        return now - SETTLED_MS < moment.to_milliseconds(one.header.recorded_at) <= now + _AHEAD_MS


def _fits(one: Seen, leaf: SealedLeaf) -> bool:
    return one.header is not None and leaf_hash(one.header.encode()) == leaf.leaf_hash
