"""What became of an upload, as the API shows it."""

from collections.abc import Sequence

from lacre.model.canonical import JsonObject
from network.http.answers import Shown
from network.model.numbers import Numbers
from network.model.offline_item import Fate, OfflineItem, Result
from network.syncing.conclude_upload import missing


class ErrorAnswer(Shown):
    at: str
    what: str


class ItemAnswer(Shown):
    """Members that say nothing are left out, but for `sequence`: null for an item without one that is a number."""

    sequence: int | None
    result: Result
    transaction_id: str | None = None
    code: str | None = None
    errors: list[ErrorAnswer] | None = None
    flags: list[str] | None = None


class SyncAnswer(Shown):
    """Results in the order of the items. `gaps` are what is missing below the highest number ever received.

    Of more than 500 gaps the lowest are given up, those up to the number `gaps_given_up_to`.
    """

    results: list[ItemAnswer]
    gaps: list[tuple[int, int]]
    gaps_given_up_to: int | None


def sync_answer(items: Sequence[OfflineItem], fates: Sequence[Fate], numbers: Numbers) -> JsonObject:
    results = [_item_answer(item, fate) for item, fate in zip(items, fates, strict=True)]
    return {"results": results, **missing(numbers)}


def _item_answer(item: OfflineItem, fate: Fate) -> JsonObject:
    told: JsonObject = {
        "transaction_id": fate.transaction_id,
        "code": fate.code,
        "errors": [{"at": fault.at, "what": fault.what} for fault in fate.faults],
        "flags": list(fate.flags),
    }
    said = {name: value for name, value in told.items() if value}
    return {"sequence": item.sequence, "result": fate.result.value, **said}
