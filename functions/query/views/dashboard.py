"""The dashboard as its page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from functions.query.views.alerts import AlertRow
from functions.query.views.blocks import BlockRow
from functions.query.views.chart import Bar, Chart, chart
from lacre.model import moment
from lacre.model.vocabulary import Severity
from lacre.ports.detection import Alert
from lacre.summarising.lanes import end_of, start_of
from lacre.summarising.last_day import Day, Hour
from lacre.summarising.ranks import Rank
from lacre.watching.reading import Reading

SEVERITIES = tuple(one.value for one in Severity)
STATUSES = ("open", "acknowledged", "closed")


@dataclass(frozen=True)
class HourRow:
    """`start` and `until` in the log's form; `href` is the search for the hour, `denied` that for its denials."""

    start: str
    until: str
    events: int
    denials: int
    by_severity: Sequence[int]
    is_whole: bool
    href: str
    denied: str


@dataclass(frozen=True)
class RankRow:
    """`share` is of the most frequent one, from 0 to 100."""

    name: str
    count: int
    is_exact: bool
    share: int
    href: str


@dataclass(frozen=True)
class Figures:
    """The last 24 hours. `partly` are hours of which more is there than was counted, but for the one that goes on."""

    at: str
    rows: Sequence[HourRow]
    events: Chart
    denials: Chart
    totals: Mapping[str, int]
    total: int
    denied: int
    unreadable: int
    rankings: Sequence[tuple[str, Sequence[RankRow]]]
    counted_until: str
    partly: Sequence[HourRow]
    critical: str
    all_denied: str


@dataclass(frozen=True)
class AlertCounts:
    """Of each status, alerts by severity; `at_least` names statuses of which more are there than were counted."""

    by_status: Mapping[str, Mapping[str, int]]
    at_least: frozenset[str]
    newest: Sequence[AlertRow]

    @property
    def is_empty(self) -> bool:
        return not any(sum(counts.values()) for counts in self.by_status.values())


@dataclass(frozen=True)
class HealthRow:
    """A reading with its moments in the log's form, an empty text for none."""

    reading: Reading
    at: str

    def moment_of(self, fact: str) -> str:
        at = self.reading.facts.get(fact)
        return moment.to_text(at) if isinstance(at, int) else ""


@dataclass(frozen=True)
class Dashboard:
    """A part is None where the place to read it from did not answer; `unread` are the causes, by the part's name."""

    at: str
    figures: Figures | None
    alerts: AlertCounts | None
    blocks: Sequence[BlockRow] | None
    has_more_blocks: bool
    names: Mapping[str, str]
    health: Sequence[HealthRow]
    unread: Mapping[str, str]


def figures(day: Day) -> Figures:
    rows = [_row(hour) for hour in day.hours]
    since = rows[0].start
    totals = {one: sum(hour.severity[one] for hour in day.hours) for one in SEVERITIES}
    partly = [row for row in rows if not row.is_whole]
    return Figures(
        at=moment.to_text(day.at),
        rows=rows,
        events=chart(
            [Bar(row.start, dict(zip(SEVERITIES, row.by_severity, strict=True)), row.is_whole) for row in rows]
        ),
        denials=chart([Bar(row.start, {"DENIED": row.denials}, row.is_whole) for row in rows]),
        totals=totals,
        total=sum(row.events for row in rows),
        denied=sum(row.denials for row in rows),
        unreadable=sum(hour.unreadable for hour in day.hours),
        rankings=[
            ("actor_id", _ranks(day.actors, "actor_id", since)),
            ("action", _ranks(day.actions, "action", since)),
            ("ip", _ranks(day.ip_addresses, "ip", since)),
        ],
        counted_until=rows[-1].until,
        partly=partly,
        critical=_search(start=since, severity="CRITICAL"),
        all_denied=_search(start=since, outcome="DENIED"),
    )


def health_row(reading: Reading) -> HealthRow:
    return HealthRow(reading, moment.to_text(reading.at) if reading.at is not None else "")


def by_severity(alerts: Sequence[Alert]) -> Mapping[str, int]:
    return {one: sum(alert.severity == one for alert in alerts) for one in reversed(SEVERITIES)}


def _row(hour: Hour) -> HourRow:
    start, end = start_of(hour.hour), end_of(hour.hour)
    return HourRow(
        start=start,
        until=min(hour.until[:24], end),
        events=hour.events,
        denials=hour.denials,
        by_severity=[hour.severity[one] for one in SEVERITIES],
        is_whole=hour.is_whole,
        href=_search(start=start, end=end),
        denied=_search(start=start, end=end, outcome="DENIED"),
    )


def _ranks(ranks: Sequence[Rank], name: str, since: str) -> list[RankRow]:
    most = max((rank.at_least for rank in ranks), default=1)
    return [
        RankRow(
            name=rank.name,
            count=rank.at_least,
            is_exact=rank.is_exact,
            share=max(1, rank.at_least * 100 // most),
            href=_search(start=since, **{name: rank.name}),
        )
        for rank in ranks
    ]


def _search(**asked: str) -> str:
    return "audit-logs?" + urlencode(asked)
