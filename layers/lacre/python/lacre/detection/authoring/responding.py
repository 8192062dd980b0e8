"""What follows from a finding, and what is excepted: the parts of a rule that can do harm."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sigma.rule import SigmaRule

from lacre.detection.authoring.selections import Node, UnsupportedSelectionError, compiled_condition
from lacre.detection.authoring.source import Source, milliseconds
from lacre.model import moment

ACTORS = frozenset({"actor_id", "entity_id", "after.pos_id"})
"""The fields that can name somebody who presents a credential, a user or a POS: an agent or a merchant acts by the user
of its account. Never an address, a market or a place, which many share."""

SHORTEST_BLOCK_MS = 30 * 60_000
_OF_THE_API: Node = {"field": "source", "equals": "api", "cased": False}


def response_of(source: Source, groups: Sequence[Mapping[str, Any]], nodes: Sequence[Node]) -> dict[str, Any] | None:
    """Raises UnsupportedSelectionError for a block that could hit another, or that somebody else could bring about."""
    response = source.own.get("response", "none")
    if response == "none":
        return None
    group = next((one for one in groups if one["name"] == response["block"]), None)
    if group is None:
        raise UnsupportedSelectionError(f"x-lacre/response: there is no group {response['block']} to block")
    if not ACTORS.issuperset(group["fields"]):
        raise UnsupportedSelectionError(f"x-lacre/response: only an actor is blocked, by {', '.join(sorted(ACTORS))}")
    if not all(_is_held_to_the_api(node) for node in nodes):
        raise UnsupportedSelectionError(
            "x-lacre/response: a rule that blocks counts what the API itself recorded: `source: API` in each selection"
        )
    expiry_ms = milliseconds(response["expiry"])
    if expiry_ms < SHORTEST_BLOCK_MS:
        raise UnsupportedSelectionError("x-lacre/response: a block lasts half an hour at the least")
    return {"block": response["block"], "expiry_ms": expiry_ms}


def _is_held_to_the_api(node: Node) -> bool:
    return node == _OF_THE_API or any(_is_held_to_the_api(part) for part in node.get("all", ()))


def exceptions_of(source: Source) -> list[dict[str, Any]]:
    """Raises SigmaError and UnsupportedSelectionError."""
    return [
        {
            "node": _where(one["where"]),
            "until_ms": _midnight(one["until"]),
            "reason": one["reason"],
            "owner": one["owner"],
        }
        for one in source.own.get("exceptions", ())
    ]


def _where(where: Mapping[str, Any]) -> Node:
    rule = SigmaRule.from_dict(
        {
            "title": "An exception",
            "logsource": {"product": "lacre", "category": "audit"},
            "detection": {"where": dict(where), "condition": "where"},
        }
    )
    return compiled_condition(rule.detection.parsed_condition[0].parsed)


def _midnight(day: str) -> int:
    """The first millisecond of a day in UTC."""
    try:
        return moment.to_milliseconds(f"{date.fromisoformat(day).isoformat()}T00:00:00.000Z")
    except ValueError:
        raise UnsupportedSelectionError(f"x-lacre/exceptions: there is no day {day}") from None
