"""User names: short, lower case, and nothing that a PIN or a token could be."""

import re

from lacre.model.redaction import looks_secret

PATTERN = r"[a-z][a-z0-9._-]{2,39}"
_FORM = re.compile(PATTERN)


def is_username(text: str) -> bool:
    return _FORM.fullmatch(text) is not None and not looks_secret(text)
