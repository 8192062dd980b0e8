"""The use case: a batch of events becomes windows, and windows that fill become findings, exactly once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lacre.detection.bundle import Bundle
from lacre.detection.findings import Prepare
from lacre.detection.gathering import Gathered, gather
from lacre.detection.rule import Group, Rule
from lacre.detection.settling import RuleFailedError, Settled, Settler
from lacre.model.composition import derived_uuid
from lacre.model.header import Header
from lacre.ports.detection import Alert, Arrival, Quarantine, WindowStore


@dataclass(frozen=True)
class SetAside:
    """Events that a rule did not count, with the reason; their ids are in quarantine."""

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


class Detector:
    """Idempotent: the same events again, in any batch, change nothing."""

    def __init__(self, bundle: Bundle, windows: WindowStore, quarantine: Quarantine, prepare: Prepare) -> None:
        self._bundle = bundle
        self._settler = Settler(bundle.hash, windows, prepare)
        self._quarantine = quarantine

    def detect(self, headers: Sequence[Header]) -> Detection:
        """Raises StoreUnavailableError and SignerUnavailableError: the whole batch is then to be given again."""
        detection = Detection()
        for gathered in gather(self._bundle.rules, headers):
            self._set_failed_aside(gathered, detection)
            for group, arrivals in gathered.groups.values():
                self._settle(gathered.rule, group, sorted(arrivals), detection)
        return detection

    def _settle(self, rule: Rule, group: Group, arrivals: Sequence[Arrival], detection: Detection) -> None:
        try:
            outcome = self._settler.settle(rule, group, arrivals)
        except RuleFailedError as error:
            self._set_aside(rule, str(error), _ids(arrivals), detection)
            return
        for settled in outcome:
            detection.add(settled)
            if settled.late:
                self._set_aside(rule, "older than anything the windows keep", _ids(settled.late), detection)

    def _set_failed_aside(self, gathered: Gathered, detection: Detection) -> None:
        for error in sorted(set(gathered.failed.values())):
            ids = [event_id for event_id, raised in gathered.failed.items() if raised == error]
            self._set_aside(gathered.rule, f"the rule raised {error}", ids, detection)

    def _set_aside(self, rule: Rule, reason: str, event_ids: Iterable[str], detection: Detection) -> None:
        ids = tuple(sorted(event_ids))
        record = {"rule": rule.name, "bundle_hash": self._bundle.hash, "event_ids": list(ids)}
        self._quarantine.put(f"rule/{rule.name}/{derived_uuid(reason, *ids)}", record, reason)
        detection.set_aside.append(SetAside(rule.name, reason, ids))


def _ids(arrivals: Iterable[Arrival]) -> list[str]:
    return [event_id for _, event_id in arrivals]
