"""Events for the detector, rules of the tests, and a detector over stores in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lacre.detection.bundle import Bundle
from lacre.detection.counting import Detection
from lacre.detection.decide import Decider, Decision
from lacre.detection.detect import Detector
from lacre.detection.kinds.event_count import EventCount
from lacre.detection.responding import Responder
from lacre.detection.rule import Group, Rule
from lacre.detection.rule_reading import read_rule
from lacre.detection.subject import Subject
from lacre.detection.window import Windowing
from lacre.model import canonical, moment
from lacre.model.canonical import encode
from lacre.model.header import SCHEMA, Header
from lacre.ports.detection import Alert
from lacre.ports.responding import Means
from tests.fakes.alerts import MemorySnoozes
from tests.fakes.ambient import START
from tests.fakes.blocks import MemoryBlocks
from tests.fakes.crash import Steps
from tests.fakes.responding import MemoryTallies
from tests.fakes.trail import MemoryTrail
from tests.fakes.windows import MemoryQuarantine, MemoryWindows

MINUTE = 60_000
HOUR = 60 * MINUTE
WINDOWING = Windowing(
    EventCount(timespan_ms=10 * MINUTE, threshold=5),
    lateness_ms=5 * MINUTE,
    suppression_ms=15 * MINUTE,
    retention_ms=15 * MINUTE,
)


def event_id(number: int) -> str:
    return f"00000000-0000-7000-8000-{number:012x}"


def failed_login(number: int, at: int, account: str = "account-1", **fields: Any) -> Header:
    """The header of a failed login, `at` milliseconds after the start of the tests' time."""
    values: dict[str, Any] = {
        **dict.fromkeys(Header.__dataclass_fields__),
        "schema": SCHEMA,
        "id": event_id(number),
        "recorded_at": moment.to_text(START + at),
        "source": "API",
        "action": "LOGIN_FAILED",
        "outcome": "DENIED",
        "event_type": "SECURITY",
        "severity": "LOW",
        "actor_type": "UNKNOWN",
        "actor_id": "unknown",
        "entity_type": "USER",
        "entity_id": account,
        "ip_address": "192.0.2.1",
        "correlation_id": event_id(number),
        "checksum": "0" * 64,
    }
    return Header.decode(encode({**values, **fields}))


def told(header: Header, **after: Any) -> Subject:
    """The event whose body tells this of afterwards."""
    return Subject(header, canonical.encode({"after": after, "before": None}))


def burst(count: int, every: int = 1000, account: str = "account-1", first: int = 1) -> list[Header]:
    return [failed_login(first + turn, turn * every, account) for turn in range(count)]


def of_action(action: str) -> dict[str, Any]:
    """A compiled selection."""
    return {"name": action.lower(), "node": {"field": "action", "equals": action.lower(), "cased": False}}


def compiled(name: str = "many_failed_logins", actions: Sequence[str] = ("LOGIN_FAILED",), **changes: Any) -> Any:
    """A rule as the compiler writes it: by default five failed logins of an account in ten minutes."""
    return {
        "name": name,
        "id": "6f0d8c1e-2b34-4e0a-8f5d-91c7a3e4b602",
        "title": "Many failed logins of one account",
        "description": "For the tests.",
        "owner": "security@example.com",
        "mode": "live",
        "severity": "CRITICAL",
        "action": "MULTIPLE_FAILED_LOGINS",
        "entity": None,
        "kind": "event_count",
        "selections": [of_action(action) for action in actions],
        "group_by": [by("entity_id", len(actions))],
        "value_field": None,
        "condition": {"gte": 5},
        "reset_on": [],
        "timespan_ms": 10 * MINUTE,
        "lateness_ms": 5 * MINUTE,
        "suppression_ms": 15 * MINUTE,
        "retention_ms": 15 * MINUTE,
        "exceptions": [],
        "response": None,
        **changes,
    }


def by(field_name: str, selections: int = 1) -> dict[str, Any]:
    """A compiled group."""
    return {"name": field_name, "fields": [field_name] * selections}


def rule(name: str = "many_failed_logins", actions: Sequence[str] = ("LOGIN_FAILED",), **changes: Any) -> Rule:
    return read_rule(compiled(name, actions, **changes))


def named(name: str, value: str, entity_type: str) -> Group:
    """A group by what names an entity."""
    return Group.of({name: value, f"{name}.type": entity_type})


def group_of(header: Header, of: Rule | None = None) -> Group:
    ((group, _),) = (of or rule()).arrivals_of(Subject(header))
    return group


@dataclass
class Remembered:
    """All events that ever were, as a group's events; or None, for more than can be read."""

    events: dict[str, Subject] = field(default_factory=dict)
    is_too_much: bool = False

    def of(self, rule: Rule, group: Group, since_ms: int, until_ms: int) -> list[Subject] | None:
        if self.is_too_much:
            return None
        received = {one: moment.to_milliseconds(one.header.recorded_at) for one in self.events.values()}
        return [one for one, at in received.items() if since_ms <= at <= until_ms]


@dataclass
class World:
    """A detector over stores in memory, which outlive it."""

    rules: Sequence[Rule] = field(default_factory=lambda: [rule()])
    steps: Steps = field(default_factory=Steps)

    def __post_init__(self) -> None:
        self.windows = MemoryWindows(self.steps)
        self.quarantine = MemoryQuarantine(self.steps)
        self.trail = MemoryTrail()
        self.events = Remembered()
        self.tallies, self.snoozes, self.blocks = MemoryTallies(), MemorySnoozes(), MemoryBlocks()

    @property
    def responder(self) -> Responder:
        return Responder(self.trail.recorder().prepare, Means(self.tallies, self.snoozes, self.blocks))

    def detector(self) -> Detector:
        bundle = Bundle("b" * 64, tuple(self.rules))
        return Detector(bundle, self.windows, self.quarantine, self.responder)

    def detect(self, events: Sequence[Header | Subject]) -> Detection:
        subjects = [Subject(one) if isinstance(one, Header) else one for one in events]
        self.store(subjects)
        return self.detector().detect(subjects)

    def store(self, events: Sequence[Header | Subject]) -> None:
        """What is in the log, whether or not the stream has brought it."""
        for event in events:
            subject = Subject(event) if isinstance(event, Header) else event
            self.events.events.setdefault(subject.header.id, subject)

    def decide(self, at: int) -> Decision:
        """As the schedule does, `at` milliseconds after the start of the tests' time."""
        bundle = Bundle("b" * 64, tuple(self.rules))
        decider = Decider(bundle, self.windows, self.quarantine, self.responder, self.events)
        return decider.decide(START + at)

    @property
    def alerts(self) -> list[Alert]:
        return list(self.windows.alerts.values())

    @property
    def actions(self) -> list[str]:
        return sorted(stored.event.header.action for stored in self.windows.events.values())

    @property
    def outcome(self) -> set[tuple[str, tuple[str, ...], str, str]]:
        """What must not depend on order, batches or repetition."""
        return {(one.alert_id, one.evidence, one.window_start, one.window_end) for one in self.alerts}
