"""A batch sorted by rule and group before anything is read: k events of one group cost one load and one save."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lacre.detection.matching import actions_of
from lacre.detection.rule import Group, Rule
from lacre.detection.subject import Subject
from lacre.model.identifier import is_uuid
from lacre.model.vocabulary import EventSource
from lacre.ports.detection import Arrival


class RuleIndex:
    """Rules by the actions that they can match, so that an event is tried on few of them."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        actions = {rule.name: _actions(rule) for rule in self.rules}
        known = frozenset[str]().union(*(found for found in actions.values() if found is not None))
        self._others = tuple(rule for rule in self.rules if actions[rule.name] is None)
        self._by_action: Mapping[str, tuple[Rule, ...]] = {
            action: tuple(rule for rule in self.rules if _is_open_to(actions[rule.name], action)) for action in known
        }

    def rules_for(self, subject: Subject) -> Sequence[Rule]:
        """Those that can match; a rule never matches what it says itself."""
        action = subject.header.action
        found = self._by_action.get(action.lower(), self._others)
        return [rule for rule in found if rule.action != action]


def _actions(rule: Rule) -> frozenset[str] | None:
    each = [actions_of(selection) for selection in rule.selections]
    known = [found for found in each if found is not None]
    return frozenset[str]().union(*known) if len(known) == len(each) else None


def _is_open_to(actions: frozenset[str] | None, action: str) -> bool:
    return actions is None or action in actions


@dataclass
class Gathered:
    """The arrivals of one rule by group, and the ids of events on which the rule itself failed, with the error."""

    rule: Rule
    groups: dict[str, tuple[Group, set[Arrival]]] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)


def gather(index: RuleIndex, subjects: Iterable[Subject]) -> list[Gathered]:
    """Each rule sees each event that is not the detector's own; a rule that raises is alone in it."""
    touched: defaultdict[str, list[Subject]] = defaultdict(list)
    for subject in subjects:
        if subject.header.source is not EventSource.DETECTOR:
            for rule in index.rules_for(subject):
                touched[rule.name].append(subject)
    return [_gather(rule, touched[rule.name]) for rule in index.rules if rule.name in touched]


def _gather(rule: Rule, subjects: Iterable[Subject]) -> Gathered:
    gathered = Gathered(rule)
    for subject in subjects:
        try:
            _sort_in(gathered, subject)
        except Exception as error:  # noqa: BLE001 - whatever a rule raises must not stop the other rules
            gathered.failed[subject.header.id] = type(error).__name__
    return gathered


def _sort_in(gathered: Gathered, subject: Subject) -> None:
    for group, arrival in gathered.rule.arrivals_of(subject):
        if not is_uuid(arrival.id):
            raise ValueError("an event without a UUID cannot be kept in a window")
        _, arrivals = gathered.groups.setdefault(group.text, (group, set()))
        arrivals.add(arrival)
