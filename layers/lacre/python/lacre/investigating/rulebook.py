"""The rules as people read them: what the bundle says, beside the rule that runs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lacre.detection.bundle import BUNDLE_PATH, read_bundle
from lacre.detection.rule import Rule
from lacre.model import moment
from lacre.model.canonical import JsonObject, JsonValue
from lacre.model.refusal import Ground, Refusal


@dataclass(frozen=True)
class WrittenRule:
    """`compiled` is the bundle's entry."""

    rule: Rule
    compiled: Mapping[str, Any]

    @property
    def condition(self) -> str:
        """For people."""
        return self.rule.windowing.kind.told()

    def shown(self) -> JsonObject:
        """The rule as the API shows it; durations are milliseconds."""
        told = ("name", "id", "title", "description", "owner", "mode", "kind", "severity", "action")
        figures = ("timespan_ms", "lateness_ms", "suppression_ms")
        return {
            **{name: self.compiled[name] for name in (*told, *figures)},
            "condition": self.condition,
            "group_by": [{"name": one.name, "fields": list(one.fields)} for one in self.rule.group_by],
            "response": self._response(),
            "exceptions": self._exceptions(),
            "windowing_hash": self.rule.windowing_hash,
        }

    def _response(self) -> JsonValue:
        response = self.rule.response
        return {"block": response.block, "expiry_ms": response.expiry_ms} if response else None

    def _exceptions(self) -> JsonValue:
        return [
            {
                "where": one["node"],
                "until": moment.to_text(one["until_ms"]),
                "reason": one["reason"],
                "owner": one["owner"],
            }
            for one in self.compiled["exceptions"]
        ]


@dataclass(frozen=True)
class Rulebook:
    """The rules of one bundle, by name."""

    hash: str
    rules: Mapping[str, WrittenRule]

    def rule(self, name: str) -> WrittenRule:
        """Raises Refusal NOT_FOUND."""
        found = self.rules.get(name)
        if found is None:
            raise Refusal(Ground.NOT_FOUND, "NO_SUCH_RULE", "There is no such rule.")
        return found


def read_rulebook(text: str) -> Rulebook:
    """Raises BrokenBundleError."""
    bundle = read_bundle(text)
    compiled = {entry["name"]: entry for entry in json.loads(text)["rules"]}
    return Rulebook(bundle.hash, {rule.name: WrittenRule(rule, compiled[rule.name]) for rule in bundle.rules})


def load_rulebook() -> Rulebook:
    """Of the bundle that was released with this code. Raises BrokenBundleError."""
    return read_rulebook(BUNDLE_PATH.read_text("utf-8"))
