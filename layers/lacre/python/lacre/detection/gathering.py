"""A batch sorted by rule and group before anything is read: k events of one group cost one load and one save."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lacre.detection.rule import Group, Rule
from lacre.model import moment
from lacre.model.header import Header
from lacre.model.identifier import is_uuid
from lacre.model.vocabulary import EventSource
from lacre.ports.detection import Arrival


@dataclass
class Gathered:
    """The arrivals of one rule by group, and the ids of events on which the rule itself failed, with the error."""

    rule: Rule
    groups: dict[str, tuple[Group, set[Arrival]]] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)


def gather(rules: Iterable[Rule], headers: Sequence[Header]) -> list[Gathered]:
    """Each rule sees each event that is not the detector's own; a rule that raises is alone in it."""
    foreign = [header for header in headers if header.source is not EventSource.DETECTOR]
    return [_gather(rule, foreign) for rule in rules]


def _gather(rule: Rule, headers: Iterable[Header]) -> Gathered:
    gathered = Gathered(rule)
    for header in headers:
        try:
            _sort_in(gathered, header)
        except Exception as error:  # noqa: BLE001 - whatever a rule raises must not stop the other rules
            gathered.failed[header.id] = type(error).__name__
    return gathered


def _sort_in(gathered: Gathered, header: Header) -> None:
    if not gathered.rule.selection.matches(header):
        return
    group = gathered.rule.group_of(header)
    if group is None:
        return
    _, arrivals = gathered.groups.setdefault(group.text, (group, set()))
    arrivals.add(_arrival(header))


def _arrival(header: Header) -> Arrival:
    # The server's receipt is the event's time: a producer's claim of it could be set to miss every window.
    if not is_uuid(header.id):
        raise ValueError("an event without a UUID cannot be kept in a window")
    return moment.to_milliseconds(header.recorded_at), header.id
