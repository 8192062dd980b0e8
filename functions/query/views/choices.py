"""What the fields of the filter form offer."""

from collections.abc import Mapping
from enum import StrEnum

from identity.model.role import Role
from lacre.model.action import CATALOGUE
from lacre.model.vocabulary import ActorType, EntityType, EventSource, EventType, Outcome, Severity


def _words(of: type[StrEnum]) -> list[str]:
    return [word.value for word in of]


def _actions() -> Mapping[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for listed in CATALOGUE.values():
        groups.setdefault(listed.group, []).append(listed.code)
    return groups


CHOICES: Mapping[str, list[str] | Mapping[str, list[str]]] = {
    "action": _actions(),
    "severity": _words(Severity),
    "event_type": _words(EventType),
    "outcome": _words(Outcome),
    "actor_type": _words(ActorType),
    "actor_role": _words(Role),
    "entity_type": _words(EntityType),
    "source": _words(EventSource),
}
