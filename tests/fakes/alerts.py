"""Alerts in memory as people work on them, and snoozes."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from lacre.ports.alerts import Snooze, Sought
from lacre.ports.detection import Alert
from lacre.ports.events import StateWrite
from lacre.ports.paging import Page
from tests.fakes.events import MemoryWrite
from tests.fakes.newest import newest


@dataclass
class MemoryAlerts:
    """`lacre.ports.alerts.Alerts`."""

    rows: dict[str, Alert] = field(default_factory=dict)

    def find(self, alert_id: str) -> Alert | None:
        return self.rows.get(alert_id)

    def sought(self, sought: Sought, after: str | None, limit: int) -> Page[Alert]:
        found = [one for one in self.rows.values() if _is_sought(one, sought)]
        return newest(found, sought.status, lambda one: f"{one.raised_at}#{one.alert_id}", after, limit)

    def of_group(self, group_key: str, limit: int) -> Sequence[Alert]:
        found = [one for one in self.rows.values() if one.group_key == group_key]
        return sorted(found, key=lambda one: one.window_end, reverse=True)[:limit]

    def named(self, alert_ids: Sequence[str]) -> Sequence[Alert]:
        return [self.rows[alert_id] for alert_id in alert_ids if alert_id in self.rows]

    def ending_from(self, group_key: str, at: str, limit: int) -> Sequence[Alert]:
        found = [one for one in self.rows.values() if one.group_key == group_key and one.window_end >= at]
        return sorted(found, key=lambda one: one.window_end)[:limit]

    def replacing(self, alert: Alert, version: int) -> StateWrite:
        def is_unchanged() -> bool:
            found = self.rows.get(alert.alert_id)
            return found is not None and found.version == version

        return MemoryWrite(is_unchanged, lambda: self.rows.update({alert.alert_id: alert}))


def _is_sought(alert: Alert, sought: Sought) -> bool:
    wanted = {"status": sought.status, "severity": sought.severity, "rule": sought.rule}
    return all(value in (None, getattr(alert, name)) for name, value in wanted.items())


@dataclass
class MemorySnoozes:
    """`lacre.ports.alerts.Snoozes`."""

    rows: dict[str, Snooze] = field(default_factory=dict)

    def of_group(self, group_key: str) -> Snooze | None:
        return self.rows.get(group_key)

    def placing(self, snooze: Snooze, before: Snooze | None) -> StateWrite:
        def is_unchanged() -> bool:
            last = self.rows.get(snooze.group_key)
            return (last.snooze_id if last else None) == (before.snooze_id if before else None)

        return MemoryWrite(is_unchanged, lambda: self.rows.update({snooze.group_key: snooze}))
