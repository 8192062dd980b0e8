"""The use case of the schedule: what is due is decided, though no event comes.

The group's events are read again from where all events are, so that nothing still on its way through the stream is
missed; what was counted before is not counted again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from lacre.detection.bundle import Bundle
from lacre.detection.counting import Counting, Detection
from lacre.detection.gathering import RuleIndex, gather
from lacre.detection.responding import Responder
from lacre.detection.rule import Group, Rule
from lacre.detection.settling import Known, Settler
from lacre.detection.subject import Subject
from lacre.detection.watermark import Watermark
from lacre.ports.detection import Arrival, DueWindow, Quarantine, WindowStore

SETTLED_AFTER_MS = 15_000
"""An event is stored so long after its receipt at the latest."""

AT_ONCE = 500


class GroupEvents(Protocol):
    """The events of a group, from where all events are."""

    def of(self, rule: Rule, group: Group, since_ms: int, until_ms: int) -> Sequence[Subject] | None:
        """Those received in these milliseconds, both included, that the rule's selections can match in the group;
        others may be among them. None if they cannot be read in bounds. Raises StoreUnavailableError."""
        ...


@dataclass
class Decision(Detection):
    """What was decided. `left` are the keys of windows whose events could not be read, `stale` those of rules that
    are no longer in the bundle."""

    left: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)


class Decider:
    """Idempotent: deciding again changes nothing."""

    def __init__(
        self, bundle: Bundle, windows: WindowStore, quarantine: Quarantine, responder: Responder, events: GroupEvents
    ) -> None:
        self._rules = {rule.name: rule for rule in bundle.rules}
        self._counting = Counting(Settler(bundle.hash, windows, responder), quarantine)
        self._windows = windows
        self._watermark = Watermark(windows)
        self._events = events

    def decide(self, now_ms: int) -> Decision:
        """Raises StoreUnavailableError and SignerUnavailableError: what was decided until then stays."""
        decision = Decision()
        settled_until = now_ms - SETTLED_AFTER_MS
        known = Known(settled_until, min(settled_until, self._watermark.read()))
        for due in self._windows.due(settled_until, AT_ONCE):
            rule, group = self._rules.get(due.rule), Group.read(due.group)
            if rule is None or rule.state_key(group) != due.key:
                self._forget(due, decision)
            else:
                self._decide(rule, group, now_ms, known, decision)
        return decision

    def _decide(self, rule: Rule, group: Group, now_ms: int, known: Known, decision: Decision) -> None:
        state = self._windows.load(rule.state_key(group))
        if state.due_at is None or not state.arrivals:
            return
        since = max(state.decided_until + 1, state.arrivals[0].at)
        events = self._events.of(rule, group, since, now_ms)
        if events is None:
            decision.left.append(state.key)
            return
        arrivals: set[Arrival] = set()
        for gathered in gather(RuleIndex([rule]), events):
            self._counting.count(replace(gathered, groups={}), decision)
            arrivals |= gathered.groups.get(group.text, (group, set()))[1]
        # What is decided was counted, or was late when it came.
        undecided = sorted(arrival for arrival in arrivals if arrival.at >= since)
        self._counting.settle(rule, group, undecided, known, decision)

    def _forget(self, due: DueWindow, decision: Decision) -> None:
        """Nobody decides it any more: another windowing has other states."""
        state = self._windows.load(due.key)
        if state.due_at is not None:
            self._windows.save(state, replace(state, due_at=None, rule="", group=""), None)
        decision.stale.append(due.key)
