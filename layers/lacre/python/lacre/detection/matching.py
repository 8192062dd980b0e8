"""Which events a rule counts: Sigma selections over the fields of an event, as the compiler wrote them.

As in Sigma, texts compare without regard to case unless the rule says `cased`; `null` and an absent field are one.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Protocol

from lacre.detection.subject import Subject
from lacre.model.header import Header

FIELDS = frozenset(field.name for field in fields(Header))
_TOLD = re.compile(r"(after|before)\.[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


class BrokenRuleError(ValueError):
    """A compiled rule that this version cannot read."""


def is_field(name: str) -> bool:
    """Whether a rule may name it: a field of the header, or of before and after."""
    return name in FIELDS or _TOLD.fullmatch(name) is not None


class Selection(Protocol):
    def matches(self, subject: Subject) -> bool: ...


@dataclass(frozen=True)
class All:
    parts: tuple[Selection, ...]

    def matches(self, subject: Subject) -> bool:
        return all(part.matches(subject) for part in self.parts)


@dataclass(frozen=True)
class AnyOf:
    parts: tuple[Selection, ...]

    def matches(self, subject: Subject) -> bool:
        return any(part.matches(subject) for part in self.parts)


@dataclass(frozen=True)
class Not:
    part: Selection

    def matches(self, subject: Subject) -> bool:
        return not self.part.matches(subject)


@dataclass(frozen=True)
class Exists:
    field: str
    wanted: bool

    def matches(self, subject: Subject) -> bool:
        return (subject.value(self.field) is not None) is self.wanted


@dataclass(frozen=True)
class Equals:
    """`value` is in lower case unless `cased`."""

    field: str
    value: str
    cased: bool

    def matches(self, subject: Subject) -> bool:
        found = subject.value(self.field)
        if found is None:
            return False
        return (found if self.cased else found.lower()) == self.value


@dataclass(frozen=True)
class Like:
    """A text with wildcards."""

    field: str
    pattern: re.Pattern[str]

    def matches(self, subject: Subject) -> bool:
        found = subject.value(self.field)
        return found is not None and self.pattern.fullmatch(found) is not None


def read_selection(node: Mapping[str, Any]) -> Selection:
    """The selection of a compiled node: {"all": [...]}, {"any": [...]}, {"not": ...}, or a test of one field.

    A test has `field` and one of `equals` (text), `like` (a list of texts, and of "*" and "?" each alone in a list)
    or `exists`. Raises BrokenRuleError.
    """
    try:
        if "all" in node:
            return All(_parts(node["all"]))
        if "any" in node:
            return AnyOf(_parts(node["any"]))
        if "not" in node:
            return Not(read_selection(node["not"]))
        return _test(node)
    except (KeyError, TypeError, AttributeError) as error:
        raise BrokenRuleError(f"not a selection: {type(error).__name__}") from None


def actions_of(selection: Selection) -> frozenset[str] | None:
    """The only actions (in lower case) that it can match; None where it says nothing of the action."""
    match selection:
        case Equals(field="action"):
            return frozenset((selection.value.lower(),))
        case All():
            known = [found for part in selection.parts if (found := actions_of(part)) is not None]
            return frozenset.intersection(*known) if known else None
        case AnyOf():
            each = [actions_of(part) for part in selection.parts]
            known = [found for found in each if found is not None]
            return frozenset().union(*known) if len(known) == len(each) else None
    return None


def _parts(nodes: Sequence[Mapping[str, Any]]) -> tuple[Selection, ...]:
    if not nodes:
        raise BrokenRuleError("an empty list of selections")
    return tuple(read_selection(node) for node in nodes)


def _test(node: Mapping[str, Any]) -> Selection:
    field: str = node["field"]
    if not is_field(field):
        raise BrokenRuleError("an event has no such field")
    if "exists" in node:
        return Exists(field, bool(node["exists"]))
    cased = bool(node["cased"])
    if "equals" in node:
        value: str = node["equals"]
        return Equals(field, value if cased else value.lower(), cased)
    flags = re.DOTALL if cased else re.DOTALL | re.IGNORECASE
    return Like(field, re.compile("".join(_fragment(part) for part in node["like"]), flags))


def _fragment(part: str | Sequence[str]) -> str:
    if isinstance(part, str):
        return re.escape(part)
    return {"*": ".*", "?": "."}[part[0]]
