"""Bodies of the network routes."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints, model_validator

from lacre.http.text import PlainText
from lacre.model.redaction import looks_secret
from network.agents.create_agent import AgentDraft
from network.agents.update_agent import AgentEdit
from network.model.place import Place

PHONE = r"^\+[1-9][0-9]{7,14}$"
USERNAME = r"^[a-z][a-z0-9._-]{2,39}$"


def _no_secret(text: str) -> str:
    if looks_secret(text):
        raise ValueError("a secret")
    return text


Phone = Annotated[str, StringConstraints(pattern=PHONE)]
"""An E.164 number with its plus sign."""
Username = Annotated[str, StringConstraints(pattern=USERNAME), AfterValidator(_no_secret)]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewAgentBody(Body):
    name: PlainText
    phone: Phone
    province: PlainText
    district: PlainText
    username: Username

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
