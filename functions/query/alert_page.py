"""What the pages of alerts show, read from where it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from functions.query.sources import Sources
from functions.query.views import alerts as view
from functions.query.views.alerts import AlertList, AlertPage, EvidenceRow
from functions.query.views.blocks import block_row
from functions.query.views.rows import event_rows
from lacre.investigating.explain_alert import ExplainAlert, Explained
from lacre.investigating.explain_group import ExplainedGroup, ExplainGroup
from lacre.investigating.rulebook import WrittenRule
from lacre.model.actor import Actor
from lacre.ports.cases import CaseState
from lacre.ports.detection import Alert
from lacre.ports.paging import Page

OTHERS = 10
"""Further alerts of a group, and open cases, that the page of one alert names."""


@dataclass(frozen=True)
class RulePage:
    """The rule that is in force under the name of an alert's, if one is.

    `now` is how its group stands, None where the rule counts otherwise by now than when it fired.
    """

    alert: Alert
    rule: WrittenRule | None
    now: ExplainedGroup | None


class AlertPages:
    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._kept = sources.investigation
        self._explain = ExplainAlert(sources.rows, self._kept.rulebook)
        self._explain_group = ExplainGroup(self._kept.windows, self._kept.rulebook)

    def listed(self, page: Page[Alert], query: Mapping[str, str], viewer: Actor) -> AlertList:
        """`query` are the query's parameters as they came. Raises StoreUnavailableError, as the others do."""
        names = self._kept.people.names_of(view.people_of(page.items))
        rules = self._kept.rulebook.rules.keys()
        return view.alert_list(page.items, page.next, query, viewer_id=viewer.id, rules=rules, names=names)

    def of(self, alert: Alert, viewer: Actor) -> AlertPage:
        kept, now = self._kept, self._sources.clock.now()
        explained = self._explain(alert)
        others = kept.alerts.of_group(alert.group_key, OTHERS + 1)
        snooze = kept.snoozes.of_group(alert.group_key)
        block = kept.blocks.find(alert.block_id) if alert.block_id else None
        case = kept.cases.find(alert.case_id) if alert.case_id else None
        wanted = {note.by for note in alert.notes} | ({snooze.by} if snooze else set())
        wanted |= view.people_of([alert]) | ({block.undone_by} if block and block.undone_by else set())
        return AlertPage(
            alert=alert,
            explained=explained,
            evidence=self._evidence(explained),
            rule=kept.rulebook.rules.get(alert.rule),
            block=block_row(block, viewer, now) if block else None,
            others=[one for one in others if one.alert_id != alert.alert_id][:OTHERS],
            snooze=snooze if snooze and snooze.is_in_force(now) else None,
            case=case,
            cases=kept.cases.of_state(CaseState.OPEN, None, OTHERS).items,
            names=kept.people.names_of(wanted),
            is_own=view.is_about(viewer.id, alert),
        )

    def rule_of(self, alert: Alert) -> RulePage:
        rule = self._kept.rulebook.rules.get(alert.rule)
        if rule is None or rule.rule.windowing_hash != alert.windowing_hash:
            return RulePage(alert, rule, None)
        return RulePage(alert, rule, self._explain_group(alert.rule, alert.group))

    def _evidence(self, explained: Explained) -> Sequence[EvidenceRow]:
        headers = [header for _, header in explained.events if header is not None]
        rows = {one.id: one for one in event_rows(headers, self._sources.rows)}
        return [
            EvidenceRow(number, event_id, rows.get(event_id), event_id == explained.fulfilled_by)
            for number, (event_id, _) in enumerate(explained.events, 1)
        ]
