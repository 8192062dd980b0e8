"""What detection needs: windows by group, alerts, and a place for records that cannot be understood."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from lacre.model.canonical import JsonObject
from lacre.model.event import ReceiptedEvent


@dataclass(frozen=True)
class WindowState:
    """The packed state of one (rule, windowing hash, group). `version` 0 means that nothing is stored yet.

    `arrivals` are (milliseconds, event id) in order; `fired` are the numbers of the episodes already alerted.
    """

    key: str
    version: int = 0
    arrivals: tuple[tuple[int, str], ...] = ()
    closed: int = 0
    closed_until: int = 0
    fired: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Alert:
    """What a rule found, with the ids of its evidence."""

    alert_id: str
    rule: str
    bundle_hash: str
    group: str
    severity: str
    raised_at: str
    window_start: str
    window_end: str
    evidence: tuple[str, ...]
    evidence_count: int
    state: str = "OPEN"


class WindowStore(Protocol):
    def load(self, key: str) -> WindowState:
        """By a consistent read. Raises StoreUnavailableError."""
        ...

    def save(
        self,
        old: WindowState,
        new: WindowState,
        expires_at: int,
        alerts: Sequence[Alert],
        events: Sequence[ReceiptedEvent],
    ) -> bool:
        """State, alerts and their events in one transaction; False if the state is no longer `old`.

        `expires_at` is in seconds since 1970. Raises StoreUnavailableError.
        """
        ...


class Quarantine(Protocol):
    def put(self, name: str, record: JsonObject, reason: str) -> None:
        """Keep a record that cannot be understood, with the reason. Raises StoreUnavailableError."""
        ...
