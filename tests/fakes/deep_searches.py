"""Deep searches in memory: jobs, and pages of what was found."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from functions.query.deep_searching import DeepSearching
from lacre.model.header import Header
from lacre.ports.deep_searches import DeepSearch
from lacre.ports.errors import StoreUnavailableError
from lacre.ports.events import StateWrite
from lacre.ports.exports import Places
from lacre.ports.paging import Page
from tests.fakes.ambient import SeededEntropy
from tests.fakes.events import MemoryWrite
from tests.fakes.exports import MemoryExportQueue
from tests.fakes.newest import newest
from tests.fakes.places import MemoryPlaces


@dataclass
class MemoryDeepSearches:
    """`lacre.ports.deep_searches.DeepSearches`."""

    rows: dict[str, DeepSearch] = field(default_factory=dict)
    taken: MemoryPlaces = field(default_factory=MemoryPlaces)

    def find(self, search_id: str) -> DeepSearch | None:
        return self.rows.get(search_id)

    def asked(self, by: str | None, after: str | None, limit: int) -> Page[DeepSearch]:
        of_asker = [one for one in self.rows.values() if by in (None, one.asking.by)]
        return newest(of_asker, by or "*", lambda one: f"{one.asking.at}#{one.id}", after, limit)

    def adding(self, search: DeepSearch) -> StateWrite:
        return MemoryWrite(lambda: search.id not in self.rows, lambda: self.rows.update({search.id: search}))

    def places(self, by: str) -> Places:
        return self.taken.places(by)

    def taking(self, places: Places, search: DeepSearch) -> StateWrite:
        return self.taken.taking(places, search.id)

    def replacing(self, search: DeepSearch, version: int) -> StateWrite:
        return MemoryWrite(lambda: self._has(search.id, version), lambda: self.rows.update({search.id: search}))

    def replace(self, search: DeepSearch, version: int) -> bool:
        if self._has(search.id, version):
            self.rows[search.id] = search
            return True
        return False

    def _has(self, search_id: str, version: int) -> bool:
        found = self.rows.get(search_id)
        return found is not None and found.version == version


@dataclass
class MemoryFoundPages:
    """`lacre.ports.deep_searches.FoundPages`."""

    pages: dict[tuple[str, int], Sequence[Header]] = field(default_factory=dict)

    def write(self, search_id: str, page: int, headers: Sequence[Header]) -> None:
        self.pages[search_id, page] = list(headers)

    def read(self, search_id: str, page: int) -> Sequence[Header]:
        try:
            return self.pages[search_id, page]
        except KeyError:
            raise StoreUnavailableError("no such page") from None


def deep_searching() -> DeepSearching:
    return DeepSearching(MemoryDeepSearches(), MemoryExportQueue(), MemoryFoundPages(), SeededEntropy(43))
