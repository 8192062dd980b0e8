"""An upload of what a POS did offline: every item done once, or known to be left.

Items are written several to a transaction, and singly where that is refused. Each is all or nothing: its transaction,
its events and what remembers it are written together, so that whatever ends an upload in the middle, the same upload
again does the rest and no more.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lacre.model.actor import Actor
from lacre.model.refusal import Ground, Refusal
from lacre.ports.ambient import Clock
from lacre.ports.errors import StateConflictError
from network.model.offline_item import Fate, Memory, OfflineItem, Result
from network.model.pos import Pos
from network.ports.entities import Entities
from network.ports.uploads import Journal, Uploads
from network.syncing.decide_item import DecideItem, Decision
from network.transactions.make_transaction import require_active

WITHIN_MS = 6_000
"""No transaction begins later: the function has ten seconds, a slow transaction takes two of them, and the upload's own
event is still to be written."""

AT_ONCE = 99
"""A transaction of DynamoDB has a hundred items; one of them holds the POS as it was found."""

_ATTEMPTS = 3


@dataclass(frozen=True)
class Upload:
    terminals: Entities[Pos]
    uploads: Uploads
    decide: DecideItem
    clock: Clock

    def __call__(self, actor: Actor, items: Sequence[OfflineItem], journal: Journal) -> Sequence[Fate]:
        """The fates of the items, in their order.

        Raises Refusal, if the POS is blocked; StoreUnavailableError, SignerUnavailableError: some items may be done
        then, as they are when the process dies. Each is done where the POS is at that moment.
        """
        return _Run(self, self.clock.now() + WITHIN_MS, actor.id, journal).fates_of(items)


@dataclass(frozen=True)
class _Entry:
    place: int
    item: OfflineItem
    decision: Decision


class _Run:
    """One upload under way, with the POS and the memories as they were last seen."""

    def __init__(self, upload: Upload, until: int, pos_id: str, journal: Journal) -> None:
        self._upload = upload
        self._until = until
        self._journal = journal
        self._pos = self._found(pos_id)
        require_active(self._pos)
        self._is_active = True
        self._known: dict[str, Memory] = {}
        self._fates: dict[int, Fate] = {}

    def fates_of(self, items: Sequence[OfflineItem]) -> Sequence[Fate]:
        self._known |= self._upload.uploads.memories(self._pos.id, [item.name for item in items])
        group: list[_Entry] = []
        for place, item in enumerate(items):
            decision = self._decide(item)
            if sum(entry.decision.size for entry in group) + decision.size > AT_ONCE:
                self._write_group(group)
                # What became of the group can be news for this item.
                group, decision = [], self._decide(item)
            group.append(_Entry(place, item, decision))
            self._note(item, decision)
        self._write_group(group)
        return [self._fates[place] for place in range(len(items))]

    def _decide(self, item: OfflineItem) -> Decision:
        return self._upload.decide(self._pos, item, self._known.get(item.name))

    def _note(self, item: OfflineItem, decision: Decision) -> None:
        if decision.memory is not None:
            self._known[item.name] = decision.memory

    def _write_group(self, group: Sequence[_Entry]) -> None:
        if not self._is_over() and self._is_written([entry.decision for entry in group]):
            self._fates |= {entry.place: entry.decision.fate for entry in group}
            return
        self._look_again([entry.item for entry in group])
        for entry in group:
            self._fates[entry.place] = self._written(entry.item)

    def _written(self, item: OfflineItem) -> Fate:
        """The fate of an item by itself."""
        for _ in range(_ATTEMPTS):
            if self._is_over():
                break
            decision = self._decide(item)
            if self._is_written([decision]):
                self._note(item, decision)
                return decision.fate
            self._look_again([item])
        return Fate(Result.NOT_PROCESSED)

    def _is_written(self, decisions: Sequence[Decision]) -> bool:
        """False if the POS, or an item, is no longer as it was when this was decided; nothing is written then."""
        parts = [part for decision in decisions for part in decision.parts]
        writes = [write for decision in decisions for write in decision.writes]
        if not parts:
            return True
        try:
            self._journal.write(parts, [*writes, self._upload.terminals.unchanged(self._pos)] if writes else [])
        except StateConflictError:
            return False
        return True

    def _look_again(self, items: Sequence[OfflineItem]) -> None:
        names = [item.name for item in items]
        for name in names:
            self._known.pop(name, None)
        if self._is_over():
            return
        self._known |= self._upload.uploads.memories(self._pos.id, names)
        self._pos = self._found(self._pos.id)
        try:
            require_active(self._pos)
        except Refusal:
            # The rest is left as it is; the POS hears why with its next upload.
            self._is_active = False

    def _is_over(self) -> bool:
        return not self._is_active or self._upload.clock.now() >= self._until

    def _found(self, pos_id: str) -> Pos:
        pos = self._upload.terminals.find(pos_id)
        if pos is None:
            raise Refusal(Ground.NOT_FOUND, "NO_SUCH_POS", "There is no such POS.")
        return pos
