"""The body of a batch. Each item is read by itself, so that one that is none refuses no other."""

import ipaddress
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi.exceptions import RequestValidationError
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from lacre.http.invalid import invalid_request
from lacre.http.text import PlainText
from lacre.ingesting.claim import GREATEST_SEQUENCE, MOST_ITEMS, Claim, Item, Unreadable
from lacre.model import moment
from lacre.model.actor import Actor
from lacre.model.draft import Reason
from lacre.model.identifier import is_uuid
from lacre.model.naming import UNKNOWN_ID
from lacre.model.vocabulary import ActorType, EntityType, Outcome


def _uuid(text: str) -> str:
    if not is_uuid(text):
        raise ValueError("not a UUID in lower case")
    return text


def _moment(text: str) -> str:
    moment.to_milliseconds(text)
    return text


def _address(text: str) -> str:
    # A scope ("%...") is any text.
    if "%" in text:
        raise ValueError("an address with a scope")
    return text if text == UNKNOWN_ID else str(ipaddress.ip_address(text))


Word = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{0,63}$")]
Sequenced = Annotated[int, Field(strict=True, ge=1, le=GREATEST_SEQUENCE)]


class Form(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ClaimedActor(Form):
    type: ActorType
    id: str
    name: PlainText
    role: Word | None = None
    province: PlainText | None = None
    district: PlainText | None = None


class ClaimedEntity(Form):
    type: EntityType
    id: str


class ClaimedReason(Form):
    code: Word
    sentence: PlainText


class ClaimedEvent(Form):
    """One item. `occurred_at` is UTC with milliseconds, `2026-11-22T08:15:00.000Z`.

    `reason` is for DENIED and FAILED, which have one always; `attempted_action` is theirs too, and has to be there with
    UNAUTHORIZED_ACCESS_ATTEMPT and ACCESS_OUTSIDE_JURISDICTION.
    """

    id: Annotated[str, AfterValidator(_uuid)]
    sequence: Sequenced
    action: str
    actor: ClaimedActor
    entity: ClaimedEntity
    attempted_action: str | None = None
    outcome: Outcome = Outcome.SUCCEEDED
    occurred_at: Annotated[str, AfterValidator(_moment)] | None = None
    ip_address: Annotated[str, AfterValidator(_address)] = UNKNOWN_ID
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None
    reason: ClaimedReason | None = None

    @property
    def claim(self) -> Claim:
        reason = self.reason
        return Claim(
            id=self.id,
            sequence=self.sequence,
            action=self.action,
            attempted_action=self.attempted_action,
            outcome=self.outcome,
            actor=Actor(**self.actor.model_dump()),
            entity_type=self.entity.type,
            entity_id=self.entity.id,
            ip_address=self.ip_address,
            occurred_at=self.occurred_at,
            before=self.before,
            after=self.after,
            reason=Reason(reason.code, reason.sentence) if reason else None,
        )


class BatchBody(Form):
    """1 to 100 items, each in the form of `ClaimedEvent`; what is none has status 422 among the results."""

    events: list[Any] = Field(min_length=1, max_length=MOST_ITEMS)

    @property
    def items(self) -> Sequence[Item]:
        return [_item(given) for given in self.events]


def _item(given: object) -> Item:
    try:
        return ClaimedEvent.model_validate(given).claim
    except ValidationError as error:
        refusal = invalid_request(RequestValidationError(error.errors(include_input=False, include_url=False)))
        return Unreadable(_known_id(given), _known_sequence(given), refusal.faults)


def _known_id(given: object) -> str | None:
    found = given.get("id") if isinstance(given, dict) else None
    return found if isinstance(found, str) and is_uuid(found) else None


def _known_sequence(given: object) -> int | None:
    found = given.get("sequence") if isinstance(given, dict) else None
    return found if type(found) is int and 1 <= found <= GREATEST_SEQUENCE else None
