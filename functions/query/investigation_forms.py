"""What the forms of alerts, cases and blocks post."""

from typing import Annotated

from fastapi import Request, Response
from pydantic import Field, StringConstraints

from functions.query.forms import PageForm
from functions.query.way_back import way_back
from lacre.http.answer import Answer
from lacre.http.call import AuditedCall
from lacre.http.own_form import require_own_form
from lacre.http.text import PlainText
from lacre.investigating.close_alert import Disposition
from lacre.investigating.snooze_alert import LONGEST_H, AskedSnooze
from lacre.recording.change import Change

_Word = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class InvestigationForm(PageForm):
    """`back` is the page of the console to come back to, where that is not the one that the form is about."""

    back: str = Field("", max_length=2_000)

    def require_own(self, request: Request) -> None:
        """Raises Refusal FORBIDDEN for a form that is not of this session."""
        require_own_form(request, self.csrf.get_secret_value())

    def done(self, call: AuditedCall, change: Change, page: str) -> Response:
        """Commit the change, then lead to the page, relative to the console's root."""
        root = "../" * (call.origin.route.count("/") - 1)
        return call.done(change, Answer(location=root + way_back(self.back, page)))


class VersionedForm(InvestigationForm):
    """`version` is that of what was on the page: another by now is refused."""

    version: int = Field(ge=1, le=999_999_999)


class ClosingForm(VersionedForm):
    disposition: Disposition
    note: PlainText


class SnoozeForm(VersionedForm):
    """`replaces`: the id of the snooze that the page showed as in force."""

    hours: int = Field(ge=1, le=LONGEST_H)
    reason: PlainText
    replaces: _Word | None = None

    @property
    def asked(self) -> AskedSnooze:
        return AskedSnooze(self.hours, self.reason, self.replaces)


class NewCaseForm(InvestigationForm):
    """Of a case over the alert that it is posted to."""

    title: PlainText


class AlertForm(VersionedForm):
    """One alert for the case that it is posted to: each is an event of its own."""

    alert_id: _Word


class OwnerForm(VersionedForm):
    """`owner` is a user's id."""

    owner: _Word


class NoteForm(VersionedForm):
    note: PlainText


class ReasonForm(VersionedForm):
    reason: PlainText
