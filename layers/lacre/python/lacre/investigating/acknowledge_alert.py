"""Acknowledging an alert: somebody has seen it, and owns it from then on."""

from dataclasses import replace

from lacre.investigating.handled_alert import HandledAlert, replaced, require_another
from lacre.investigating.read_alert import ReadAlert
from lacre.model.actor import Actor
from lacre.model.refusal import Ground, Refusal
from lacre.ports.alerts import Alerts
from lacre.ports.detection import ACKNOWLEDGED


class AcknowledgeAlert:
    def __init__(self, alerts: Alerts, read_alert: ReadAlert) -> None:
        self._alerts = alerts
        self._read_alert = read_alert

    def __call__(self, actor: Actor, alert_id: str, version: int) -> HandledAlert:
        """Raises Refusal: NOT_FOUND, CONFLICT, FORBIDDEN."""
        before = self._read_alert.open(alert_id, version)
        require_another(actor, before)
        if before.status == ACKNOWLEDGED:
            raise Refusal(Ground.CONFLICT, "ALREADY_ACKNOWLEDGED", "This alert is acknowledged already.")
        after = replace(before, status=ACKNOWLEDGED, owner=actor.id, version=version + 1)
        return replaced(self._alerts, before, after)
