"""Addresses of searches."""

from collections.abc import Mapping
from urllib.parse import urlencode


def search_address(kept: Mapping[str, str], changed: Mapping[str, str | None]) -> str:
    """A query with what is kept, but for what is changed; None takes a parameter away."""
    wanted = {**kept, **changed}
    return "?" + urlencode({name: value for name, value in wanted.items() if value})
