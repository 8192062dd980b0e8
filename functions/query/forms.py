"""What the console's forms post."""

import re
from hashlib import sha256
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class PageForm(BaseModel):
    """A form of a page. `csrf` is what `lacre.http.own_form.form_token` gave; it is never kept."""

    model_config = ConfigDict(extra="forbid")

    # A form without it is refused as a foreign one is.
    csrf: SecretStr = Field(SecretStr(""), max_length=100)


class OnceForm(PageForm):
    """A form that is done once, however often it is sent: `once` is another each time that the form is drawn."""

    once: SecretStr = Field(SecretStr(""), max_length=100)


_ONCE = re.compile(rb"(?:^|&)once=[^&]")


def once_key(content: bytes) -> str | None:
    """The idempotency key of such a form: of all that it sends, so that what is filled in anew is another request."""
    return sha256(content).hexdigest() if _ONCE.search(content) else None


def filled(given: Any) -> Any:
    """What a form sent, without its empty fields, which it sends too; what is no form as it is."""
    return {name: value for name, value in given.items() if value != ""} if isinstance(given, dict) else given
