"""What is asked of deep searches, by the API and by the console's form."""

from typing import Any, Literal, Self

from pydantic import BaseModel, Field, model_validator

from functions.query.asked import AskedFilters
from functions.query.export_bodies import KeptFilters
from functions.query.forms import OnceForm, filled
from lacre.http.parameters import PageQuery
from lacre.ports.deep_searches import PAGE_EVENTS


class DeepSearchesQuery(PageQuery):
    """`mine`: only what the caller asked for."""

    mine: bool = False


class DeepSearchesPageQuery(AskedFilters, DeepSearchesQuery):
    """The same for the page, whose form begins with the conditions of a search."""

    @model_validator(mode="before")
    @classmethod
    def without_empty_fields(cls, given: Any) -> Any:
        return filled(given)


class DeepSearchBody(KeptFilters):
    """The conditions of a search: at least one, since all that there is cannot be looked at."""

    @model_validator(mode="after")
    def with_a_condition(self) -> Self:
        if all(getattr(self, name) in (None, False) for name in AskedFilters.model_fields):
            raise ValueError("no condition")
        return self


class DeepSearchForm(DeepSearchBody, OnceForm):
    """The same by the console's form, which sends its empty fields too."""

    @model_validator(mode="before")
    @classmethod
    def without_empty_fields(cls, given: Any) -> Any:
        return filled(given)


class FoundQuery(BaseModel):
    """Which part of what was found: by recorded_at and id, in one order or the other."""

    order: Literal["asc", "desc"] = "asc"
    limit: int = Field(50, ge=1, le=PAGE_EVENTS)
    cursor: str | None = None

    @property
    def ascending(self) -> bool:
        return self.order == "asc"


class FoundPageQuery(FoundQuery):
    """The same for the page: the newest first."""

    order: Literal["asc", "desc"] = "desc"
