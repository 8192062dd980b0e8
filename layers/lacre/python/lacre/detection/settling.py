"""One group's arrivals into its windows: load, admit and save, until nobody was faster."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from lacre.detection.admitting import admit
from lacre.detection.amending import Amending, amended, undone
from lacre.detection.event_time import OFFLINE_REACH_MS
from lacre.detection.findings import Found, id_of
from lacre.detection.responding import Responded, Responder
from lacre.detection.rule import Group, Rule
from lacre.detection.window import Admission
from lacre.model.canonical import NotCanonicalError
from lacre.ports.detection import Alert, Arrival, Finding, UnplacedFindingError, WindowState, WindowStore
from lacre.ports.errors import StoreUnavailableError

ATTEMPTS = 10
FINDINGS_AT_ONCE = 30
"""A DynamoDB transaction takes 100 items; a finding takes three."""

_GRACE_MS = 48 * 60 * 60 * 1000 + OFFLINE_REACH_MS
"""How far behind the clock a window's time may be before it is cleared away: twice the life of a stream record, and
what a POS uploads late."""


class RuleFailedError(Exception):
    """A rule raised where nothing of the outside is involved: the same again would raise again."""


@dataclass(frozen=True)
class Known:
    """What is known beside a group's events: as in `lacre.detection.admitting.admit`."""

    up_to: int = 0
    silent_until: int = 0


_NOTHING_ELSE = Known()


@dataclass(frozen=True)
class Settled:
    """What arrivals of one group led to. `amended` are also those that were undone. `shadowed` counts the episodes of
    a rule that only watches, `unplaced` are the ids of alerts that contradict the windows (UnplacedFindingError),
    `late` and `forgotten` as in Admission."""

    raised: tuple[Alert, ...] = ()
    amended: tuple[Alert, ...] = ()
    shadowed: int = 0
    unplaced: tuple[str, ...] = ()
    late: tuple[Arrival, ...] = ()
    forgotten: tuple[Arrival, ...] = ()


@dataclass(frozen=True)
class Settler:
    """Stateless: all it knows is in the store."""

    bundle_hash: str
    windows: WindowStore
    responder: Responder

    def settle(
        self, rule: Rule, group: Group, arrivals: Sequence[Arrival], known: Known = _NOTHING_ELSE
    ) -> list[Settled]:
        """`arrivals` are in order. Raises StoreUnavailableError, SignerUnavailableError and RuleFailedError."""
        unplaced: frozenset[str] = frozenset()
        for _ in range(ATTEMPTS):
            old = self.windows.load(rule.state_key(group))
            admission = _admission(old, arrivals, rule, known)
            if len(admission.raised) > FINDINGS_AT_ONCE and len(arrivals) > 1:
                half = len(arrivals) // 2
                return [
                    *self.settle(rule, group, arrivals[:half]),
                    *self.settle(rule, group, arrivals[half:], known),
                ]
            try:
                response = self._response(Found(rule, self.bundle_hash, group), admission, unplaced)
                saved = self._save(old, admission, rule, group, response)
            except NotCanonicalError as error:
                raise RuleFailedError(f"the finding raised {type(error).__name__}") from error
            except UnplacedFindingError as error:
                unplaced |= error.alert_ids
                continue
            if saved:
                return [_settled(rule, admission, response.findings, unplaced)]
        raise StoreUnavailableError("windows: others were faster each time")

    def _save(self, old: WindowState, admission: Admission, rule: Rule, group: Group, response: Responded) -> bool:
        if admission.state == old:
            return True
        state = admission.state
        # Only who decides what is due asks whose a state is; to the others it would be so many bytes at each write.
        named = (rule.name, group.text) if state.due_at is not None else ("", "")
        if named != (state.rule, state.group):
            state = replace(state, rule=named[0], group=named[1])
        return self.windows.save(old, state, _expires_at(admission, rule), response.findings, response.writes)

    def _response(self, found: Found, admission: Admission, unplaced: frozenset[str]) -> Responded:
        if not found.rule.is_live or not (admission.raised or admission.amended or admission.undone):
            return Responded()
        changed = self._changed(found, admission, unplaced)
        new = [episode for episode in admission.raised if id_of(found, episode) not in unplaced]
        response = self.responder.respond(found, new)
        return Responded([*changed, *response.findings], response.writes)

    def _changed(self, found: Found, admission: Admission, unplaced: frozenset[str]) -> list[Finding]:
        """Of alerts as they stand: whoever changes one until it is saved makes the attempt a lost race."""
        changes: dict[str, Amending] = {id_of(found, episode): undone for episode in admission.undone}
        changes |= {id_of(found, new): partial(amended, new) for _, new in admission.amended}
        findings, missing = list[Finding](), set[str]()
        for alert_id in sorted(changes.keys() - unplaced):
            standing = self.windows.alert(alert_id)
            if standing is None:
                missing.add(alert_id)
            elif finding := changes[alert_id](standing, self.responder.prepare):
                findings.append(finding)
        if missing:
            raise UnplacedFindingError(frozenset(missing))
        return findings


def _admission(old: WindowState, arrivals: Sequence[Arrival], rule: Rule, known: Known) -> Admission:
    try:
        return admit(old, arrivals, rule.windowing, known.up_to, known.silent_until)
    except Exception as error:
        raise RuleFailedError(f"the rule raised {type(error).__name__}") from error


def _expires_at(admission: Admission, rule: Rule) -> int | None:
    """Seconds since 1970. A group with an episode is kept for good: its numbers, and so its ids, never come twice."""
    if admission.episodes:
        return None
    matters_until = max(admission.state.watermark + rule.windowing.retention_ms, admission.state.due_at or 0)
    return (matters_until + _GRACE_MS) // 1000


def _settled(rule: Rule, admission: Admission, findings: Sequence[Finding], unplaced: frozenset[str]) -> Settled:
    return Settled(
        raised=tuple(finding.alert for finding in findings if not finding.amends),
        amended=tuple(finding.alert for finding in findings if finding.amends),
        shadowed=0 if rule.is_live else len(admission.raised),
        unplaced=tuple(sorted(unplaced)),
        late=admission.late,
        forgotten=admission.forgotten,
    )
