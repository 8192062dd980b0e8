"""The compiler: pySigma parses, and what it read becomes the bundle's entry of a rule."""

from collections.abc import Iterable
from typing import Any

from sigma.collection import SigmaCollection
from sigma.correlations import SigmaCorrelationRule
from sigma.exceptions import SigmaError
from sigma.rule import SigmaRule

from lacre.detection.authoring.correlating import condition_of, groups_of, kind_of, selections_of
from lacre.detection.authoring.defaults import figures, recorded_as
from lacre.detection.authoring.responding import exceptions_of, response_of
from lacre.detection.authoring.selections import (
    UnsupportedSelectionError,
    compiled_condition,
    require_all_named,
    require_field,
)
from lacre.detection.authoring.source import RuleError, Source, milliseconds
from lacre.detection.bundle import write_bundle
from lacre.detection.rule_reading import read_rule

_WORDS = {"critical": "CRITICAL", "high": "HIGH", "medium": "MEDIUM", "low": "LOW", "informational": "INFO"}
"""Sigma's levels as the catalogue's severities."""

_OF_THE_READER = "not a rule: ValueError: "


def compile_rule(source: Source) -> dict[str, Any]:
    """The bundle's entry. Raises RuleError for all that the detector could not run exactly."""
    try:
        compiled = _entry(source, _parsed(source))
        read_rule(compiled)
    except (SigmaError, ValueError) as error:
        raise RuleError(source.path, str(error).removeprefix(_OF_THE_READER)) from None
    return compiled


def compile_bundle(sources: Iterable[Source]) -> str:
    """The text of the bundle's file. Raises RuleError, also for an id that two rules have."""
    compiled: list[dict[str, Any]] = []
    ids: dict[str, str] = {}
    for source in sources:
        entry = compile_rule(source)
        if (other := ids.setdefault(entry["id"], entry["name"])) != entry["name"]:
            raise RuleError(source.path, f"id: {other} has the same")
        compiled.append(entry)
    return write_bundle(compiled)


def _parsed(source: Source) -> dict[str, SigmaRule]:
    """The selections as pySigma reads them, by name; it reads the correlation too, and refuses what is not Sigma."""
    # What was read once, and not the text again: YAML is read in more than one way.
    rules = SigmaCollection.from_dicts([dict(document) for document in source.documents]).rules
    if sum(isinstance(rule, SigmaCorrelationRule) for rule in rules) != 1:
        raise UnsupportedSelectionError("pySigma finds no correlation")
    return {str(rule.name): rule for rule in rules if isinstance(rule, SigmaRule)}


def _entry(source: Source, parsed: dict[str, SigmaRule]) -> dict[str, Any]:
    told, own, correlation = source.correlated, source.own, source.correlated["correlation"]
    names = selections_of(source)
    groups = groups_of(source, names)
    selections = [_selection(source, parsed, name) for name in names]
    return {
        **{name: told[name] for name in ("name", "id", "title", "description")},
        "owner": own["owner"],
        "mode": own["mode"],
        **_recorded(source),
        "entity": _entity(own, groups),
        "kind": kind_of(source),
        "selections": selections,
        "group_by": groups,
        "value_field": _value_field(correlation),
        "condition": condition_of(source, names),
        "reset_on": [names.index(name) for name in own.get("reset-on", ())],
        **figures(own, milliseconds(correlation["timespan"])),
        "exceptions": exceptions_of(source),
        "response": response_of(source, groups, [selection["node"] for selection in selections]),
    }


def _selection(source: Source, parsed: dict[str, SigmaRule], name: str) -> dict[str, Any]:
    node = compiled_condition(parsed[name].detection.parsed_condition[0].parsed)
    require_all_named(source.selected[name]["detection"])
    return {"name": name, "node": node}


def _recorded(source: Source) -> dict[str, str]:
    recorded, level = recorded_as(source.own), source.correlated["level"]
    if _WORDS[level] != recorded["severity"]:
        raise UnsupportedSelectionError(f"level: {level} is another than the severity {recorded['severity']}")
    return recorded


def _entity(own: dict[str, Any], groups: list[dict[str, Any]]) -> str | None:
    entity: str | None = own.get("entity")
    if entity is not None and entity not in [group["name"] for group in groups]:
        raise UnsupportedSelectionError(f"x-lacre/entity: there is no group {entity}")
    return entity


def _value_field(correlation: dict[str, Any]) -> str | None:
    field: str | None = correlation.get("condition", {}).get("field")
    if field is not None:
        require_field(field)
    return field
