"""Closing an alert: whether it was right, and why."""

from dataclasses import replace
from enum import StrEnum

from lacre.investigating.handled_alert import HandledAlert, replaced, require_another
from lacre.investigating.read_alert import ReadAlert
from lacre.model import moment
from lacre.model.actor import Actor
from lacre.ports.alerts import Alerts
from lacre.ports.ambient import Clock
from lacre.ports.detection import CLOSED
from lacre.ports.notes import Note


class Disposition(StrEnum):
    """`benign`: the rule found what it looks for, and nothing is wrong with it."""

    TRUE = "true"
    FALSE = "false"
    BENIGN = "benign"


class CloseAlert:
    def __init__(self, alerts: Alerts, read_alert: ReadAlert, clock: Clock) -> None:
        self._alerts = alerts
        self._read_alert = read_alert
        self._clock = clock

    def __call__(self, actor: Actor, alert_id: str, version: int, disposition: Disposition, text: str) -> HandledAlert:
        """Its owner from then on is whoever closes it. Raises Refusal: NOT_FOUND, CONFLICT, FORBIDDEN."""
        before = self._read_alert.open(alert_id, version)
        require_another(actor, before)
        note = Note(moment.to_text(self._clock.now()), actor.id, text)
        # The last note needs no room: what is full must be closed all the more.
        told = replace(before, notes=(*before.notes, note), version=version + 1)
        after = replace(told, status=CLOSED, disposition=disposition.value, owner=actor.id)
        return replaced(self._alerts, before, after, {"note": text})
