"""Alerts on their way into a case."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lacre.investigating.handled_alert import shown
from lacre.investigating.read_alert import ReadAlert
from lacre.model.refusal import Ground, Refusal, Subject
from lacre.model.vocabulary import EntityType
from lacre.ports.alerts import Alerts
from lacre.ports.detection import Alert
from lacre.ports.events import StateWrite
from lacre.recording.change import Further

GATHERED_AT_ONCE = 20
"""Each is written, and has an event: an action is one transaction, and a transaction has a hundred parts."""


@dataclass(frozen=True)
class GatheredAlerts:
    ids: tuple[str, ...]
    writes: Sequence[StateWrite]
    further: Sequence[Further]


def gather(alerts: Alerts, read_alert: ReadAlert, case_id: str, alert_ids: Sequence[str]) -> GatheredAlerts:
    """Each once, however often it is named. Raises Refusal: NOT_FOUND, CONFLICT for one that is in a case."""
    found = [_free(read_alert(alert_id)) for alert_id in dict.fromkeys(alert_ids)]
    if len(found) > GATHERED_AT_ONCE:
        raise ValueError("more alerts than one transaction takes")
    moved = [(before, replace(before, case_id=case_id, version=before.version + 1)) for before in found]
    return GatheredAlerts(
        tuple(before.alert_id for before in found),
        [alerts.replacing(after, before.version) for before, after in moved],
        [
            Further("ALERT_UPDATED", EntityType.ALERT, before.alert_id, shown(before), shown(after))
            for before, after in moved
        ],
    )


def _free(alert: Alert) -> Alert:
    if alert.case_id is not None:
        about = Subject(EntityType.ALERT, alert.alert_id)
        raise Refusal(Ground.CONFLICT, "ALERT_IN_A_CASE", "An alert belongs to one case.", subject=about)
    return alert
