"""The windows, the alerts and the quarantine in memory."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from lacre.model.event import ReceiptedEvent
from lacre.ports.detection import Alert, Finding, UnplacedFindingError, WindowState
from lacre.ports.errors import StoreUnavailableError
from tests.fakes.crash import Steps


@dataclass
class MemoryWindows:
    steps: Steps = field(default_factory=Steps)
    states: dict[str, WindowState] = field(default_factory=dict)
    expiries: dict[str, int | None] = field(default_factory=dict)
    alerts: dict[str, Alert] = field(default_factory=dict)
    events: dict[str, ReceiptedEvent] = field(default_factory=dict)
    is_away: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def load(self, key: str) -> WindowState:
        with self.steps.call("windows.load"), self.lock:
            self._check()
            return self.states.get(key, WindowState(key))

    def save(
        self, old: WindowState, new: WindowState, expires_at: int | None, findings: Sequence[Finding] = ()
    ) -> bool:
        with self.steps.call("windows.save"), self.lock:
            self._check()
            if self.states.get(old.key, WindowState(old.key)).version != old.version:
                return False
            unplaced = {one.alert.alert_id for one in findings if self._is_unplaced(one)}
            if unplaced:
                raise UnplacedFindingError(frozenset(unplaced))
            self.states[old.key] = replace(new, version=old.version + 1)
            self.expiries[old.key] = expires_at
            for finding in findings:
                self._place(finding)
            return True

    def _is_unplaced(self, finding: Finding) -> bool:
        stands = finding.alert.alert_id in self.alerts
        return stands is not finding.amends or any(one.event.header.id in self.events for one in finding.events)

    def _place(self, finding: Finding) -> None:
        alert = finding.alert
        if finding.amends:
            standing = self.alerts[alert.alert_id]
            alert = replace(
                standing,
                window_start=alert.window_start,
                window_end=alert.window_end,
                evidence=alert.evidence,
                evidence_count=alert.evidence_count,
                version=standing.version + 1,
            )
        self.alerts[alert.alert_id] = alert
        self.events.update({event.event.header.id: event for event in finding.events})

    def _check(self) -> None:
        if self.is_away:
            raise StoreUnavailableError("away")


@dataclass
class MemoryQuarantine:
    steps: Steps = field(default_factory=Steps)
    records: dict[str, tuple[Mapping[str, Any], str]] = field(default_factory=dict)
    is_away: bool = False

    def put(self, name: str, record: Mapping[str, Any], reason: str) -> None:
        with self.steps.call("quarantine.put"):
            if self.is_away:
                raise StoreUnavailableError("away")
            self.records[name] = (record, reason)
