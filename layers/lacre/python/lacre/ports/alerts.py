"""Alerts as people work on them; the detector raises them with its windows (`lacre.ports.detection`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from lacre.model import moment
from lacre.model.canonical import JsonObject
from lacre.ports.detection import Alert
from lacre.ports.events import StateWrite
from lacre.ports.paging import Page


@dataclass(frozen=True)
class Sought:
    """Alerts of one status; of one severity and one rule, where these are given."""

    status: str
    severity: str | None = None
    rule: str | None = None


@dataclass(frozen=True)
class Snooze:
    """The actions of one rule in one group are muted until a moment (UTC with milliseconds); `by` is a user's id."""

    snooze_id: str
    group_key: str
    until: str
    by: str
    reason: str
    alert_id: str

    def is_in_force(self, now: int) -> bool:
        """At `now` (ms)."""
        return self.until > moment.to_text(now)

    def shown(self) -> JsonObject:
        """The snooze as the log and the API show it."""
        told: JsonObject = {name: getattr(self, name) for name in ("until", "by", "reason", "alert_id")}
        return {"id": self.snooze_id, **told}


class Alerts(Protocol):
    def find(self, alert_id: str) -> Alert | None:
        """By a consistent read. Raises StoreUnavailableError."""
        ...

    def named(self, alert_ids: Sequence[str]) -> Sequence[Alert]:
        """Those that are there, in this order, by consistent reads. Raises StoreUnavailableError."""
        ...

    def sought(self, sought: Sought, after: str | None, limit: int) -> Page[Alert]:
        """The newest first. A page can be short and yet have a next. Raises BadPositionError, StoreUnavailableError."""
        ...

    def of_group(self, group_key: str, limit: int) -> Sequence[Alert]:
        """At most `limit` of a group, those of the latest windows first. Raises StoreUnavailableError."""
        ...

    def ending_from(self, group_key: str, at: str, limit: int) -> Sequence[Alert]:
        """At most `limit` of a group whose windows end at a moment or later, those that end first at first.

        Raises StoreUnavailableError.
        """
        ...

    def replacing(self, alert: Alert, version: int) -> StateWrite:
        """The write that changes one, on condition that it still has this version."""
        ...


class Snoozes(Protocol):
    def of_group(self, group_key: str) -> Snooze | None:
        """The last one of a group, by a consistent read; it may be over. Raises StoreUnavailableError."""
        ...

    def placing(self, snooze: Snooze, before: Snooze | None) -> StateWrite:
        """The write of a snooze in the place of the group's last, on condition that `before` is the last still."""
        ...
