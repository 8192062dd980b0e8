"""pySigma's condition trees as the nodes that `lacre.detection.matching` reads."""

import re
from collections.abc import Mapping
from typing import Any

from sigma.conditions import (
    ConditionAND,
    ConditionFieldEqualsValueExpression,
    ConditionNOT,
    ConditionOR,
)
from sigma.types import SigmaCasedString, SigmaExists, SigmaNull, SigmaNumber, SigmaString, SpecialChars

from lacre.detection.matching import is_field

Node = dict[str, Any]
_WILDCARDS = {SpecialChars.WILDCARD_MULTI: "*", SpecialChars.WILDCARD_SINGLE: "?"}


class UnsupportedSelectionError(ValueError):
    """Sigma that the detector does not evaluate: refused, because a guess would be a silent miss."""


def compiled_condition(condition: object) -> Node:
    """Raises UnsupportedSelectionError."""
    if isinstance(condition, ConditionAND):
        return {"all": [compiled_condition(part) for part in condition.args]}
    if isinstance(condition, ConditionOR):
        return {"any": [compiled_condition(part) for part in condition.args]}
    if isinstance(condition, ConditionNOT):
        return {"not": compiled_condition(condition.args[0])}
    if isinstance(condition, ConditionFieldEqualsValueExpression):
        return _test(condition.field, condition.value)
    raise UnsupportedSelectionError(f"a {type(condition).__name__} is not supported: name the field")


def require_field(field: str) -> None:
    """Raises UnsupportedSelectionError for what is neither a field of the header nor one of before and after."""
    if not is_field(field):
        raise UnsupportedSelectionError(
            f"an event has no field {field}: name one of its header, or after.<name> or before.<name>"
        )


def require_all_named(detection: Mapping[str, Any]) -> None:
    """Raises UnsupportedSelectionError for a part that the condition leaves out: Sigma would take no notice of it."""
    condition: str = detection["condition"]
    if re.search(r"\bof\b", condition):
        return
    if left_out := set(detection) - {"condition"} - set(re.findall(r"\w+", condition)):
        raise UnsupportedSelectionError(f"the condition leaves out {min(left_out)}")


def _test(field: str, value: object) -> Node:
    require_field(field)
    if isinstance(value, SigmaNull):
        return {"field": field, "exists": False}
    if isinstance(value, SigmaExists):
        return {"field": field, "exists": value.exists}
    if isinstance(value, SigmaNumber):
        return {"field": field, "equals": str(value.number), "cased": True}
    if isinstance(value, SigmaString):
        return _text(field, value)
    raise UnsupportedSelectionError(f"a {type(value).__name__} is not supported")


def _text(field: str, value: SigmaString) -> Node:
    cased = isinstance(value, SigmaCasedString)
    if not value.contains_special():
        text = "".join(str(part) for part in value.s)
        return {"field": field, "equals": text if cased else text.lower(), "cased": cased}
    return {"field": field, "like": [_part(part) for part in value.s], "cased": cased}


def _part(part: object) -> str | list[str]:
    if isinstance(part, str):
        return part
    if isinstance(part, SpecialChars):
        return [_WILDCARDS[part]]
    raise UnsupportedSelectionError("a placeholder is not supported")
