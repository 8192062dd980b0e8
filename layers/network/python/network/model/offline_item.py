"""What a POS did offline, item by item, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from lacre.model.canonical import JsonObject
from lacre.model.refusal import Fault
from network.model.payment import Payment


class Result(StrEnum):
    """DUPLICATE: the same item was there before. CONFLICT: another one was, under this number.

    NOT_PROCESSED: nothing is known of it, and it has to be sent again.
    """

    CREATED = "CREATED"
    DUPLICATE = "DUPLICATE"
    CONFLICT = "CONFLICT"
    INVALID = "INVALID"
    NOT_PROCESSED = "NOT_PROCESSED"


@dataclass(frozen=True)
class Offline:
    """What a POS says of something that it did offline: when (ms since 1970), by its clock, and under which number."""

    occurred_at: int
    sequence: int


@dataclass(frozen=True)
class OfflinePayment:
    """A payment that a POS took offline."""

    payment: Payment
    offline: Offline
    prints: bool


@dataclass(frozen=True)
class OfflineItem:
    """One item of an upload: a payment, or faults that make it none.

    `sequence` is its number, if it has one; `digest` (64 hexadecimal digits) tells it from others of this number.
    `told` is what the log may show of it.
    """

    sequence: int | None
    digest: str = field(repr=False)
    read: OfflinePayment | tuple[Fault, ...]
    told: JsonObject

    @property
    def name(self) -> str:
        """What it is remembered under: an item without a number is known by its content."""
        return self.digest if self.sequence is None else str(self.sequence)


@dataclass(frozen=True)
class Fate:
    """What became of an item: the transaction, or why there is none."""

    result: Result
    transaction_id: str | None = None
    code: str | None = None
    faults: Sequence[Fault] = ()
    flags: Sequence[str] = ()


@dataclass(frozen=True)
class Memory:
    """What is kept of an item, so that it is done once however often it is sent."""

    digest: str = field(repr=False)
    fate: Fate
