"""Events for the detector, rules of the tests, and the definition of an episode over a whole set, for comparison."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from lacre.detection.bundle import Bundle
from lacre.detection.detect import Detection, Detector
from lacre.detection.matching import Equals
from lacre.detection.rule import Rule
from lacre.detection.window import Windowing
from lacre.model import moment
from lacre.model.canonical import encode
from lacre.model.header import SCHEMA, Header
from lacre.model.vocabulary import Severity
from lacre.ports.detection import Alert, Arrival
from tests.fakes.ambient import START
from tests.fakes.crash import Steps
from tests.fakes.trail import MemoryTrail
from tests.fakes.windows import MemoryQuarantine, MemoryWindows

MINUTE = 60_000
WINDOWING = Windowing(
    threshold=5,
    timespan_ms=10 * MINUTE,
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


def burst(count: int, every: int = 1000, account: str = "account-1", first: int = 1) -> list[Header]:
    return [failed_login(first + turn, turn * every, account) for turn in range(count)]


def rule(name: str = "many_failed_logins", **changes: Any) -> Rule:
    plain = Rule(
        name=name,
        windowing_hash="0123456789abcdef",
        selection=Equals("action", "login_failed", cased=False),
        group_by=("entity_id",),
        windowing=WINDOWING,
        action="MULTIPLE_FAILED_LOGINS",
        severity=Severity.CRITICAL,
        entity="entity_id",
        mode="live",
    )
    return replace(plain, **changes)


@dataclass
class World:
    """A detector over stores in memory, which outlive it."""

    rules: Sequence[Rule] = field(default_factory=lambda: [rule()])
    steps: Steps = field(default_factory=Steps)

    def __post_init__(self) -> None:
        self.windows = MemoryWindows(self.steps)
        self.quarantine = MemoryQuarantine(self.steps)
        self.trail = MemoryTrail()

    def detector(self) -> Detector:
        bundle = Bundle("b" * 64, tuple(self.rules))
        return Detector(bundle, self.windows, self.quarantine, self.trail.recorder().prepare)

    def detect(self, headers: Sequence[Header]) -> Detection:
        return self.detector().detect(headers)

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


def episodes_of(arrivals: Iterable[Arrival], windowing: Windowing) -> list[tuple[Arrival, ...]]:
    """The evidence of each episode, straight from the definition and with everything at hand."""
    ordered = sorted(set(arrivals))
    found: list[tuple[Arrival, ...]] = []
    for arrival in ordered:
        window = [one for one in ordered if one <= arrival and one[0] >= arrival[0] - windowing.timespan_ms]
        is_quiet = bool(found) and arrival[0] <= found[-1][-1][0] + windowing.suppression_ms
        if len(window) >= windowing.threshold and not is_quiet:
            found.append(tuple(window[-windowing.threshold :]))
    return found
