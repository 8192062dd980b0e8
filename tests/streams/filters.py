"""The part of EventBridge patterns that the stacks use: equality by list, anything-but, nested objects."""

from collections.abc import Mapping
from typing import Any


def matches(pattern: Mapping[str, Any], record: Mapping[str, Any]) -> bool:
    """Whether a record passes a filter; as in Lambda, a record that lacks a named field does not."""
    return all(name in record and _passes(wanted, record[name]) for name, wanted in pattern.items())


def _passes(wanted: Any, value: Any) -> bool:
    if isinstance(wanted, Mapping):
        return isinstance(value, Mapping) and matches(wanted, value)
    return any(_is(one, value) for one in wanted)


def _is(one: Any, value: Any) -> bool:
    if isinstance(one, Mapping):
        (operator, refused) = next(iter(one.items()))
        assert operator == "anything-but", f"the stacks use no {operator}"
        return value not in refused
    return bool(one == value)
