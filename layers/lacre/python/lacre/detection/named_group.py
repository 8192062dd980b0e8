"""A group as people name it: the JSON that an alert and a backtest show of it."""

import json
from collections.abc import Mapping
from typing import Any

from lacre.detection.packing import comparable
from lacre.detection.rule import TYPE_SUFFIX, Group, Rule
from lacre.detection.whom import names_a_type
from lacre.model.vocabulary import EntityType


class BadGroupError(ValueError):
    """A text that names no group of the rule; its own text tells why, and nothing of what was given."""


def group_named(rule: Rule, text: str) -> Group:
    """The rule's group, whether or not anything is known of it. Raises BadGroupError."""
    values = _texts(text)
    names, types = {one.name for one in rule.group_by}, _types(rule)
    needed = names | {name for name, is_needed in types.items() if is_needed}
    if not needed <= values.keys() <= names | types.keys():
        raise BadGroupError(f"A group of this rule has the names {', '.join(sorted(needed))}, and no others.")
    if any(values[name] not in EntityType.__members__ for name in types.keys() & values.keys()):
        raise BadGroupError("The type of a group is one of the types of entities.")
    try:
        return Group.of({name: comparable(value) for name, value in values.items()})
    except ValueError:
        raise BadGroupError("A value of the group is no text in Unicode.") from None


def _types(rule: Rule) -> dict[str, bool]:
    """The names of types beside the values, and whether the type is there in every group."""
    named = {one.name: [names_a_type(field) for field in one.fields] for one in rule.group_by}
    return {name + TYPE_SUFFIX: all(each) for name, each in named.items() if any(each)}


def _texts(text: str) -> Mapping[str, str]:
    try:
        found: Any = json.loads(text, object_pairs_hook=_object)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not all(isinstance(value, str) and value for value in found.values()):
        raise BadGroupError("A group is a JSON object of texts, each name once, as an alert shows it.")
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name twice")
    return found
