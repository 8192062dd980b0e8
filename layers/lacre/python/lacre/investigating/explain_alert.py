"""Explaining an alert: its evidence as it stands in the log, and whether the rule fires on that alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lacre.detection.explaining import explain_arrivals
from lacre.detection.kinds.ratio import Ratio
from lacre.detection.rule import Rule
from lacre.detection.subject import Subject
from lacre.investigating.rulebook import Rulebook
from lacre.model.header import Header
from lacre.ports.detection import Alert
from lacre.ports.rows import RowReader, StoredRow
from lacre.proving.examination import decoded, is_body_bound

_LATER_THAN_ANY = 2**62
"""Milliseconds: by then nothing is still on its way."""


@dataclass(frozen=True)
class Explained:
    """`events` are the evidence in its order, None for one that is missing or is not what was recorded.

    `fulfilled_by` is the event that met the condition. `fires_again` is None where that cannot be said from the
    evidence alone, and `unknown` tells why.
    """

    events: Sequence[tuple[str, Header | None]]
    fulfilled_by: str
    fires_again: bool | None
    unknown: str | None


class ExplainAlert:
    def __init__(self, rows: RowReader, rulebook: Rulebook) -> None:
        self._rows = rows
        self._rulebook = rulebook

    def __call__(self, alert: Alert) -> Explained:
        """Raises StoreUnavailableError."""
        stored = self._rows.rows(alert.evidence)
        subjects = {event_id: _subject(stored.get(event_id)) for event_id in alert.evidence}
        events = [(event_id, subject.header if subject else None) for event_id, subject in subjects.items()]
        written = self._rulebook.rules.get(alert.rule)
        unknown = _unknown(alert, written.rule if written else None)
        fires = None
        if written is not None and unknown is None:
            fires = _fires(written.rule, alert, [one for one in subjects.values() if one is not None])
        return Explained(events, alert.evidence[-1], fires, unknown)


def _subject(row: StoredRow | None) -> Subject | None:
    """The event of a row that is as it was recorded."""
    header = decoded(row.header) if row else None
    if row is None or header is None or header.id != row.event_id or not is_body_bound(row, header):
        return None
    return Subject(header, row.body.encode())


def _unknown(alert: Alert, rule: Rule | None) -> str | None:
    if rule is None or rule.windowing_hash != alert.windowing_hash:
        return "The rule is no longer in force as it was when it fired."
    if isinstance(rule.windowing.kind, Ratio):
        return "The evidence of a ratio does not hold the events that it was compared with."
    if len(alert.evidence) < alert.evidence_count:
        return "The alert names only a part of its evidence."
    return None


def _fires(rule: Rule, alert: Alert, subjects: Sequence[Subject]) -> bool:
    """Without the rule's exceptions: one that was made since does not change what was found."""
    bare = replace(rule, exceptions=())
    counted = [found for subject in subjects for found in bare.arrivals_of(subject)]
    arrivals = [arrival for group, arrival in counted if group.text == alert.group]
    return explain_arrivals(sorted(set(arrivals)), bare.windowing, _LATER_THAN_ANY).has_fired
