"""A compiled rule, and what follows from it alone: its windows' name, its groups, the ids of its alerts."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lacre.detection.matching import Selection
from lacre.detection.packing import comparable
from lacre.detection.subject import Subject
from lacre.detection.whom import type_named_by
from lacre.detection.window import Windowing
from lacre.model import canonical
from lacre.model.composition import derived_uuid
from lacre.model.vocabulary import EntityType, Severity
from lacre.ports.detection import Arrival

_Named = tuple[str, EntityType | None]
"""A value, and of which type that is which it names."""

TYPE_SUFFIX = ".type"
"""No group is named so: a field has one point at most, and it stands before its own name; an alias has none."""


@dataclass(frozen=True)
class Group:
    """The values that a rule groups by, and beside each that names an entity its type, as `<name>.type`.

    `text` is their canonical JSON: groups differ by letter case, and a POS from an account of the same id.
    """

    text: str
    values: Mapping[str, str]

    @classmethod
    def of(cls, values: Mapping[str, str]) -> "Group":
        """Raises NotCanonicalError for a value that has no canonical form."""
        return cls(canonical.encode(values).decode(), values)

    @classmethod
    def read(cls, text: str) -> "Group":
        """The group of a canonical text."""
        return cls(text, json.loads(text))

    def type_of(self, name: str) -> EntityType | None:
        """Of what the value of that name names; None if that is no entity: an address, a place."""
        found = self.values.get(name + TYPE_SUFFIX)
        return None if found is None else EntityType(found)


@lru_cache(maxsize=4096)
def _group(names: tuple[str, ...], named: tuple[_Named, ...]) -> Group:
    # The same groups come again and again, and a canonical form is dear.
    values = {name: value for name, (value, _) in zip(names, named, strict=True)}
    types = {
        name + TYPE_SUFFIX: found.value for name, (_, found) in zip(names, named, strict=True) if found is not None
    }
    return Group.of({**values, **types})


@dataclass(frozen=True)
class Grouping:
    """A name in the group, and the field that has its value in an event of each selection."""

    name: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Exemption:
    """Events that are not counted, if they happened before `until_ms`."""

    selection: Selection
    until_ms: int


@dataclass(frozen=True)
class Response:
    """A block of the actor whom the group names so, for `expiry_ms`."""

    block: str
    expiry_ms: int


@dataclass(frozen=True)
class Rule:
    """A rule as the detector runs it. `entity` names that of the group which the finding is about. Bit i of an
    arrival's marks is the selection i."""

    name: str
    title: str
    kind: str
    windowing_hash: str
    selections: tuple[Selection, ...]
    group_by: tuple[Grouping, ...]
    value_field: str | None
    windowing: Windowing
    exceptions: tuple[Exemption, ...]
    action: str
    severity: Severity
    entity: str
    mode: str
    response: Response | None = None

    @property
    def is_live(self) -> bool:
        return self.mode == "live"

    def arrivals_of(self, subject: Subject) -> Iterator[tuple[Group, Arrival]]:
        """Where the event counts: in a group for each selection that it matches, once in each group."""
        marks: dict[tuple[_Named, ...], int] = {}
        for number, selection in enumerate(self.selections):
            if selection.matches(subject) and (named := self._named(subject, number)) is not None:
                marks[named] = marks.get(named, 0) | 1 << number
        if not marks or any(one.selection.matches(subject) and subject.at < one.until_ms for one in self.exceptions):
            return
        value = "" if self.value_field is None else subject.value(self.value_field)
        if value is None:
            return
        names = tuple(grouping.name for grouping in self.group_by)
        for named, bits in marks.items():
            yield _group(names, named), Arrival(subject.at, subject.header.id, bits, comparable(value))

    def _named(self, subject: Subject, selection: int) -> tuple[_Named, ...] | None:
        """None for an event that lacks a value to group by: it belongs to no group."""
        found: list[_Named] = []
        for grouping in self.group_by:
            field = grouping.fields[selection]
            value = subject.value(field)
            if value is None:
                return None
            # A finding names its group: a longer value would fit neither a header nor the key of an index.
            found.append((comparable(value), type_named_by(field, subject.header)))
        return tuple(found)

    def group_key(self, group: Group) -> str:
        """The name of the rule's group; of bounded length, whatever the group's values are."""
        return f"{self.name}#{hashlib.sha256(group.text.encode()).hexdigest()}"

    def state_key(self, group: Group) -> str:
        """The name of the group's windows, which start clean when the rule's windowing changes."""
        return f"{self.name}#{self.windowing_hash}#{hashlib.sha256(group.text.encode()).hexdigest()}"

    def alert_id(self, group: Group, episode: int) -> str:
        """Depends on no event, so that it is the same whichever event came last."""
        return derived_uuid("alert", self.name, self.windowing_hash, group.text, str(episode))


_GROUPS = "with types"
"""How a group is written: windows of groups that were written otherwise are never filled again."""

WINDOWING_FIGURES = ("timespan_ms", "lateness_ms", "suppression_ms", "retention_ms")
_DEPENDS_ON = ("kind", "selections", "group_by", "value_field", "condition", "reset_on", *WINDOWING_FIGURES)


def windowing_hash(compiled: Mapping[str, Any]) -> str:
    """Over what windows depend on, and nothing else: a new title keeps the windows, a new timespan starts clean."""
    depends_on = {"groups": _GROUPS, **{name: compiled[name] for name in _DEPENDS_ON}}
    return hashlib.sha256(canonical.encode(depends_on)).hexdigest()[:16]
