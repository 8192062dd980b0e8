"""The upload's own event, and the numbers of the POS that are received by now."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lacre.model.canonical import JsonObject
from lacre.model.ranges import Range, ranges_of
from lacre.recording.change import Change
from network.model.numbers import Numbers
from network.model.offline_item import Fate, OfflineItem, Result
from network.ports.uploads import Uploads


@dataclass(frozen=True)
class ConcludedUpload:
    """`numbers` are received once the change is committed."""

    numbers: Numbers
    change: Change


class ConcludeUpload:
    def __init__(self, uploads: Uploads) -> None:
        self._uploads = uploads

    def __call__(
        self, pos_id: str, upload_id: str, items: Sequence[OfflineItem], fates: Sequence[Fate]
    ) -> ConcludedUpload:
        """Another upload of the POS that ends at the same time makes the change a conflict: conclude again then.

        Raises StoreUnavailableError.
        """
        numbered = [
            (item.sequence, fate.result) for item, fate in zip(items, fates, strict=True) if item.sequence is not None
        ]
        received = [number for number, result in numbered if result is not Result.NOT_PROCESSED]
        before = self._uploads.numbers(pos_id)
        numbers = before.adding(received)
        after: JsonObject = {
            "producer": pos_id,
            "ranges": ranges_of(received),
            "duplicates": _numbers_with(Result.DUPLICATE, numbered),
            "not_processed": _numbers_with(Result.NOT_PROCESSED, numbered),
            "counts": dict(Counter(fate.result.value for fate in fates)),
            **missing(numbers),
        }
        writes = [] if numbers is before else [self._uploads.noting(pos_id, numbers)]
        return ConcludedUpload(numbers, Change(upload_id, after=after, writes=writes))


def _numbers_with(result: Result, numbered: Sequence[tuple[int, Result]]) -> Sequence[Range]:
    return ranges_of(number for number, one in numbered if one is result)


def missing(numbers: Numbers) -> JsonObject:
    """What is missing below the highest number ever received, as event and answer tell it.

    Gaps up to `gaps_given_up_to` are no longer kept: there were more than 500.
    """
    return {"gaps": numbers.gaps(), "gaps_given_up_to": numbers.given_up or None}
