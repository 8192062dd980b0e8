"""The compiler: pySigma parses, and what it read becomes the bundle's entry of a rule."""

from collections.abc import Iterable
from typing import Any

from sigma.collection import SigmaCollection
from sigma.correlations import SigmaCorrelationRule
from sigma.exceptions import SigmaError
from sigma.rule import SigmaRule

from lacre.detection.authoring.selections import UnsupportedSelectionError, compiled_condition
from lacre.detection.authoring.source import RuleError, Source, milliseconds
from lacre.detection.bundle import write_bundle
from lacre.detection.matching import FIELDS, BrokenRuleError
from lacre.detection.rule import read_rule
from lacre.model.action import UnknownActionError, action

MAXIMUM_ARRIVALS = 200
DEFAULT_LATENESS = "5m"


def compile_rule(source: Source) -> dict[str, Any]:
    """The bundle's entry. Raises RuleError for all that the detector could not run exactly."""
    try:
        correlated, selected = _parsed(source)
        compiled = _entry(source, correlated, selected)
        rule = read_rule(compiled)
    except (SigmaError, UnsupportedSelectionError, BrokenRuleError, UnknownActionError) as error:
        raise RuleError(source.path, str(error)) from None
    if rule.windowing.capacity > MAXIMUM_ARRIVALS:
        raise RuleError(
            source.path,
            f"a group would keep up to {rule.windowing.capacity} events, and one item holds {MAXIMUM_ARRIVALS}: "
            "lower the threshold or the retention",
        )
    return compiled


def compile_bundle(sources: Iterable[Source]) -> str:
    """The text of the bundle's file. Raises RuleError."""
    return write_bundle([compile_rule(source) for source in sources])


def _parsed(source: Source) -> tuple[SigmaCorrelationRule, SigmaRule]:
    rules = SigmaCollection.from_yaml(source.text).rules
    correlations = [rule for rule in rules if isinstance(rule, SigmaCorrelationRule)]
    selections = [rule for rule in rules if isinstance(rule, SigmaRule)]
    if len(correlations) != 1 or len(selections) != 1:
        raise RuleError(source.path, "a file holds one selection and one correlation over it")
    return correlations[0], selections[0]


def _entry(source: Source, correlated: SigmaCorrelationRule, selected: SigmaRule) -> dict[str, Any]:
    own, window_ms = source.own, correlated.timespan.seconds * 1000
    group_by = list(correlated.group_by or ())
    unknown = [field for field in group_by if field not in FIELDS]
    if unknown:
        raise RuleError(source.path, f"a header has no field {unknown[0]}")
    if own["severity"] != action(own["action"]).severity:
        raise RuleError(source.path, "the severity is not the one that the catalogue gives the action")
    lateness_ms = milliseconds(own.get("lateness", DEFAULT_LATENESS))
    return {
        "name": correlated.name,
        "id": str(correlated.id),
        "title": correlated.title,
        "kind": "event_count",
        "selection": compiled_condition(selected.detection.parsed_condition[0].parsed),
        "group_by": group_by,
        "threshold": source.correlated["correlation"]["condition"]["gte"],
        "timespan_ms": window_ms,
        "lateness_ms": lateness_ms,
        "suppression_ms": milliseconds(own["suppression"]),
        "retention_ms": milliseconds(own["retention"]) if "retention" in own else window_ms + lateness_ms,
        "action": own["action"],
        "severity": own["severity"],
        "entity": own["entity"],
        "response": own["response"],
        "mode": own["mode"],
        "owner": own["owner"],
    }
