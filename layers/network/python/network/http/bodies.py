"""Bodies of the network routes."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from lacre.http.text import PlainText
from network.agents.create_agent import AgentDraft
from network.agents.update_agent import AgentEdit
from network.model.place import Place

PHONE = r"^\+[1-9][0-9]{7,14}$"

Phone = Annotated[str, StringConstraints(pattern=PHONE)]
"""An E.164 number with its plus sign."""


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewAgentBody(Body):
    name: PlainText
    phone: Phone
    province: PlainText
    district: PlainText
    # What a user name is, the accounts know.
    username: str = Field(max_length=200)

    @property
    def draft(self) -> AgentDraft:
        return AgentDraft(self.name, self.phone, Place(self.province, self.district), self.username)


class AgentEditBody(Body):
    """What is left out stays as it is; null is not a name. The defaults stand for "left out" and are never used."""

    name: PlainText = ""
    phone: Phone = ""

    @model_validator(mode="after")
    def _changes_something(self) -> "AgentEditBody":
        if not self.model_fields_set:
            raise ValueError("nothing to change")
        return self

    @property
    def edit(self) -> AgentEdit:
        return AgentEdit(**self.model_dump(exclude_unset=True))
