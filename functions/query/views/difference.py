"""Nested values as lines of path and text, and two of them side by side."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lacre.model.canonical import JsonValue


@dataclass(frozen=True)
class Line:
    """One path of two values; None where a side has none. `kind` is same, added, removed or changed."""

    path: str
    before: str | None
    after: str | None

    @property
    def kind(self) -> str:
        if self.before == self.after:
            return "same"
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"


def difference(before: JsonValue, after: JsonValue) -> list[Line]:
    """Every path that either has, in the order in which they first stand."""
    left, right = dict(lines(before)), dict(lines(after))
    return [Line(path, left.get(path), right.get(path)) for path in {**left, **right}]


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
            yield path or "value", _text(found)


def _members(path: str, value: JsonValue) -> Iterator[tuple[str, JsonValue]]:
    if isinstance(value, Mapping):
        for name, member in value.items():
            yield (f"{path}.{name}" if path else name), member
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for index, member in enumerate(value):
            yield f"{path}[{index}]", member


def _text(value: JsonValue) -> str:
    match value:
        case None:
            return "null"
        case True | False:
            return str(value).lower()
        case str() | int():
            return str(value)
        case _:
            return "(empty)"
