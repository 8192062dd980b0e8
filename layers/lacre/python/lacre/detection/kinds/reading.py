"""A compiled condition as its kind."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from lacre.detection.kinds.absence import Absence
from lacre.detection.kinds.chain import Chain
from lacre.detection.kinds.distinct import Distinct
from lacre.detection.kinds.event_count import EventCount
from lacre.detection.kinds.kind import Kind
from lacre.detection.kinds.ordered import Ordered
from lacre.detection.kinds.ratio import Ratio

Compiled = Mapping[str, Any]
DEFERRED = frozenset(("sequence", "ratio"))
"""Later facts can undo them; so can they every rule that something resets."""


OF_VALUES = frozenset(("value_count", "chain"))
"""They compare the values of a field; to the others values would be so many bytes at each write."""


def read_kind(compiled: Compiled, zone: ZoneInfo) -> Kind | Absence:
    """The kind of a bundle's entry. Raises KeyError, TypeError and ValueError."""
    count = len(compiled["selections"])
    named = [*compiled["reset_on"], *_named(compiled["condition"])]
    if any(type(selection) is not int or not 0 <= selection < count for selection in named):
        raise ValueError("the condition names a selection that is not there")
    if compiled["kind"] == "absence":
        return _absence(compiled["condition"], zone)
    return _READERS[compiled["kind"]](compiled, _counting(compiled))


def _named(condition: Compiled) -> list[int]:
    steps = [step["selection"] for step in condition.get("steps", ())]
    pair = [condition[name] for name in ("of", "among") if name in condition]
    return [*steps, *pair, *condition.get("armed_by", ()), *condition.get("disarmed_by", ())]


def _counting(compiled: Compiled) -> list[int]:
    return [number for number in range(len(compiled["selections"])) if number not in compiled["reset_on"]]


def mask(selections: list[int]) -> int:
    """The marks of these selections."""
    return sum(1 << selection for selection in set(selections))


def _event_count(compiled: Compiled, counting: list[int]) -> Kind:
    return EventCount(compiled["timespan_ms"], compiled["condition"]["gte"], mask(counting))


def _value_count(compiled: Compiled, counting: list[int]) -> Kind:
    return Distinct(compiled["timespan_ms"], compiled["condition"]["gte"], mask(counting))


def _chain(compiled: Compiled, counting: list[int]) -> Kind:
    condition = compiled["condition"]
    given = {"length": condition["length"], "gap": condition["gap"]}
    if not 2 <= condition["length"] <= condition["gte"] or condition["gap"] < 1:
        raise ValueError("a chain is no longer than the distinct values, and has a gap")
    return Chain(compiled["timespan_ms"], condition["gte"], mask(counting), **given)


def _temporal(compiled: Compiled, counting: list[int]) -> Kind:
    return Distinct(compiled["timespan_ms"], len(counting), mask(counting), by_value=False)


def _temporal_ordered(compiled: Compiled, counting: list[int]) -> Kind:
    return Ordered(compiled["timespan_ms"], tuple(counting))


def _sequence(compiled: Compiled, _: list[int]) -> Kind:
    steps = compiled["condition"]["steps"]
    demands = tuple(step["selection"] for step in steps for _ in range(step["count"]))
    return Ordered(compiled["timespan_ms"], demands)


def _ratio(compiled: Compiled, _: list[int]) -> Kind:
    condition = compiled["condition"]
    if not isinstance(condition["gte"], str):
        raise TypeError("a share is decimal text")
    share = Fraction(condition["gte"])
    return Ratio(compiled["timespan_ms"], condition["of"], condition["among"], condition["at_least"], share)


def _absence(condition: Compiled, zone: ZoneInfo) -> Absence:
    if condition["calendar"] not in (None, "trading"):
        raise ValueError("there is no such calendar")
    return Absence(
        condition["silence_ms"],
        mask(condition["armed_by"]),
        mask(condition["disarmed_by"]),
        zone if condition["calendar"] else None,
    )


_READERS: Mapping[str, Callable[[Compiled, list[int]], Kind]] = {
    "event_count": _event_count,
    "value_count": _value_count,
    "chain": _chain,
    "temporal": _temporal,
    "temporal_ordered": _temporal_ordered,
    "sequence": _sequence,
    "ratio": _ratio,
}
