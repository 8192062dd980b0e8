"""Bodies and answers of `/v1/jurisdiction-changes`."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from identity.jurisdictions.request_change import Wish
from identity.model.jurisdiction_change import ChangeState, JurisdictionChange
from lacre.http.parameters import PageQuery
from lacre.http.text import PlainText
from lacre.model.canonical import JsonObject
from lacre.model.place import Place
from lacre.model.vocabulary import EntityType


class MovableType(StrEnum):
    """What has a place that can change."""

    AGENT = "AGENT"
    POS = "POS"
    MERCHANT = "MERCHANT"


class NewChangeBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    entity_type: MovableType
    # An id that is none is answered like one that nobody has.
    entity_id: str = Field(max_length=200)
    province: PlainText
    district: PlainText
    reason: PlainText

    @property
    def wish(self) -> Wish:
        return Wish(EntityType(self.entity_type), self.entity_id, Place(self.province, self.district), self.reason)


class RejectionBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reason: PlainText


class PlaceAnswer(BaseModel):
    province: str
    district: str


class ChangeAnswer(BaseModel):
    """A change of jurisdiction. Moments are RFC 3339, UTC, in milliseconds; `decided_*` are null while it waits."""

    id: str
    entity_type: MovableType
    entity_id: str
    from_: PlaceAnswer = Field(alias="from")
    to: PlaceAnswer
    reason: str
    requested_by: str
    requested_at: str
    state: ChangeState
    decided_by: str | None
    decided_at: str | None
    decision_reason: str | None
    version: int


class ChangesAnswer(BaseModel):
    """A page of a list; `cursor` is where it goes on, null at the end."""

    changes: list[ChangeAnswer]
    cursor: str | None


def change_answer(change: JurisdictionChange) -> JsonObject:
    return {"id": change.id, **change.shown()}


class ChangesQuery(PageQuery):
    state: ChangeState = ChangeState.PENDING
