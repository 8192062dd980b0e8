"""What became of the items of a batch."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lacre.model.canonical import JsonObject
from lacre.model.ranges import ranges_of
from lacre.model.refusal import Fault

RECORDED, ALREADY_RECORDED, RECORDED_OTHERWISE = "RECORDED", "ALREADY_RECORDED", "RECORDED_OTHERWISE"
ID_TAKEN, INVALID, NOT_PROCESSED = "ID_TAKEN", "INVALID_ITEM", "NOT_PROCESSED"
_STATUSES = {
    RECORDED: 201,
    ALREADY_RECORDED: 409,
    RECORDED_OTHERWISE: 409,
    ID_TAKEN: 409,
    INVALID: 422,
    NOT_PROCESSED: 503,
}
_DELIVERED = {RECORDED, ALREADY_RECORDED, RECORDED_OTHERWISE}


@dataclass(frozen=True)
class Result:
    """What became of one item.

    RECORDED now; ALREADY_RECORDED before, as it is; RECORDED_OTHERWISE: before, under this number, with other content,
    which stays; ID_TAKEN: the id is another event's; INVALID_ITEM: with the faults;
    NOT_PROCESSED: time was short, and it has to be sent again.
    """

    id: str | None
    sequence: int | None
    code: str
    faults: tuple[Fault, ...] = ()
    flags: tuple[str, ...] = ()

    @property
    def status(self) -> int:
        """In the words of HTTP."""
        return _STATUSES[self.code]

    @property
    def is_delivered(self) -> bool:
        """Whether the item's number is accounted for: the producer need not send it again."""
        return self.code in _DELIVERED


def told(results: Sequence[Result], producer_id: str) -> JsonObject:
    """A batch as its own event's `after` tells of it.

    `ranges` are the numbers that are recorded, now or before, and `not_processed` those that have to be sent again;
    `refused` are the items that are not recorded as they are.
    """
    delivered = [one.sequence for one in results if one.is_delivered and one.sequence is not None]
    left = [one.sequence for one in results if one.code == NOT_PROCESSED and one.sequence is not None]
    refused = [
        {"id": one.id, "sequence": one.sequence, "code": one.code}
        for one in results
        if not one.is_delivered and one.code != NOT_PROCESSED
    ]
    return {
        "producer": producer_id,
        "ranges": ranges_of(delivered),
        "not_processed": ranges_of(left),
        "counts": dict(Counter(one.code for one in results)),
        "refused": refused,
    }
