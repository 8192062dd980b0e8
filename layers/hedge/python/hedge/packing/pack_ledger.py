"""Packing the ledger's fresh rows into pages."""

from collections.abc import Sequence

from hedge.packing.plan import Work, cut, page_entry, sorted_to_pages, with_pages
from hedge.packing.positions import WHOLE
from hedge.ports.packing import Directory, FreshRow, Lines, PackedLedger, PageEntry
from lacre.model.identifier import ENTROPY_BYTES, uuid7
from lacre.ports.ambient import Clock, Entropy
from lacre.ports.errors import StateConflictError

_ROWS_AT_ONCE = 5000
_MOST_ROUNDS = 40


class PackLedger:
    """Puts lines into pages and the directory, in one transaction, and only then deletes their rows.

    A run that ends between the two leaves rows that are covered already; the next one finds their lines in the pages,
    and only deletes the rows. `ReadLines` says why nobody who reads meanwhile misses an entry.
    """

    def __init__(self, ledger: PackedLedger, clock: Clock, entropy: Entropy) -> None:
        self._ledger = ledger
        self._clock = clock
        self._entropy = entropy

    def __call__(self) -> int:
        """How many lines were packed. It ends early if another packer is at work: that one, or the next run, goes on.

        Raises StoreUnavailableError, OutcomeUnknownError.
        """
        packed = 0
        for _ in range(_MOST_ROUNDS):
            directory = self._ledger.directory()
            rows = self._ledger.fresh(WHOLE.low, WHOLE.high, _ROWS_AT_ONCE)
            if not rows:
                break
            try:
                packed += self._pack(directory, rows)
            except StateConflictError:
                break
        return packed

    def _pack(self, directory: Directory, rows: Sequence[FreshRow]) -> int:
        works = sorted_to_pages(directory, rows)
        packed = self._put(directory, works)
        taken = {line for work in works for line in work.lines}
        self._ledger.forget([row.position for row in rows if taken.issuperset(row.lines)])
        return packed

    def _put(self, directory: Directory, works: Sequence[Work]) -> int:
        packed = 0
        made: dict[int, Sequence[PageEntry]] = {}
        pages: dict[str, Lines] = {}
        for work, before in zip(works, self._lines_of(directory, works), strict=True):
            fresh = set(work.lines).difference(before)
            if fresh:
                parts = cut(sorted([*before, *fresh]), is_last=work.index >= len(directory.pages) - 1)
                named = {self._new_id(): part for part in parts}
                made[work.index] = [page_entry(page_id, part) for page_id, part in named.items()]
                pages.update(named)
                packed += len(fresh)
        if made:
            self._ledger.replace(directory, with_pages(directory, made), pages)
        return packed

    def _lines_of(self, directory: Directory, works: Sequence[Work]) -> Sequence[Lines]:
        """What the pages hold that the works are for. Raises StateConflictError if one was replaced meanwhile."""
        if not directory.pages:
            return [() for _ in works]
        page_ids = [directory.pages[work.index].id for work in works]
        found = self._ledger.pages(page_ids)
        if len(found) < len(page_ids):
            raise StateConflictError("another packer has replaced a page")
        return [found[page_id] for page_id in page_ids]

    def _new_id(self) -> str:
        return uuid7(self._clock.now(), self._entropy.take(ENTROPY_BYTES))
