"""What detection needs: windows by group, the alerts with their events, and a place for what cannot be understood."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from lacre.model.event import ReceiptedEvent

Arrival = tuple[int, str]
"""When a matching event happened, in milliseconds since 1970, and its id (a UUID)."""


@dataclass(frozen=True)
class WindowState:
    """The state of one (rule, windowing hash, group), as `lacre.detection.window` keeps it.

    `version` 0 means that nothing is stored yet. `watermark` is the time of the newest event seen, `arrivals` are the
    events that can still matter, in order. `closed` counts the episodes that can no longer change, and up to
    `closed_until` no other begins. Times are milliseconds since 1970.
    """

    key: str
    version: int = 0
    watermark: int = 0
    closed: int = 0
    closed_until: int = 0
    arrivals: tuple[Arrival, ...] = ()


@dataclass(frozen=True)
class Alert:
    """What a rule found in a group. `group` is canonical JSON of the group's fields, `evidence` the ids of the events
    that fire the rule by themselves, in order; times are UTC with milliseconds. `finding_id` is its CRITICAL event."""

    alert_id: str
    rule: str
    bundle_hash: str
    windowing_hash: str
    group: str
    episode: int
    action: str
    severity: str
    raised_at: str
    window_start: str
    window_end: str
    evidence: tuple[str, ...]
    evidence_count: int
    finding_id: str
    state: str = "OPEN"
    version: int = 1


@dataclass(frozen=True)
class Finding:
    """An alert and the events that tell of it. `amends`: the alert stands, and late data changed its evidence."""

    alert: Alert
    events: tuple[ReceiptedEvent, ...]
    amends: bool = False


class UnplacedFindingError(Exception):
    """A new alert, or an event of it, is there already; or an alert to be amended is not. Nothing was written.

    Neither happens while windows and alerts are of one history; after one of the tables was restored it does.
    """

    def __init__(self, alert_ids: frozenset[str]) -> None:
        super().__init__(f"{len(alert_ids)} findings do not fit the alerts that stand")
        self.alert_ids = alert_ids


class WindowStore(Protocol):
    """Windows, and with them alerts and their events: what must change together is behind one port."""

    def load(self, key: str) -> WindowState:
        """By a consistent read. Raises StoreUnavailableError."""
        ...

    def save(
        self, old: WindowState, new: WindowState, expires_at: int | None, findings: Sequence[Finding] = ()
    ) -> bool:
        """The state, the alerts and their events in one transaction; False if anything was changed since it was read.

        The state is stored as the version after `old`. `expires_at` is in seconds since 1970, None is never. An
        amended alert takes the new evidence and window, and keeps all else that stands. Raises StoreUnavailableError
        (nothing is known) and UnplacedFindingError.
        """
        ...


class Quarantine(Protocol):
    def put(self, name: str, record: Mapping[str, Any], reason: str) -> None:
        """Keep what could not be evaluated, with the reason; the same name again replaces it. `record` is of JSON
        values. Raises StoreUnavailableError."""
        ...
