"""Snoozing: what the rule of an alert does in the alert's group is muted for a while. Matching goes on."""

from dataclasses import dataclass, replace

from lacre.investigating.handled_alert import HandledAlert, noted, replaced, require_another
from lacre.investigating.read_alert import ReadAlert
from lacre.model import moment
from lacre.model.actor import Actor
from lacre.model.identifier import ENTROPY_BYTES, uuid7
from lacre.model.versions import stale_version
from lacre.ports.alerts import Alerts, Snooze, Snoozes
from lacre.ports.ambient import Clock, Entropy
from lacre.ports.notes import Note

LONGEST_H = 7 * 24
_HOUR_MS = 60 * 60 * 1000


@dataclass(frozen=True)
class AskedSnooze:
    """From now for 1 to LONGEST_H hours. `replaces` is the id of the group's snooze in force that the asker has seen;
    None if there was none."""

    hours: int
    reason: str
    replaces: str | None = None


@dataclass(frozen=True)
class SnoozedAlert:
    """It is so once the change is committed."""

    handled: HandledAlert
    snooze: Snooze


class SnoozeAlert:
    def __init__(self, alerts: Alerts, snoozes: Snoozes, read_alert: ReadAlert, clock: Clock, entropy: Entropy) -> None:
        self._alerts = alerts
        self._snoozes = snoozes
        self._read_alert = read_alert
        self._clock = clock
        self._entropy = entropy

    def __call__(self, actor: Actor, alert_id: str, version: int, asked: AskedSnooze) -> SnoozedAlert:
        """In the place of the snooze that the asker has seen, and of no other: alerts of one group share it.

        Raises Refusal: NOT_FOUND, CONFLICT, FORBIDDEN.
        """
        if not 1 <= asked.hours <= LONGEST_H:
            raise ValueError("no such time to snooze")
        before, now = self._read_alert.of_version(alert_id, version), self._clock.now()
        require_another(actor, before)
        last = self._snoozes.of_group(before.group_key)
        standing = last if last is not None and last.is_in_force(now) else None
        if (standing.snooze_id if standing else None) != asked.replaces:
            raise stale_version()
        until = moment.to_text(now + asked.hours * _HOUR_MS)
        snooze_id = uuid7(now, self._entropy.take(ENTROPY_BYTES))
        snooze = Snooze(snooze_id, before.group_key, until, actor.id, asked.reason, alert_id)
        after = noted(before, Note(moment.to_text(now), actor.id, asked.reason))
        handled = replaced(self._alerts, before, after, {"snooze": snooze.shown()})
        told = {**(handled.change.before or {}), "snooze": standing.shown() if standing else None}
        writes = [*handled.change.writes, self._snoozes.placing(snooze, last)]
        return SnoozedAlert(replace(handled, change=replace(handled.change, before=told, writes=writes)), snooze)
