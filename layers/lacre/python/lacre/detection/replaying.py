"""A rule over a whole set of events at once: what its samples and a backtest show, and what live must equal."""

from collections.abc import Iterable, Sequence
from itertools import chain

from lacre.detection.admitting import admit
from lacre.detection.gathering import RuleIndex, gather
from lacre.detection.kinds.absence import Absence
from lacre.detection.rule import Rule
from lacre.detection.subject import Subject
from lacre.detection.window import Episode, Windowing
from lacre.ports.detection import Arrival, WindowState


class RuleRaisedError(Exception):
    """A rule raised for some of the events."""


def gathered_by_group(rule: Rule, subjects: Iterable[Subject]) -> dict[str, list[Arrival]]:
    """The arrivals of each group, in order, by the group's canonical text. Raises RuleRaisedError."""
    found: dict[str, list[Arrival]] = {}
    for gathered in gather(RuleIndex([rule]), subjects):
        if gathered.failed:
            raise RuleRaisedError(", ".join(sorted(set(gathered.failed.values()))))
        found = {text: sorted(arrivals) for text, (_, arrivals) in gathered.groups.items()}
    return found


def replayed(rule: Rule, subjects: Iterable[Subject], until_ms: int) -> dict[str, tuple[Episode, ...]]:
    """The episodes of each group, by its canonical text, as they stand when all that happened until then is known.

    A rule that later facts can undo is decided up to L before. Raises RuleRaisedError.
    """
    groups = gathered_by_group(rule, subjects)
    return {text: episodes_of(arrivals, rule.windowing, until_ms) for text, arrivals in groups.items()}


def episodes_of(arrivals: Sequence[Arrival], windowing: Windowing, until_ms: int) -> tuple[Episode, ...]:
    """Those of one group, whose arrivals are in order."""
    if isinstance(windowing.kind, Absence):
        return _silences(arrivals, windowing, until_ms)
    return admit(WindowState("replayed"), arrivals, windowing, until_ms).raised


def _silences(arrivals: Sequence[Arrival], windowing: Windowing, until_ms: int) -> tuple[Episode, ...]:
    state, found = WindowState("replayed"), list[Episode]()
    nexts = chain((arrival.at - 1 for arrival in arrivals[1:]), (until_ms,))
    for arrival, silent_until in zip(arrivals, nexts, strict=True):
        admission = admit(state, [arrival], windowing, 0, silent_until)
        state = admission.state
        found.extend(admission.raised)
    return tuple(found)
