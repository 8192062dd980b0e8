"""Deciding on one item of an upload: done now, done before, or not to be done."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lacre.ingesting.drafting import AHEAD_MS, CLOCK_AHEAD
from lacre.model.canonical import JsonObject
from lacre.model.draft import Reason
from lacre.model.naming import COLLECTION
from lacre.model.refusal import Fault, Refusal
from lacre.model.vocabulary import EntityType
from lacre.ports.ambient import Clock
from lacre.ports.events import StateWrite
from network.model.offline_item import Fate, Memory, OfflineItem, OfflinePayment, Result
from network.model.pos import Pos
from network.ports.uploads import Part, Uploads
from network.transactions.make_transaction import MadeTransaction, MakeTransaction

_REUSED = Reason("SEQUENCE_REUSED", "Another item was uploaded under this number before.")
_UNFIT = Reason("INVALID_ITEM", "The item does not fit what a POS uploads.")


@dataclass(frozen=True)
class Decision:
    """An item's fate once the parts and writes are committed, and what is remembered of it then."""

    fate: Fate
    parts: Sequence[Part] = ()
    writes: Sequence[StateWrite] = ()
    memory: Memory | None = None

    @property
    def size(self) -> int:
        """Items of a transaction."""
        return len(self.parts) + len(self.writes)


class DecideItem:
    def __init__(self, uploads: Uploads, make: MakeTransaction, clock: Clock) -> None:
        self._uploads = uploads
        self._make = make
        self._clock = clock

    def __call__(self, pos: Pos, item: OfflineItem, memory: Memory | None) -> Decision:
        """`memory` is what is known of an item of this name."""
        if memory is not None:
            return _repeated(item, memory)
        if not isinstance(item.read, OfflinePayment):
            return self._invalid(pos, item, _UNFIT, item.read)
        try:
            made = self._make(pos, item.read.payment, prints=item.read.prints, offline=item.read.offline)
        except Refusal as refusal:
            faults = tuple(replace(one, at=one.at.replace("body", "item", 1)) for one in refusal.faults)
            return self._invalid(pos, item, refusal.reason, faults)
        return self._created(pos, item, made)

    def _created(self, pos: Pos, item: OfflineItem, made: MadeTransaction) -> Decision:
        transaction, receipt, at = made.transaction, made.receipt, made.transaction.occurred_at
        flags = self._flags(at)
        after = {**transaction.shown(), "flags": flags}
        parts = [Part("TRANSACTION_CREATED", EntityType.TRANSACTION, transaction.id, after, at)]
        if receipt is not None:
            parts.append(
                Part("RECEIPT_PRINTED", EntityType.RECEIPT, receipt.id, receipt.shown(transaction.agent_id), at)
            )
        memory = Memory(item.digest, Fate(Result.CREATED, transaction.id, flags=flags))
        return self._remembered(pos, item, memory, parts, made.writes)

    def _invalid(self, pos: Pos, item: OfflineItem, reason: Reason, faults: Sequence[Fault]) -> Decision:
        at = item.read.offline.occurred_at if isinstance(item.read, OfflinePayment) else None
        flags = self._flags(at)
        errors = [{"at": fault.at, "what": fault.what} for fault in faults]
        after: JsonObject = {"pos_id": pos.id, "item": item.told, "errors": errors, "flags": flags}
        failed = Part("TRANSACTION_FAILED", EntityType.TRANSACTION, COLLECTION, after, at, reason)
        memory = Memory(item.digest, Fate(Result.INVALID, code=reason.code, faults=faults, flags=flags))
        return self._remembered(pos, item, memory, [failed], ())

    def _remembered(
        self, pos: Pos, item: OfflineItem, memory: Memory, parts: Sequence[Part], writes: Sequence[StateWrite]
    ) -> Decision:
        remembering = self._uploads.remembering(pos.id, item.name, memory)
        return Decision(memory.fate, parts, [*writes, remembering], memory)

    def _flags(self, occurred_at: int | None) -> list[str]:
        is_ahead = occurred_at is not None and occurred_at > self._clock.now() + AHEAD_MS
        return [CLOCK_AHEAD] if is_ahead else []


def _repeated(item: OfflineItem, memory: Memory) -> Decision:
    first = memory.fate
    if memory.digest == item.digest:
        return Decision(replace(first, result=Result.DUPLICATE))
    subject = first.transaction_id or COLLECTION
    after = {"item": item.told, "first": {"result": first.result.value, "code": first.code}}
    failed = Part("TRANSACTION_FAILED", EntityType.TRANSACTION, subject, after, reason=_REUSED)
    return Decision(Fate(Result.CONFLICT, first.transaction_id, _REUSED.code), [failed])
