"""One group's arrivals into its windows: load, admit and save, until nobody was faster."""

from collections.abc import Sequence
from dataclasses import dataclass

from lacre.detection.findings import Found, Prepare, amended, raised
from lacre.detection.rule import Group, Rule
from lacre.detection.window import Admission, admit
from lacre.ports.detection import Alert, Arrival, Finding, UnplacedFindingError, WindowState, WindowStore
from lacre.ports.errors import StoreUnavailableError

ATTEMPTS = 10
FINDINGS_AT_ONCE = 30
"""A DynamoDB transaction takes 100 items; a finding takes three."""

_GRACE_MS = 48 * 60 * 60 * 1000
"""How far behind the clock detection may be before its windows are cleared away: twice the life of a stream record."""


class RuleFailedError(Exception):
    """A rule raised where nothing of the outside is involved: the same again would raise again."""


@dataclass(frozen=True)
class Settled:
    """What arrivals of one group led to. `shadowed` counts the episodes of a rule that only watches, `unplaced` are
    the ids of alerts that contradict the windows (UnplacedFindingError), `late` as in Admission."""

    raised: tuple[Alert, ...] = ()
    amended: tuple[Alert, ...] = ()
    shadowed: int = 0
    unplaced: tuple[str, ...] = ()
    late: tuple[Arrival, ...] = ()


@dataclass(frozen=True)
class Settler:
    """Stateless: all it knows is in the store."""

    bundle_hash: str
    windows: WindowStore
    prepare: Prepare

    def settle(self, rule: Rule, group: Group, arrivals: Sequence[Arrival]) -> list[Settled]:
        """`arrivals` are in order. Raises StoreUnavailableError, SignerUnavailableError and RuleFailedError."""
        unplaced: frozenset[str] = frozenset()
        for _ in range(ATTEMPTS):
            old = self.windows.load(rule.state_key(group))
            admission = _admission(old, arrivals, rule)
            if len(admission.raised) > FINDINGS_AT_ONCE and len(arrivals) > 1:
                half = len(arrivals) // 2
                return [
                    *self.settle(rule, group, arrivals[:half]),
                    *self.settle(rule, group, arrivals[half:]),
                ]
            findings = self._findings(Found(rule, self.bundle_hash, group), admission, unplaced)
            try:
                saved = self._save(old, admission, rule, findings)
            except UnplacedFindingError as error:
                unplaced |= error.alert_ids
                continue
            if saved:
                return [_settled(rule, admission, findings, unplaced)]
        raise StoreUnavailableError("windows: others were faster each time")

    def _save(self, old: WindowState, admission: Admission, rule: Rule, findings: Sequence[Finding]) -> bool:
        if admission.state == old:
            return True
        return self.windows.save(old, admission.state, _expires_at(admission, rule), findings)

    def _findings(self, found: Found, admission: Admission, unplaced: frozenset[str]) -> tuple[Finding, ...]:
        if not found.rule.is_live:
            return ()
        changed = [amended(found, old, new, self.prepare) for old, new in admission.amended]
        new = [raised(found, episode, self.prepare) for episode in admission.raised]
        return tuple(finding for finding in [*changed, *new] if finding.alert.alert_id not in unplaced)


def _admission(old: WindowState, arrivals: Sequence[Arrival], rule: Rule) -> Admission:
    try:
        return admit(old, arrivals, rule.windowing)
    except Exception as error:
        raise RuleFailedError(f"the rule raised {type(error).__name__}") from error


def _expires_at(admission: Admission, rule: Rule) -> int | None:
    """Seconds since 1970. A group with an episode is kept for good: its numbers, and so its ids, never come twice."""
    if admission.episodes:
        return None
    return (admission.state.watermark + rule.windowing.retention_ms + _GRACE_MS) // 1000


def _settled(rule: Rule, admission: Admission, findings: Sequence[Finding], unplaced: frozenset[str]) -> Settled:
    return Settled(
        raised=tuple(finding.alert for finding in findings if not finding.amends),
        amended=tuple(finding.alert for finding in findings if finding.amends),
        shadowed=0 if rule.is_live else len(admission.raised),
        unplaced=tuple(sorted(unplaced)),
        late=admission.late,
    )
