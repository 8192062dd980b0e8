"""Snoozing: what the rule of an alert does in the alert's group is muted for a while. Matching goes on."""

from dataclasses import dataclass

from lacre.investigating.handled_alert import HandledAlert, noted, replaced, require_another
from lacre.investigating.read_alert import ReadAlert
from lacre.model import moment
from lacre.model.actor import Actor
from lacre.ports.alerts import Alerts, Snooze, Snoozes
from lacre.ports.ambient import Clock
from lacre.ports.notes import Note

LONGEST_H = 7 * 24
_HOUR_MS = 60 * 60 * 1000


@dataclass(frozen=True)
class SnoozedAlert:
    """It is so once the change is committed; `until` is UTC with milliseconds."""

    handled: HandledAlert
    until: str


class SnoozeAlert:
    def __init__(self, alerts: Alerts, snoozes: Snoozes, read_alert: ReadAlert, clock: Clock) -> None:
        self._alerts = alerts
        self._snoozes = snoozes
        self._read_alert = read_alert
        self._clock = clock

    def __call__(self, actor: Actor, alert_id: str, version: int, hours: int, reason: str) -> SnoozedAlert:
        """From now for 1 to LONGEST_H hours, in the place of what was asked for before.

        Raises Refusal: NOT_FOUND, CONFLICT, FORBIDDEN.
        """
        if not 1 <= hours <= LONGEST_H:
            raise ValueError("no such time to snooze")
        before, now = self._read_alert.of_version(alert_id, version), self._clock.now()
        require_another(actor, before)
        until = moment.to_text(now + hours * _HOUR_MS)
        after = noted(before, Note(moment.to_text(now), actor.id, reason))
        placing = self._snoozes.placing(Snooze(before.group_key, until, actor.id, reason, alert_id))
        told = {"snoozed_until": until, "reason": reason}
        return SnoozedAlert(replaced(self._alerts, before, after, told, [placing]), until)
