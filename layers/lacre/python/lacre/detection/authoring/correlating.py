"""What the correlation says: which kind it is, of which selections, under which condition, in which groups."""

from collections.abc import Mapping, Sequence
from typing import Any

from lacre.detection.authoring.selections import UnsupportedSelectionError, require_field
from lacre.detection.authoring.source import Source, milliseconds

NARROWING = ("chain", "sequence", "ratio", "absence")
Compiled = dict[str, Any]


def kind_of(source: Source) -> str:
    """What narrows a correlation is its kind; all else is Sigma's."""
    own_kind = next((kind for kind in NARROWING if kind in source.own), None)
    sigma_kind: str = source.correlated["correlation"]["type"]
    return own_kind or sigma_kind


def selections_of(source: Source) -> list[str]:
    """The names in the order of their bits: those that the correlation is over, then those that undo it.

    Raises UnsupportedSelectionError for a name that the file does not have, and for a selection that nothing uses.
    """
    counted: list[str] = source.correlated["correlation"]["rules"]
    undoing = _undoing(source)
    for name in (*counted, *undoing):
        if name not in source.selected:
            raise UnsupportedSelectionError(f"the file has no selection {name}")
    if overlap := set(counted) & set(undoing):
        raise UnsupportedSelectionError(f"{min(overlap)} cannot be counted and undo the count as well")
    if unused := set(source.selected) - {*counted, *undoing}:
        raise UnsupportedSelectionError(f"nothing uses the selection {min(unused)}")
    return [*counted, *undoing]


def _undoing(source: Source) -> Sequence[str]:
    resets: Sequence[str] = source.own.get("reset-on", ())
    disarming: Sequence[str] = source.own.get("absence", {}).get("disarmed-by", ())
    return [*resets, *disarming]


def groups_of(source: Source, names: Sequence[str]) -> list[Compiled]:
    """The groups with their field in each selection. Raises UnsupportedSelectionError."""
    correlation = source.correlated["correlation"]
    aliases: Mapping[str, Mapping[str, str]] = correlation.get("aliases", {})
    if unused := set(aliases) - set(correlation["group-by"]):
        raise UnsupportedSelectionError(f"nothing is grouped by the alias {min(unused)}")
    return [{"name": group, "fields": _fields(group, aliases, names)} for group in correlation["group-by"]]


def _fields(group: str, aliases: Mapping[str, Mapping[str, str]], names: Sequence[str]) -> list[str]:
    if group not in aliases:
        require_field(group)
        return [group] * len(names)
    mapping = aliases[group]
    if set(mapping) != set(names):
        raise UnsupportedSelectionError(f"the alias {group} names a field for each of {', '.join(names)}, and no other")
    for field in mapping.values():
        require_field(field)
    return [mapping[name] for name in names]


def condition_of(source: Source, names: Sequence[str]) -> Compiled:
    """The condition as the kind's evaluation reads it. Raises UnsupportedSelectionError."""
    own, given = source.own, source.correlated["correlation"].get("condition", {})
    match kind_of(source):
        case "event_count" | "value_count":
            return {"gte": given["gte"]}
        case "chain":
            if own["chain"]["length"] > given["gte"]:
                raise UnsupportedSelectionError("a chain cannot be longer than the distinct values that are wanted")
            return {"gte": given["gte"], **own["chain"]}
        case "sequence":
            return {"steps": _steps(own["sequence"], source.correlated["correlation"]["rules"])}
        case "ratio":
            return _ratio(own["ratio"], names)
        case "absence":
            return _absence(source, names)
        case _:
            return {}


def _steps(steps: Sequence[Mapping[str, Any]], rules: Sequence[str]) -> list[Compiled]:
    in_order = list(dict.fromkeys(step["rule"] for step in steps))
    if in_order != rules:
        raise UnsupportedSelectionError("the steps of the sequence name the correlation's rules, in their order")
    return [{"selection": rules.index(step["rule"]), "count": step["count"]} for step in steps]


def _ratio(ratio: Mapping[str, Any], names: Sequence[str]) -> Compiled:
    if {ratio["of"], ratio["among"]} != set(names) or ratio["of"] == ratio["among"]:
        raise UnsupportedSelectionError("a ratio is of one of the correlation's two rules among the other")
    return {
        "of": names.index(ratio["of"]),
        "among": names.index(ratio["among"]),
        "at_least": ratio["at-least"],
        "gte": ratio["gte"],
    }


def _absence(source: Source, names: Sequence[str]) -> Compiled:
    correlation, absence = source.correlated["correlation"], source.own["absence"]
    arming = len(correlation["rules"])
    return {
        "armed_by": list(range(arming)),
        "disarmed_by": list(range(arming, len(names))),
        "silence_ms": milliseconds(correlation["timespan"]),
        "calendar": absence.get("calendar"),
    }
