"""Type and severity of an event: the catalogue's, graded by how the action ended. No caller sets them."""

from dataclasses import dataclass

from lacre.model.action import Action
from lacre.model.vocabulary import EventSource, EventType, Outcome, Severity

_OURS = frozenset({EventSource.SCHEDULE, EventSource.SYSTEM, EventSource.DETECTOR})


@dataclass(frozen=True)
class Grade:
    event_type: EventType
    severity: Severity


def graded(action: Action, outcome: Outcome, source: EventSource) -> Grade:
    """A failure of what the product does by itself is an error of the system; one of a caller is at least LOW."""
    if outcome is Outcome.FAILED and source in _OURS:
        return Grade(EventType.SYSTEM_ERROR, Severity.HIGH)
    if outcome is not Outcome.SUCCEEDED and action.severity is Severity.INFO:
        return Grade(action.event_type, Severity.LOW)
    return Grade(action.event_type, action.severity)
