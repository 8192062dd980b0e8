"""What the console's forms post."""

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class PageForm(BaseModel):
    """A form of a page. `csrf` is what `lacre.http.own_form.form_token` gave; it is never kept."""

    model_config = ConfigDict(extra="forbid")

    # A form without it is refused as a foreign one is.
    csrf: SecretStr = Field(SecretStr(""), max_length=100)
