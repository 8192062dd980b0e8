"""Reading the ledger as one list, while others append to it and pack it."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date

from hedge.packing.kept_pages import KeptPages
from hedge.packing.positions import Stretch, position_of, stretch
from hedge.ports.ledger import LinesPage
from hedge.ports.packing import Directory, FreshRow, Lines, PackedLedger, PageEntry
from lacre.ports.errors import StoreUnavailableError

_LINES_A_ROW = 2
_ATTEMPTS = 8


class ReadLines:
    """Fresh rows first, then the directory, then the pages that it names; merged, equal lines once.

    Every entry that was committed before the call is found. It was committed as a fresh row, and the packer deletes a
    row only after a directory that covers it was put. Was the row still there when its place among the fresh ones was
    read, it is found there. Was it not, then the covering directory was there before; the directory is read later, each
    is put under the version of the one before, and none drops a line; so the one that is read covers it. What a
    directory covers is in its pages: they are put in one transaction with it, and never change. Should one be gone,
    then a later directory has dropped it, which covers no less: that is read again, and the fresh rows need not be.

    No entry is found twice. The pages of a directory are disjoint, since the packer adds only lines that they do not
    have, under the version of the directory that it looked at. A row that is covered but not deleted yet has the very
    bytes that its page has, and equal lines are one.

    The order is (cashflow date, id), since lines begin with these, in a form that sorts as bytes.

    A page of the answer has no gap, though it is made of the first fresh rows and of the first pages only. What was
    left unread of the fresh rows sorts after more than `limit` lines that were read, and so does what was left unread
    of the pages: neither has a place among the first `limit`, nor is the one after them, which tells that more follow,
    taken for none.

    The two lines of a settlement are in one row, and leave for their pages in one transaction: both are seen, or
    neither is.
    """

    def __init__(self, ledger: PackedLedger) -> None:
        self._ledger = ledger
        self._kept = KeptPages(ledger)

    def __call__(self, start: date | None, end: date | None, after: str | None, limit: int) -> LinesPage:
        """As `Ledger.within` promises; positions are plain. Raises BadPositionError, StoreUnavailableError."""
        wanted = stretch(start, end, after)
        if wanted.low >= wanted.high:
            return LinesPage([], None)
        # The first row can have one line of the stretch only; and one line more tells whether there is a next page.
        fresh = self._ledger.fresh(wanted.row_low, wanted.high, limit // _LINES_A_ROW + 2)
        lines = _merged(fresh, self._packed(wanted, limit + 1), wanted)
        page = lines[:limit]
        return LinesPage(page, position_of(page[-1]) if len(lines) > limit else None)

    def _packed(self, wanted: Stretch, limit: int) -> Sequence[Lines]:
        """The first pages of the stretch in order, with at least `limit` lines of it if it has so many."""
        for _ in range(_ATTEMPTS):
            page_ids = [page.id for page in _pages_of(self._ledger.directory(), wanted, limit)]
            found = self._kept.read(page_ids)
            if len(found) == len(page_ids):
                return [found[page_id] for page_id in page_ids]
        raise StoreUnavailableError("ledger: its pages are replaced faster than they are read")


def _pages_of(directory: Directory, wanted: Stretch, limit: int) -> Iterator[PageEntry]:
    counted = 0
    for page in directory.pages:
        if counted >= limit or page.first >= wanted.high:
            return
        if page.last >= wanted.low:
            yield page
            # One that begins before the stretch has an unknown number of its lines.
            counted += page.count if page.first >= wanted.low else 0


def _has(lines: Lines, line: bytes) -> bool:
    at = bisect_left(lines, line)
    return at < len(lines) and lines[at] == line


def _merged(fresh: Sequence[FreshRow], packed: Sequence[Lines], wanted: Stretch) -> Lines:
    lines = [line for page in packed for line in page]
    if fresh:
        lines += [line for row in fresh for line in row.lines if not _has(lines, line)]
        # Two sorted runs, which are merged: sorting a set of ten thousand lines takes ten times as long.
        lines.sort()
    return lines[bisect_left(lines, wanted.line_low) : bisect_left(lines, wanted.line_high)]
