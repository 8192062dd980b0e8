"""A compiled rule, and what follows from it alone: its windows' name, its groups, the ids of its alerts."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lacre.detection.matching import BrokenRuleError, Selection, read_selection
from lacre.detection.window import Windowing
from lacre.model import canonical
from lacre.model.action import UnknownActionError, action
from lacre.model.composition import derived_uuid
from lacre.model.header import Header
from lacre.model.vocabulary import Severity

WINDOWING_FIGURES = ("threshold", "timespan_ms", "lateness_ms", "suppression_ms", "retention_ms")
MODES = ("shadow", "live")


@dataclass(frozen=True)
class Group:
    """The values that a rule groups by. `text` is canonical JSON of field and value: groups differ by letter case."""

    text: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class Rule:
    """A rule as the detector runs it. `entity` is the field of the group that names what the finding is about."""

    name: str
    windowing_hash: str
    selection: Selection
    group_by: tuple[str, ...]
    windowing: Windowing
    action: str
    severity: Severity
    entity: str
    mode: str

    @property
    def is_live(self) -> bool:
        return self.mode == "live"

    def group_of(self, header: Header) -> Group | None:
        """None for an event that lacks a value to group by: it belongs to no group."""
        values = {field: getattr(header, field) for field in self.group_by}
        if None in values.values():
            return None
        texts = {field: str(value) for field, value in values.items()}
        return Group(canonical.encode(texts).decode(), texts)

    def state_key(self, group: Group) -> str:
        """The name of the group's windows; of bounded length, whatever the group's values are."""
        return f"{self.name}#{self.windowing_hash}#{hashlib.sha256(group.text.encode()).hexdigest()}"

    def alert_id(self, group: Group, episode: int) -> str:
        """Depends on no event, so that it is the same whichever event came last."""
        return derived_uuid("alert", self.name, self.windowing_hash, group.text, str(episode))


def read_rule(compiled: Mapping[str, Any]) -> Rule:
    """The rule of a bundle's entry. Raises BrokenRuleError."""
    try:
        return _rule(compiled)
    except (KeyError, TypeError, ValueError, UnknownActionError) as error:
        raise BrokenRuleError(f"not a rule: {type(error).__name__}: {error}") from None


def _rule(compiled: Mapping[str, Any]) -> Rule:
    if compiled["kind"] != "event_count" or compiled["mode"] not in MODES:
        raise BrokenRuleError("this version has no such kind or mode of rule")
    group_by = tuple(compiled["group_by"])
    if compiled["entity"] not in group_by:
        raise BrokenRuleError("the entity is not a field of the group")
    return Rule(
        name=compiled["name"],
        windowing_hash=windowing_hash(compiled),
        selection=read_selection(compiled["selection"]),
        group_by=group_by,
        windowing=Windowing(**{figure: compiled[figure] for figure in WINDOWING_FIGURES}),
        action=action(compiled["action"]).code,
        severity=Severity(compiled["severity"]),
        entity=compiled["entity"],
        mode=compiled["mode"],
    )


def windowing_hash(compiled: Mapping[str, Any]) -> str:
    """Over what windows depend on, and nothing else: a new title keeps the windows, a new timespan starts clean."""
    depends_on = {name: compiled[name] for name in ("kind", "selection", "group_by", *WINDOWING_FIGURES)}
    return hashlib.sha256(canonical.encode(depends_on)).hexdigest()[:16]
