"""Nested values as lines of path and text."""

from collections.abc import Iterator, Mapping, Sequence

from functions.query.views.json_text import json_text
from lacre.model.canonical import JsonValue


def lines(value: JsonValue) -> Iterator[tuple[str, str]]:
    """Path and text of each scalar, and of each empty object or array."""
    # A stack instead of recursion: a caller decides how deep a body is.
    pending: list[tuple[str, JsonValue]] = [] if value is None else [("", value)]
    while pending:
        path, found = pending.pop()
        members = list(_members(path, found))
        if members:
            pending.extend(reversed(members))
        else:
            yield path or "value", text_of(found)


def text_of(value: JsonValue) -> str:
    """A text as it stands, unless it is empty; all else as JSON."""
    return value if isinstance(value, str) and value else json_text(value)


def _members(path: str, value: JsonValue) -> Iterator[tuple[str, JsonValue]]:
    if isinstance(value, Mapping):
        for name, member in value.items():
            yield (f"{path}.{name}" if path else name), member
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for index, member in enumerate(value):
            yield f"{path}[{index}]", member
