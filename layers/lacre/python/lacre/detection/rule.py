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
from lacre.detection.window import Windowing
from lacre.model import canonical
from lacre.model.composition import derived_uuid
from lacre.model.vocabulary import EntityType, Severity
from lacre.ports.detection import Arrival


@dataclass(frozen=True)
class Group:
    """The values that a rule groups by. `text` is canonical JSON of name and value: groups differ by letter case."""

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


@lru_cache(maxsize=4096)
def _group(names: tuple[str, ...], values: tuple[str, ...]) -> Group:
    # The same groups come again and again, and a canonical form is dear.
    return Group.of(dict(zip(names, values, strict=True)))


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
    """A rule as the detector runs it. `entity` names the group that the finding is about. Bit i of an arrival's marks
    is the selection i."""

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
    entity_type: EntityType
    mode: str
    response: Response | None = None

    @property
    def is_live(self) -> bool:
        return self.mode == "live"

    def arrivals_of(self, subject: Subject) -> Iterator[tuple[Group, Arrival]]:
        """Where the event counts: in a group for each selection that it matches, once in each group."""
        marks: dict[tuple[str, ...], int] = {}
        for number, selection in enumerate(self.selections):
            if selection.matches(subject) and (values := self._values(subject, number)) is not None:
                marks[values] = marks.get(values, 0) | 1 << number
        if not marks or any(one.selection.matches(subject) and subject.at < one.until_ms for one in self.exceptions):
            return
        value = "" if self.value_field is None else subject.value(self.value_field)
        if value is None:
            return
        names = tuple(grouping.name for grouping in self.group_by)
        for values, bits in marks.items():
            yield _group(names, values), Arrival(subject.at, subject.header.id, bits, comparable(value))

    def _values(self, subject: Subject, selection: int) -> tuple[str, ...] | None:
        """None for an event that lacks a value to group by: it belongs to no group."""
        values = tuple(subject.value(grouping.fields[selection]) for grouping in self.group_by)
        # A finding names its group: a longer value would fit neither a header nor the key of an index.
        return None if None in values else tuple(comparable(value) for value in values if value is not None)

    def group_key(self, group: Group) -> str:
        """The name of the rule's group; of bounded length, whatever the group's values are."""
        return f"{self.name}#{hashlib.sha256(group.text.encode()).hexdigest()}"

    def state_key(self, group: Group) -> str:
        """The name of the group's windows, which start clean when the rule's windowing changes."""
        return f"{self.name}#{self.windowing_hash}#{hashlib.sha256(group.text.encode()).hexdigest()}"

    def alert_id(self, group: Group, episode: int) -> str:
        """Depends on no event, so that it is the same whichever event came last."""
        return derived_uuid("alert", self.name, self.windowing_hash, group.text, str(episode))


WINDOWING_FIGURES = ("timespan_ms", "lateness_ms", "suppression_ms", "retention_ms")
_DEPENDS_ON = ("kind", "selections", "group_by", "value_field", "condition", "reset_on", *WINDOWING_FIGURES)


def windowing_hash(compiled: Mapping[str, Any]) -> str:
    """Over what windows depend on, and nothing else: a new title keeps the windows, a new timespan starts clean."""
    depends_on = {name: compiled[name] for name in _DEPENDS_ON}
    return hashlib.sha256(canonical.encode(depends_on)).hexdigest()[:16]
