"""Alerts as their pages show them."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from functions.query.views.blocks import BlockRow
from functions.query.views.rows import EventRow
from lacre.investigating.explain_alert import Explained
from lacre.investigating.rulebook import WrittenRule
from lacre.ports.alerts import Snooze
from lacre.ports.cases import Case
from lacre.ports.detection import Alert

STATES = ("open", "acknowledged", "closed")


@dataclass(frozen=True)
class AlertRow:
    """One alert of a list. `is_own`: it is about the viewer, who leaves it to another person."""

    alert: Alert
    is_own: bool

    @property
    def group(self) -> Sequence[tuple[str, str]]:
        return group_of(self.alert)


@dataclass(frozen=True)
class AlertList:
    """`here` is the list as it was asked for, relative to the console's root; `more` what comes after it."""

    rows: Sequence[AlertRow]
    given: Mapping[str, str]
    names: Mapping[str, str]
    states: Sequence[tuple[str, str]]
    rules: Collection[str]
    here: str
    more: str | None
    is_first: bool

    @property
    def is_narrowed(self) -> bool:
        return bool({"severity", "rule"} & self.given.keys())


@dataclass(frozen=True)
class EvidenceRow:
    """An event of the evidence, None where it is missing or is not as it was recorded; its number counts from 1."""

    number: int
    event_id: str
    row: EventRow | None
    is_fulfilling: bool


@dataclass(frozen=True)
class AlertPage:
    """`rule` is the one that is in force under the name, `snooze` one that is in force, `cases` those open to it.

    `is_own`: what was found is about the viewer.
    """

    alert: Alert
    explained: Explained
    evidence: Sequence[EvidenceRow]
    rule: WrittenRule | None
    block: BlockRow | None
    others: Sequence[Alert]
    snooze: Snooze | None
    case: Case | None
    cases: Sequence[Case]
    names: Mapping[str, str]
    is_own: bool

    @property
    def group(self) -> Sequence[tuple[str, str]]:
        return group_of(self.alert)

    @property
    def is_open_to_cases(self) -> bool:
        return self.case is None or self.case.closed_at is not None


def group_of(alert: Alert) -> list[tuple[str, str]]:
    """The values that the rule groups by; the type of one is told with the entity."""
    values: Mapping[str, str] = json.loads(alert.group)
    return [(name, str(value)) for name, value in values.items() if not name.endswith(".type")]


def is_about(viewer_id: str, alert: Alert) -> bool:
    return viewer_id in json.loads(alert.group).values()


def people_of(alerts: Collection[Alert]) -> set[str]:
    """The ids of all who did something with them, and of the users whom they are about."""
    owners = {one.owner for one in alerts if one.owner is not None}
    return owners | {one.entity_id for one in alerts if one.entity_type == "USER"}


def alert_list(
    alerts: Sequence[Alert],
    following: str | None,
    query: Mapping[str, str],
    *,
    viewer_id: str,
    rules: Collection[str],
    names: Mapping[str, str],
) -> AlertList:
    """`query` are the query's parameters as they came, `following` the cursor of what comes after."""
    given = {name: value for name, value in query.items() if value}
    kept = {name: value for name, value in given.items() if name != "cursor"}
    return AlertList(
        rows=[AlertRow(one, is_about(viewer_id, one)) for one in alerts],
        given={"status": "open", **kept},
        names=names,
        states=[(state, _search({**kept, "status": state})) for state in STATES],
        rules=rules,
        here=f"alerts{_search(given)}",
        more=_search({**kept, "cursor": following}) if following else None,
        is_first="cursor" not in given,
    )


def _search(wanted: Mapping[str, str]) -> str:
    return "?" + urlencode(wanted)
