"""The windows, the alerts and the quarantine in memory."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from lacre.model.event import ReceiptedEvent
from lacre.ports.detection import Alert, DueWindow, Finding, UnplacedFindingError, WindowState
from lacre.ports.errors import StoreUnavailableError
from lacre.ports.events import StateWrite
from tests.fakes.crash import Steps
from tests.fakes.events import MemoryWrite


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

    def alert(self, alert_id: str) -> Alert | None:
        with self.steps.call("windows.alert"), self.lock:
            self._check()
            return self.alerts.get(alert_id)

    def save(
        self,
        old: WindowState,
        new: WindowState,
        expires_at: int | None,
        findings: Sequence[Finding] = (),
        writes: Sequence[StateWrite] = (),
    ) -> bool:
        memory = [write for write in writes if isinstance(write, MemoryWrite)]
        assert len(memory) == len(writes), "a fake commits only writes of fakes"
        with self.steps.call("windows.save"), self.lock:
            self._check()
            if self.states.get(old.key, WindowState(old.key)).version != old.version:
                return False
            if not all(write.holds() for write in memory):
                return False
            unplaced = {one.alert.alert_id for one in findings if self._is_unplaced(one)}
            if unplaced:
                raise UnplacedFindingError(frozenset(unplaced))
            if not all(self._is_unchanged(one) for one in findings):
                return False
            self.states[old.key] = replace(new, version=old.version + 1)
            self.expiries[old.key] = expires_at
            for finding in findings:
                self._place(finding)
            for write in memory:
                write.apply()
            return True

    def due(self, until_ms: int, limit: int) -> Sequence[DueWindow]:
        with self.steps.call("windows.due"), self.lock:
            self._check()
            found = [
                DueWindow(state.key, state.rule, state.group, state.due_at)
                for state in self.states.values()
                if state.due_at is not None and state.due_at <= until_ms
            ]
            return sorted(found, key=lambda due: (due.due_at, due.key))[:limit]

    def _is_unplaced(self, finding: Finding) -> bool:
        stands = finding.alert.alert_id in self.alerts
        return stands is not finding.amends or any(one.event.header.id in self.events for one in finding.events)

    def _is_unchanged(self, finding: Finding) -> bool:
        alert = finding.alert
        return not finding.amends or self.alerts[alert.alert_id].version == alert.version - 1

    def _place(self, finding: Finding) -> None:
        self.alerts[finding.alert.alert_id] = finding.alert
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
