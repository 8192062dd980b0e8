"""Arrivals into windows, rule by rule, and what comes of them; what could not be counted is set aside by name."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lacre.detection.gathering import Gathered
from lacre.detection.rule import Group, Rule
from lacre.detection.settling import Known, RuleFailedError, Settled, Settler
from lacre.model.composition import derived_uuid
from lacre.ports.detection import Alert, Arrival, Quarantine

CONTRADICTED = "the windows contradict the alerts"
LATE = "older than anything the windows keep"
FORGOTTEN = "more than the windows keep"


@dataclass(frozen=True)
class SetAside:
    """Events that a rule did not count, or no longer counts, with the reason; their ids are in quarantine."""

    rule: str
    reason: str
    event_ids: tuple[str, ...]


@dataclass
class Detection:
    """What a batch led to; the words are those of Settled."""

    raised: list[Alert] = field(default_factory=list)
    amended: list[Alert] = field(default_factory=list)
    shadowed: int = 0
    unplaced: list[str] = field(default_factory=list)
    set_aside: list[SetAside] = field(default_factory=list)

    def add(self, settled: Settled) -> None:
        self.raised.extend(settled.raised)
        self.amended.extend(settled.amended)
        self.shadowed += settled.shadowed
        self.unplaced.extend(settled.unplaced)


@dataclass(frozen=True)
class Counting:
    """Idempotent: the same events again change nothing."""

    settler: Settler
    quarantine: Quarantine

    def count(self, gathered: Gathered, detection: Detection) -> None:
        """Raises StoreUnavailableError and SignerUnavailableError."""
        for error in sorted(set(gathered.failed.values())):
            ids = [event_id for event_id, raised in gathered.failed.items() if raised == error]
            self._set_aside(gathered.rule, f"the rule raised {error}", ids, detection)
        for group, arrivals in gathered.groups.values():
            self.settle(gathered.rule, group, sorted(arrivals), Known(), detection)

    def settle(self, rule: Rule, group: Group, arrivals: Sequence[Arrival], known: Known, detection: Detection) -> None:
        """`arrivals` are in order. Raises StoreUnavailableError and SignerUnavailableError."""
        try:
            outcome = self.settler.settle(rule, group, arrivals, known)
        except RuleFailedError as error:
            self._set_aside(rule, str(error), _ids(arrivals), detection)
            return
        for settled in outcome:
            detection.add(settled)
            if settled.unplaced:
                self._set_aside(rule, CONTRADICTED, _ids(arrivals), detection)
            for reason, aside in ((LATE, settled.late), (FORGOTTEN, settled.forgotten)):
                if aside:
                    self._set_aside(rule, reason, _ids(aside), detection)

    def _set_aside(self, rule: Rule, reason: str, event_ids: Iterable[str], detection: Detection) -> None:
        ids = tuple(sorted(event_ids))
        record = {"rule": rule.name, "bundle_hash": self.settler.bundle_hash, "event_ids": list(ids)}
        self.quarantine.put(f"rule/{rule.name}/{derived_uuid(reason, *ids)}", record, reason)
        detection.set_aside.append(SetAside(rule.name, reason, ids))


def _ids(arrivals: Iterable[Arrival]) -> list[str]:
    return [arrival.id for arrival in arrivals]
