"""Cases in memory."""

from dataclasses import dataclass, field

from lacre.ports.cases import Case, CaseState
from lacre.ports.events import StateWrite
from lacre.ports.paging import Page
from tests.fakes.events import MemoryWrite
from tests.fakes.newest import newest


@dataclass
class MemoryCases:
    """`lacre.ports.cases.Cases`."""

    rows: dict[str, Case] = field(default_factory=dict)

    def find(self, case_id: str) -> Case | None:
        return self.rows.get(case_id)

    def of_state(self, state: CaseState, after: str | None, limit: int) -> Page[Case]:
        of_state = [one for one in self.rows.values() if one.state is state]
        return newest(of_state, state.value, lambda one: f"{one.opened_at}#{one.id}", after, limit)

    def adding(self, case: Case) -> StateWrite:
        return MemoryWrite(lambda: case.id not in self.rows, lambda: self.rows.update({case.id: case}))

    def replacing(self, case: Case, version: int) -> StateWrite:
        def is_unchanged() -> bool:
            found = self.rows.get(case.id)
            return found is not None and found.version == version

        return MemoryWrite(is_unchanged, lambda: self.rows.update({case.id: case}))
