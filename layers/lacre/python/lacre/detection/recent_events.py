"""The events of the last hour, read again from the table: what the stream may not have brought yet.

An index has no order by a rule's group, so that the hour is read once for all groups that are decided in a run. What
is older than an hour the detector has seen, or it lags so far that its alarm rings and no silence is told of.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lacre.detection.gathering import RuleIndex
from lacre.detection.rule import Group, Rule
from lacre.detection.subject import Subject
from lacre.model import moment
from lacre.model.header import Header
from lacre.model.partition import SHARDS, time_bucket
from lacre.ports.events import Index, Slice
from lacre.ports.rows import HeaderIndex, RowReader, entry_position

REREAD_MS = 60 * 60 * 1000
MOST = 100_000
"""Headers of an hour, beyond which nothing is decided by the schedule: 28 a second."""

_LANE = 1_000
_LAST = "~"
"""After every position of its moment."""

_ODD = ""
"""No group's text: under it is what the rule raises for."""


@dataclass
class RecentEvents:
    """`lacre.detection.decide.GroupEvents`, made anew for each run: it remembers what it read."""

    entries: HeaderIndex
    rows: RowReader
    _headers: Sequence[Header] | None = None
    _is_bounded: bool = True
    _by_rule: dict[str, Mapping[str, list[Subject]]] = field(default_factory=dict)

    def of(self, rule: Rule, group: Group, since_ms: int, until_ms: int) -> Sequence[Subject] | None:
        """As the port; reaches no further back than REREAD_MS before `until_ms`, which is one for a whole run."""
        if self._headers is None:
            self._read(until_ms)
        if not self._is_bounded:
            return None
        if rule.name not in self._by_rule:
            self._by_rule[rule.name] = self._grouped(rule)
        by_group = self._by_rule[rule.name]
        found = [*by_group.get(group.text, []), *by_group.get(_ODD, [])]
        return [one for one in found if since_ms <= moment.to_milliseconds(one.header.recorded_at) <= until_ms]

    def _read(self, until_ms: int) -> None:
        low, high = moment.to_text(until_ms - REREAD_MS), moment.to_text(until_ms) + _LAST
        headers: list[Header] = []
        for hour in sorted({low[:13], high[:13]}):
            for shard in range(SHARDS):
                for header in self._lane(time_bucket(hour, shard), low, high):
                    headers.append(header)
                    if len(headers) > MOST:
                        self._headers, self._is_bounded = [], False
                        return
        self._headers = headers

    def _lane(self, bucket: str, low: str, high: str) -> Iterator[Header]:
        while True:
            page = self.entries.headers(Slice(Index.TIME, bucket, low, high), ascending=True, limit=_LANE)
            yield from (entry for entry in page if isinstance(entry, Header))
            if len(page) < _LANE:
                return
            low = entry_position(page[-1])

    def _grouped(self, rule: Rule) -> Mapping[str, list[Subject]]:
        index = RuleIndex([rule])
        wanted = [header for header in self._headers or () if index.rules_for(Subject(header))]
        bodies = self.rows.rows([header.id for header in wanted])
        groups: dict[str, list[Subject]] = {}
        for header in wanted:
            stored = bodies.get(header.id)
            subject = Subject(header, stored.body.encode() if stored else None)
            for text in _groups_of(rule, subject):
                groups.setdefault(text, []).append(subject)
        return groups


def _groups_of(rule: Rule, subject: Subject) -> set[str]:
    try:
        return {group.text for group, _ in rule.arrivals_of(subject)}
    except Exception:  # noqa: BLE001 - whoever counts it meets the same, and sets it aside with the reason
        return {_ODD}
