"""Bodies of the network routes."""

from dataclasses import replace
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from lacre.http.text import PlainText
from lacre.model.place import Place
from network.agents.agent_draft import AgentDraft
from network.merchants.merchant_draft import MerchantDraft
from network.model.entity import Entity
from network.model.money import read_amount, write_amount
from network.terminals.register_pos import PosDraft

E = TypeVar("E", bound=Entity)

PHONE = r"^\+[1-9][0-9]{7,14}$"
TAX_NUMBER = r"^[0-9]{9}$"

Phone = Annotated[str, StringConstraints(pattern=PHONE)]
"""An E.164 number with its plus sign."""

TaxNumber = Annotated[str, StringConstraints(pattern=TAX_NUMBER)]
"""Nine digits, as Mozambique's NUIT has them."""

Id = Annotated[str, Field(max_length=200)]
"""Any text: one that is nobody's id is not found."""

Amount = Annotated[str, AfterValidator(lambda text: write_amount(read_amount(text)))]
"""Decimal text above zero, at most 12 digits before the point and 2 after it; canonical with two decimals."""


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class EditBody(Body):
    """What is left out stays as it is. Defaults of fields that cannot be null stand for "left out", unused."""

    @model_validator(mode="after")
    def _changes_something(self) -> "EditBody":
        if not self.model_fields_set:
            raise ValueError("nothing to change")
        return self

    def edit(self, entity: E) -> E:
        return replace(entity, **self.model_dump(exclude_unset=True))


class PlacedBody(Body):
    name: PlainText
    province: PlainText
    district: PlainText

    @property
    def place(self) -> Place:
        return Place(self.province, self.district)


class NewAgentBody(PlacedBody):
    phone: Phone
    # What a user name is, the accounts know.
    username: str = Field(max_length=200)

    @property
    def draft(self) -> AgentDraft:
        return AgentDraft(self.name, self.phone, self.place, self.username)


class AgentEditBody(EditBody):
    name: PlainText = ""
    phone: Phone = ""


class NewMerchantBody(PlacedBody):
    phone: Phone
    tax_number: TaxNumber | None = None
    username: str = Field(max_length=200)

    @property
    def draft(self) -> MerchantDraft:
        return MerchantDraft(self.name, self.phone, self.tax_number, self.place, self.username)


class MerchantEditBody(EditBody):
    """A tax number of null is none."""

    name: PlainText = ""
    phone: Phone = ""
    tax_number: TaxNumber | None = None


class NewMarketBody(PlacedBody):
    pass


class MarketEditBody(EditBody):
    name: PlainText = ""


class NewPosBody(Body):
    label: PlainText
    agent_id: Id
    merchant_id: Id
    market_id: Id
    maximum_amount: Amount | None = None

    @property
    def draft(self) -> PosDraft:
        return PosDraft(self.label, self.agent_id, self.merchant_id, self.market_id, self.maximum_amount)


class BlockBody(Body):
    reason: PlainText
