"""A rule over the events of an archive: the alerts that it would have raised, beside those that were.

Those that were are taken as late data left them: with their last windows, and without silences that were none. The
replay begins with the first event, so that episodes have the numbers that they had live, and alerts the ids.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from lacre.detection.amending import undone_id
from lacre.detection.explaining import explain_arrivals
from lacre.detection.explanation import Explanation
from lacre.detection.kinds.absence import Absence
from lacre.detection.replaying import episodes_of, gathered_by_group
from lacre.detection.rule import Group, Rule
from lacre.detection.subject import Subject
from lacre.detection.window import Episode
from lacre.model import moment
from lacre.model.header import Header
from lacre.model.vocabulary import EventSource


@dataclass(frozen=True)
class FoundAlert:
    """An alert of a replay or of the log. `window_end` is ms since 1970, `count` how many events are its evidence."""

    alert_id: str
    group: str
    window_end: int
    count: int


@dataclass(frozen=True)
class Comparison:
    """The alerts whose windows end in a period: of replay and log alike, of the replay alone, of the log alone. `known`
    is the log's last moment (ms), up to which silences are judged."""

    same: Sequence[FoundAlert]
    only_replayed: Sequence[FoundAlert]
    only_raised: Sequence[FoundAlert]
    read: int
    known: int

    @property
    def agrees(self) -> bool:
        return not self.only_replayed and not self.only_raised


@dataclass
class _Log:
    """The events on their way to the replay; what they tell of alerts, and how far they reach, is noted."""

    rule: str
    raised: dict[str, FoundAlert] = field(default_factory=dict)
    amended: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    """By alert: version, end of the window (ms), and how many events are its evidence, as they were told last."""

    undone: set[str] = field(default_factory=set)
    read: int = 0
    known: int = 0

    def passing(self, subjects: Iterable[Subject], until_ms: int) -> Iterator[Subject]:
        for subject in subjects:
            received = moment.to_milliseconds(subject.header.recorded_at)
            if subject.header.source is EventSource.DETECTOR:
                # Whatever was found later is told here too: an alert may come long after its window.
                self._note(subject)
            elif received <= until_ms:
                self.read += 1
                self.known = max(self.known, received)
                yield subject

    @property
    def alerts(self) -> Iterator[FoundAlert]:
        """Those that stand, as they are."""
        for alert_id, alert in self.raised.items():
            _, window_end, count = self.amended.get(alert_id, (0, alert.window_end, alert.count))
            if alert_id not in self.undone:
                yield replace(alert, window_end=window_end, count=count)

    def _note(self, subject: Subject) -> None:
        action = subject.header.action
        if action not in ("ALERT_RAISED", "ALERT_UPDATED") or subject.body is None:
            return
        told: Mapping[str, Any] = json.loads(subject.body)["after"]
        window_end, count = moment.to_milliseconds(told["window_end"]), told["evidence_count"]
        if action == "ALERT_UPDATED":
            self._amend(subject.header, (told["version"], window_end, count))
        elif told["rule"] == self.rule:
            self.raised[told["alert_id"]] = FoundAlert(told["alert_id"], told["group"], window_end, count)

    def _amend(self, header: Header, told: tuple[int, int, int]) -> None:
        """Events come in any order: the last version counts."""
        alert_id = header.entity_id
        self.amended[alert_id] = max(told, self.amended.get(alert_id, told))
        if header.id == undone_id(alert_id):
            self.undone.add(alert_id)


def backtest(rule: Rule, subjects: Iterable[Subject], from_ms: int, until_ms: int) -> Comparison:
    """`subjects` are all events of the log from its beginning, in any order. Raises RuleRaisedError."""
    log = _Log(rule.name)
    groups = gathered_by_group(rule, log.passing(subjects, until_ms))
    known = _known(rule, log, until_ms)
    found = {
        alert.alert_id: alert
        for text, arrivals in groups.items()
        for alert in (
            _alert(rule, Group.read(text), episode) for episode in episodes_of(arrivals, rule.windowing, known)
        )
    }
    replay = {alert_id: alert for alert_id, alert in found.items() if from_ms <= alert.window_end <= until_ms}
    live = {alert.alert_id: alert for alert in log.alerts if from_ms <= alert.window_end <= until_ms}
    return Comparison(
        same=_ordered(replay[alert_id] for alert_id in replay.keys() & live.keys()),
        only_replayed=_ordered(replay[alert_id] for alert_id in replay.keys() - live.keys()),
        only_raised=_ordered(live[alert_id] for alert_id in live.keys() - replay.keys()),
        read=log.read,
        known=log.known,
    )


def explain_group(rule: Rule, subjects: Iterable[Subject], group: Group, until_ms: int) -> Explanation:
    """The group by the same events. Raises RuleRaisedError."""
    log = _Log(rule.name)
    arrivals = gathered_by_group(rule, log.passing(subjects, until_ms)).get(group.text, [])
    return explain_arrivals(arrivals, rule.windowing, _known(rule, log, until_ms))


def _known(rule: Rule, log: _Log, until_ms: int) -> int:
    """Up to when (ms) all is known. After the log's last moment nobody knows whether it was silent."""
    return min(until_ms, log.known) if isinstance(rule.windowing.kind, Absence) else until_ms


def _alert(rule: Rule, group: Group, episode: Episode) -> FoundAlert:
    return FoundAlert(rule.alert_id(group, episode.number), group.text, episode.at, episode.count)


def _ordered(alerts: Iterable[FoundAlert]) -> list[FoundAlert]:
    return sorted(alerts, key=lambda alert: (alert.window_end, alert.group))
