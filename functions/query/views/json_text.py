"""A value as JSON in one line, however deep it is: whoever sent a body decided how deep, and recursion would end."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from lacre.model.canonical import JsonValue

_scalar = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True)
class _Mark:
    """Punctuation that waits for its turn among values."""

    text: str


def json_text(value: JsonValue) -> str:
    """Names in order, so that one value has one text; `1`, `true` and `"1"` differ."""
    if not isinstance(value, Mapping | list | tuple):
        return _scalar(value)
    written: list[str] = []
    pending: list[JsonValue | _Mark] = [value]
    while pending:
        found = pending.pop()
        if isinstance(found, _Mark):
            written.append(found.text)
        elif is_object(found) or is_array(found):
            pending.extend(reversed(list(_parts(found))))
        else:
            written.append(_scalar(found))
    return "".join(written)


def is_object(value: object) -> TypeGuard[Mapping[str, JsonValue]]:
    return isinstance(value, Mapping)


def is_array(value: object) -> TypeGuard[Sequence[JsonValue]]:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _parts(value: JsonValue) -> Iterable[JsonValue | _Mark]:
    if is_object(value):
        yield _Mark("{")
        for place, name in enumerate(sorted(value)):
            yield _Mark(f"{', ' if place else ''}{_scalar(name)}: ")
            yield value[name]
        yield _Mark("}")
    elif is_array(value):
        yield _Mark("[")
        for place, member in enumerate(value):
            if place:
                yield _Mark(", ")
            yield member
        yield _Mark("]")
