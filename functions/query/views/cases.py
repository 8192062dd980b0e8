"""Cases as their pages show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from lacre.ports.cases import Case, CaseState
from lacre.ports.detection import Alert


@dataclass(frozen=True)
class CaseList:
    """`more` leads to those that come after."""

    cases: Sequence[Case]
    names: Mapping[str, str]
    state: CaseState
    states: Sequence[tuple[CaseState, str]]
    more: str | None
    is_first: bool


@dataclass(frozen=True)
class CasePage:
    """`alerts` are those of the case that still are there, `candidates` the newest open ones that are in none.

    `people` are the ids of those who work on the case.
    """

    case: Case
    alerts: Sequence[Alert]
    candidates: Sequence[Alert]
    names: Mapping[str, str]

    @property
    def people(self) -> set[str]:
        return people_of([self.case])

    @property
    def is_open(self) -> bool:
        return self.case.state is CaseState.OPEN


def case_list(
    cases: Sequence[Case], following: str | None, names: Mapping[str, str], state: CaseState, *, is_first: bool
) -> CaseList:
    more = "?" + urlencode({"state": state.value, "cursor": following}) if following else None
    states = [(one, "?" + urlencode({"state": one.value})) for one in CaseState]
    return CaseList(cases, names, state, states, more, is_first)


def people_of(cases: Sequence[Case]) -> set[str]:
    """The ids of all who opened one, own one, or wrote a note in one."""
    owners = {who for case in cases for who in (case.owner, case.opened_by)}
    return owners | {note.by for case in cases for note in case.notes}
