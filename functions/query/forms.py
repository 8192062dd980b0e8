"""What the console's forms post."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class PageForm(BaseModel):
    """A form of a page. `csrf` is what `lacre.http.own_form.form_token` gave; it is never kept."""

    model_config = ConfigDict(extra="forbid")

    # A form without it is refused as a foreign one is.
    csrf: SecretStr = Field(SecretStr(""), max_length=100)


def filled(given: Any) -> Any:
    """What a form sent, without its empty fields, which it sends too; what is no form as it is."""
    return {name: value for name, value in given.items() if value != ""} if isinstance(given, dict) else given
