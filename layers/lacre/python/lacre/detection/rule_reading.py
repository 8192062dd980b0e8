"""A bundle's entry as a rule."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from lacre.detection.kinds.reading import DEFERRED, OF_VALUES, mask, read_kind
from lacre.detection.matching import BrokenRuleError, is_field, read_selection
from lacre.detection.rule import Exemption, Grouping, Response, Rule, windowing_hash
from lacre.detection.whom import names_a_type
from lacre.detection.window import Windowing
from lacre.model.action import UnknownActionError, action
from lacre.model.vocabulary import Severity

MODES = ("shadow", "live")
MOST_SELECTIONS = 8
"""The marks of an arrival are one byte."""

Compiled = Mapping[str, Any]


def read_rule(compiled: Compiled, zone: str = "UTC") -> Rule:
    """The rule of a bundle's entry; `zone` is the IANA name of the trading hours'. Raises BrokenRuleError."""
    try:
        return _rule(compiled, ZoneInfo(zone))
    except (
        KeyError,
        IndexError,
        TypeError,
        ValueError,
        AttributeError,
        UnknownActionError,
        ZoneInfoNotFoundError,
    ) as error:
        raise BrokenRuleError(f"not a rule: {type(error).__name__}: {error}") from None


def _rule(compiled: Compiled, zone: ZoneInfo) -> Rule:
    if compiled["mode"] not in MODES:
        raise BrokenRuleError("a rule is in shadow or live")
    if not 1 <= len(compiled["selections"]) <= MOST_SELECTIONS:
        raise BrokenRuleError(f"a rule has 1 to {MOST_SELECTIONS} selections")
    selections = tuple(read_selection(selection["node"]) for selection in compiled["selections"])
    group_by = _group_by(compiled, len(selections))
    return Rule(
        name=compiled["name"],
        title=compiled["title"],
        kind=compiled["kind"],
        windowing_hash=windowing_hash(compiled),
        selections=selections,
        group_by=group_by,
        value_field=_value_field(compiled),
        windowing=_windowing(compiled, zone),
        exceptions=tuple(Exemption(read_selection(one["node"]), one["until_ms"]) for one in compiled["exceptions"]),
        action=action(compiled["action"]).code,
        severity=Severity(compiled["severity"]),
        entity=_named(compiled["entity"] or group_by[0].name, group_by).name,
        mode=compiled["mode"],
        response=_response(compiled["response"], group_by),
    )


def _value_field(compiled: Compiled) -> str | None:
    name: str | None = compiled["value_field"]
    if (name is not None) != (compiled["kind"] in OF_VALUES):
        raise BrokenRuleError("distinct values are those of a field, and no other kind has any")
    if name is not None and not is_field(name):
        raise BrokenRuleError("an event has no such field")
    return name


def _group_by(compiled: Compiled, selections: int) -> tuple[Grouping, ...]:
    group_by = tuple(Grouping(one["name"], tuple(one["fields"])) for one in compiled["group_by"])
    if not group_by:
        raise BrokenRuleError("a rule groups by something")
    if any(len(one.fields) != selections or not all(map(is_field, one.fields)) for one in group_by):
        raise BrokenRuleError("a group has a field of the event in each selection")
    if any(len({names_a_type(field) for field in one.fields}) > 1 for one in group_by):
        # What names an entity is counted with its type: the selections would never meet in a group.
        raise BrokenRuleError("a group names an entity in all of its fields or in none")
    return group_by


def _named(name: str, group_by: Sequence[Grouping]) -> Grouping:
    found = next((grouping for grouping in group_by if grouping.name == name), None)
    if found is None:
        raise BrokenRuleError("there is no such group")
    return found


def _response(compiled: Compiled | None, group_by: Sequence[Grouping]) -> Response | None:
    if compiled is None:
        return None
    return Response(_named(compiled["block"], group_by).name, compiled["expiry_ms"])


def _windowing(compiled: Compiled, zone: ZoneInfo) -> Windowing:
    reset_on = mask(compiled["reset_on"])
    figures = {name: compiled[name] for name in ("lateness_ms", "suppression_ms", "retention_ms")}
    is_deferred = bool(reset_on) or compiled["kind"] in DEFERRED
    return Windowing(read_kind(compiled, zone), **figures, reset_on=reset_on, is_deferred=is_deferred)
