"""What detection needs: windows by group, the alerts with their events, and a place for what cannot be understood."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from lacre.model.event import ReceiptedEvent
from lacre.ports.events import StateWrite
from lacre.ports.notes import Note


class Arrival(NamedTuple):
    """A matching event in a group; the order is that of (at, id), and the same id twice is one event.

    `at` is its time in milliseconds since 1970, `id` a UUID. Bit i of `marks` tells that the rule's selection i
    matched. `value` is what the rule compares, as the event has it.
    """

    at: int
    id: str
    marks: int = 1
    value: str = ""


@dataclass(frozen=True)
class WindowState:
    """The state of one (rule, windowing hash, group), as `lacre.detection.window` keeps it.

    `version` 0 means that nothing is stored yet. `watermark` is the time up to which the group's events are known,
    `arrivals` are the events that can still matter, in order. `closed` counts the episodes that can no longer change,
    and up to `closed_until` no other begins. What happened up to `decided_until` is no longer counted. At `due_at`
    something is to be decided, whether or not an event comes; then `rule` and `group` (canonical text) say whose state
    it is. Times are milliseconds since 1970.
    """

    key: str
    version: int = 0
    watermark: int = 0
    closed: int = 0
    closed_until: int = 0
    decided_until: int = 0
    due_at: int | None = None
    arrivals: tuple[Arrival, ...] = ()
    group: str = ""
    rule: str = ""


@dataclass(frozen=True)
class DueWindow:
    """A state with something to decide at `due_at` (ms), as the index shows it: it may have changed since."""

    key: str
    rule: str
    group: str
    due_at: int


@dataclass(frozen=True)
class Alert:
    """What a rule found in a group. `group` is canonical JSON of the group's values, `group_key` names rule and group
    in bounded length. `evidence` are the ids of events that fire the rule by themselves, in order, at most 100;
    `evidence_count` is how many there are. Times are UTC with milliseconds. `condition` is what was met, for people;
    `finding_id` is the CRITICAL event, `owner` a user's id. `muted` tells why nothing followed from it."""

    alert_id: str
    rule: str
    bundle_hash: str
    windowing_hash: str
    kind: str
    title: str
    condition: str
    group: str
    group_key: str
    entity_type: str
    entity_id: str
    episode: int
    action: str
    severity: str
    raised_at: str
    window_start: str
    window_end: str
    evidence: tuple[str, ...]
    evidence_count: int
    finding_id: str
    status: str = "open"
    disposition: str | None = None
    owner: str | None = None
    notes: tuple[Note, ...] = ()
    muted: str | None = None
    block_id: str | None = None
    case_id: str | None = None
    version: int = 1


OPEN, ACKNOWLEDGED, CLOSED = "open", "acknowledged", "closed"
"""What `status` can be."""


@dataclass(frozen=True)
class Finding:
    """An alert and the events that tell of it. `amends`: it stands in the version before, and late data changed its
    evidence, closed it or opened it again."""

    alert: Alert
    events: tuple[ReceiptedEvent, ...]
    amends: bool = False


class UnplacedFindingError(Exception):
    """A new alert, or an event of a finding, is there already; or an alert to be amended is not. Nothing was written.

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

    def alert(self, alert_id: str) -> Alert | None:
        """As it stands, by a consistent read. Raises StoreUnavailableError."""
        ...

    def save(
        self,
        old: WindowState,
        new: WindowState,
        expires_at: int | None,
        findings: Sequence[Finding] = (),
        writes: Sequence[StateWrite] = (),
    ) -> bool:
        """The state, the alerts and their events in one transaction with what else follows from them.

        False if anything was changed since it was read: also an alert that is amended, by whoever works on it.

        The state is stored as the version after `old`. `expires_at` is in seconds since 1970, None is never. What
        later versions of us add to an alert, an amendment keeps. Raises StoreUnavailableError (nothing is known) and
        UnplacedFindingError.
        """
        ...

    def due(self, until_ms: int, limit: int) -> Sequence[DueWindow]:
        """At most `limit` states that are due by `until_ms`, the oldest first. What was saved a moment ago may be
        missing or still be in it. Raises StoreUnavailableError."""
        ...


class Quarantine(Protocol):
    def put(self, name: str, record: Mapping[str, Any], reason: str) -> None:
        """Keep what could not be evaluated, with the reason; the same name again replaces it. `record` is of JSON
        values. Raises StoreUnavailableError."""
        ...
