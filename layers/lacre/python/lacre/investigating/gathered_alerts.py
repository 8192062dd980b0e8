"""Alerts on their way into a case: those that are in none, and those whose case is closed, which leave it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lacre.investigating.handled_alert import shown
from lacre.investigating.read_alert import ReadAlert
from lacre.model.refusal import Ground, Refusal, Subject
from lacre.model.vocabulary import EntityType
from lacre.ports.alerts import Alerts
from lacre.ports.cases import Case, Cases, CaseState
from lacre.ports.detection import Alert
from lacre.ports.events import StateWrite
from lacre.recording.change import Further

GATHERED_AT_ONCE = 12
"""Each is written, and perhaps the case that it leaves, and each has an event: an action is one transaction, of a
hundred parts and 4 MB at most."""

_Part = tuple[StateWrite, Further]


@dataclass(frozen=True)
class GatheredAlerts:
    ids: tuple[str, ...]
    writes: Sequence[StateWrite]
    further: Sequence[Further]


class GatherAlerts:
    def __init__(self, cases: Cases, alerts: Alerts, read_alert: ReadAlert) -> None:
        self._cases = cases
        self._alerts = alerts
        self._read_alert = read_alert

    def __call__(self, case_id: str, alert_ids: Sequence[str]) -> GatheredAlerts:
        """Into this case, each once, however often it is named.

        Raises Refusal: NOT_FOUND, CONFLICT for one whose case is open.
        """
        found = [self._read_alert(alert_id) for alert_id in dict.fromkeys(alert_ids)]
        if len(found) > GATHERED_AT_ONCE:
            raise ValueError("more alerts than one transaction takes")
        left = dict.fromkeys(alert.case_id for alert in found if alert.case_id is not None)
        leaving = [self._left(former, found, case_id) for former in left]
        parts = [*(self._joining(alert, case_id) for alert in found), *leaving]
        ids = tuple(alert.alert_id for alert in found)
        return GatheredAlerts(ids, [write for write, _ in parts], [further for _, further in parts])

    def _joining(self, before: Alert, case_id: str) -> _Part:
        after = replace(before, case_id=case_id, version=before.version + 1)
        further = Further("ALERT_UPDATED", EntityType.ALERT, before.alert_id, shown(before), shown(after))
        return self._alerts.replacing(after, before.version), further

    def _left(self, former: str, found: Sequence[Alert], case_id: str) -> _Part:
        moved = [alert.alert_id for alert in found if alert.case_id == former]
        before = self._closed(former, moved[0])
        kept = tuple(alert_id for alert_id in before.alert_ids if alert_id not in moved)
        after = replace(before, alert_ids=kept, version=before.version + 1)
        told = {**after.shown(), "moved_to": case_id}
        further = Further("ALERT_UPDATED", EntityType.ALERT, former, before.shown(), told)
        return self._cases.replacing(after, before.version), further

    def _closed(self, former: str, alert_id: str) -> Case:
        case = self._cases.find(former)
        if case is None or case.state is not CaseState.CLOSED:
            about = Subject(EntityType.ALERT, alert_id)
            sentence = "An alert belongs to one case, and leaves it only when that is closed."
            raise Refusal(Ground.CONFLICT, "ALERT_IN_A_CASE", sentence, subject=about)
        return case
