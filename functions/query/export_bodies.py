"""What is asked of exports, by the API and by the console's forms."""

from typing import Any, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, field_validator, model_validator

from functions.query.asked import AskedFilters
from functions.query.forms import OnceForm, PageForm, filled
from lacre.http.parameters import PageQuery
from lacre.model.redaction import looks_secret
from lacre.ports.exports import ExportFile, ExportFormat, ExportLanguage, Wanted


class ExportsQuery(PageQuery):
    """`mine`: only what the caller asked for."""

    mine: bool = False


class ExportsPageQuery(AskedFilters, ExportsQuery):
    """The same for the page, whose form begins with the conditions of a search and a format.

    `asked` is the export that was asked for just now.
    """

    format: ExportFormat = ExportFormat.CSV
    asked: UUID | None = None

    @model_validator(mode="before")
    @classmethod
    def without_empty_fields(cls, given: Any) -> Any:
        return filled(given)


class KeptFilters(AskedFilters):
    """The conditions of a search that are kept with a job."""

    model_config = ConfigDict(extra="forbid")
    stands_in: ClassVar[str] = "body"

    @field_validator("text", "actor_id", "actor_role", "entity_id", "province", "district", "session_id")
    @classmethod
    def without_secrets(cls, given: str | None) -> str | None:
        """Other than those of a search, these conditions are kept, with the job and in a manifest."""
        if given is not None and looks_secret(given):
            raise ValueError("a secret, or a number that could be one")
        return given


class ExportBody(KeptFilters):
    """The conditions of a search, and in which format; `language` is that of a document."""

    format: ExportFormat
    language: ExportLanguage = ExportLanguage.PT

    @property
    def wanted(self) -> Wanted:
        """Raises Refusal for a period that ends before it starts."""
        return Wanted(self.selection, self.format, self.language)


class ExportForm(ExportBody, OnceForm):
    """The same by the console's form, which sends its empty fields too."""

    @model_validator(mode="before")
    @classmethod
    def without_empty_fields(cls, given: Any) -> Any:
        return filled(given)


class LinkBody(BaseModel):
    model_config = ConfigDict(extra="forbid")

    file: ExportFile


class LinkForm(LinkBody, PageForm):
    """The same by the console's form."""
