"""What may be asked of the list of events, by its query parameters."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    StringConstraints,
    model_validator,
)

from functions.query.forms import filled
from lacre.model import moment
from lacre.model.action import action
from lacre.model.filters import Filters, Network, Selection, address_filter
from lacre.model.refusal import Fault, Ground, Refusal
from lacre.model.vocabulary import ActorType, EntityType, EventSource, EventType, Outcome, Severity
from lacre.searching.search import MAXIMUM_LIMIT

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(T.*)?", re.ASCII | re.DOTALL)


def _dated(text: object) -> object:
    # A bare number would be read as seconds since 1970: `start=2026` would quietly mean another period.
    if not isinstance(text, str) or not _DATE.fullmatch(text):
        raise ValueError("not a date or a date and time")
    return text


def _log_moment(given: datetime) -> str:
    """In the log's form; without a zone it is UTC. Rounded up: events have whole milliseconds."""
    aware = given if given.tzinfo else given.replace(tzinfo=UTC)
    milliseconds = -((_EPOCH - aware) // timedelta(milliseconds=1))
    return moment.to_text(max(0, milliseconds))


def _known(code: str) -> str:
    return action(code).code


Moment = Annotated[datetime, BeforeValidator(_dated)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class AskedFilters(BaseModel):
    """`start` is inclusive, `end` exclusive; ISO 8601, UTC where no zone is named. `text` is in the description."""

    stands_in: ClassVar[str] = "query"

    start: Moment | None = None
    end: Moment | None = None
    actor_id: Text | None = None
    actor_type: ActorType | None = None
    actor_role: Text | None = None
    entity_type: EntityType | None = None
    entity_id: Text | None = None
    action: Annotated[str, AfterValidator(_known)] | None = None
    severity: Severity | None = None
    event_type: EventType | None = None
    outcome: Outcome | None = None
    province: Text | None = None
    district: Text | None = None
    ip: Annotated[Network | str, BeforeValidator(address_filter)] | None = None
    correlation_id: UUID | None = None
    session_id: Text | None = None
    source: EventSource | None = None
    only_critical: bool = False
    text: Text | None = None

    @property
    def selection(self) -> Selection:
        """Raises Refusal for a period that ends before it starts."""
        return Selection(self.filters, self.text)

    @property
    def filters(self) -> Filters:
        """Raises Refusal for a period that ends before it starts."""
        given = {name: getattr(self, name) for name in Filters.__dataclass_fields__}
        start, end = (None if at is None else _log_moment(at) for at in (self.start, self.end))
        if start is not None and end is not None and end < start:
            fault = Fault(f"{self.stands_in}.end", "The period ends before it starts.")
            raise Refusal(Ground.INVALID, "INVALID_PERIOD", fault.what, faults=(fault,))
        correlation = None if self.correlation_id is None else str(self.correlation_id)
        return Filters(**{**given, "start": start, "end": end, "correlation_id": correlation})

    @property
    def form_moments(self) -> dict[str, str]:
        """The period as a field for date and time takes it: in UTC, without a zone. A field empties what it cannot."""
        given = {"start": self.filters.start, "end": self.filters.end}
        return {name: at.removesuffix("Z") for name, at in given.items() if at is not None}


class Asked(AskedFilters):
    """Filters, and which part of what they find."""

    order: Literal["asc", "desc"] = "asc"
    limit: int = Field(50, ge=1, le=MAXIMUM_LIMIT)
    cursor: str | None = None

    @property
    def ascending(self) -> bool:
        return self.order == "asc"


class AskedOfPage(Asked):
    """The same by a form, which sends its empty fields too; the newest come first."""

    order: Literal["asc", "desc"] = "desc"

    @model_validator(mode="before")
    @classmethod
    def without_empty_fields(cls, given: Any) -> Any:
        return filled(given)


class AskedOfNewer(AskedFilters):
    """What has come since a page: `since` is its watermark, `known` how many of the events after it the page showed."""

    since: Moment
    known: int = Field(0, ge=0, le=MAXIMUM_LIMIT)

    @property
    def selection(self) -> Selection:
        """Raises Refusal for a period that ends before it starts."""
        filters = self.filters
        return Selection(replace(filters, start=max(filters.start or "", _log_moment(self.since))), self.text)
