"""Pages, each fetched once: a page never changes."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from threading import Lock

from hedge.ports.packing import Lines, PackedLedger

KEPT = 96
"""Pages of 1,000 lines of 330 bytes: 32 MB."""


class KeptPages:
    """Keeps the pages that were used last, for all threads."""

    def __init__(self, ledger: PackedLedger, most: int = KEPT) -> None:
        self._ledger = ledger
        self._most = most
        self._pages: OrderedDict[str, Lines] = OrderedDict()
        self._lock = Lock()

    def read(self, page_ids: Sequence[str]) -> Mapping[str, Lines]:
        """Those of the pages that there are. Raises StoreUnavailableError."""
        with self._lock:
            found = {one: self._pages[one] for one in page_ids if one in self._pages}
        missing = [one for one in page_ids if one not in found]
        if missing:
            found.update(self._ledger.pages(missing))
        self._keep(found)
        return found

    def _keep(self, used: Mapping[str, Lines]) -> None:
        with self._lock:
            for page_id, lines in used.items():
                self._pages[page_id] = lines
                self._pages.move_to_end(page_id)
            while len(self._pages) > self._most:
                self._pages.popitem(last=False)
