"""What is asked of alerts, cases and blocks."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from lacre.http.parameters import PageQuery
from lacre.http.text import PlainText
from lacre.investigating.close_alert import Disposition
from lacre.investigating.gathered_alerts import GATHERED_AT_ONCE
from lacre.investigating.snooze_alert import LONGEST_H, AskedSnooze
from lacre.model.vocabulary import Severity
from lacre.ports.alerts import Sought
from lacre.ports.blocks import BlockState
from lacre.ports.cases import CaseState

_Word = Annotated[str, StringConstraints(min_length=1, max_length=200)]
# An id that is none is answered like one that nobody has.
_AlertIds = Annotated[
    list[Annotated[str, StringConstraints(max_length=200)]], Field(min_length=1, max_length=GATHERED_AT_ONCE)
]


class AlertsQuery(PageQuery):
    status: Literal["open", "acknowledged", "closed"] = "open"
    severity: Severity | None = None
    rule: _Word | None = None

    @property
    def sought(self) -> Sought:
        return Sought(self.status, self.severity.value if self.severity else None, self.rule)


class CasesQuery(PageQuery):
    state: CaseState = CaseState.OPEN


class BlocksQuery(PageQuery):
    state: BlockState = BlockState.ACTIVE


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ClosingBody(_Body):
    disposition: Disposition
    note: PlainText


class SnoozeBody(_Body):
    """`replaces`: the id of the snooze that mutes the group now, null if none does."""

    hours: int = Field(ge=1, le=LONGEST_H, strict=True)
    reason: PlainText
    replaces: _Word | None = None

    @property
    def asked(self) -> AskedSnooze:
        return AskedSnooze(self.hours, self.reason, self.replaces)


class NewCaseBody(_Body):
    title: PlainText
    alert_ids: _AlertIds


class AlertIdsBody(_Body):
    alert_ids: _AlertIds


class OwnerBody(_Body):
    """`owner` is a user's id."""

    owner: _Word


class NoteBody(_Body):
    note: PlainText


class ReasonBody(_Body):
    reason: PlainText
