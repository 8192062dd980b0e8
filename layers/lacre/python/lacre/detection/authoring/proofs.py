"""What a sample proves: that a rule is silent one short of enough and fires with enough, and just inside its window.

"Enough" is, by kind: N events, N distinct values, all selections, the sum of a sequence's counts, and of a ratio the
`at-least` events that a share is taken of. An absence has no count; its edges are the moments at which it is looked at.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lacre.ports.detection import Arrival

_ALWAYS = frozenset({"firing", "silent"})
_EDGES = frozenset({"edge_inside", "edge_outside"})
_COUNTS = frozenset({"n_minus_one", "n"})


@dataclass(frozen=True)
class Sampled:
    """A sample's arrivals by group, the alerts that it should raise, and those raised by a moment (ms); `until` is the
    moment at which the sample is looked at."""

    compiled: Mapping[str, Any]
    groups: Sequence[Sequence[Arrival]]
    alerts: int
    until: int
    alerts_by: Callable[[int], int]

    def is_one_of(self, count: int) -> bool:
        """Whether there is one group, and `count` of what its kind counts are in it."""
        return len(self.groups) == 1 and self._measured == count

    @property
    def told(self) -> str:
        """What it holds, for whoever has to mend it."""
        if len(self.groups) != 1:
            return f"it is of {len(self.groups)} groups"
        return f"it has {self._measured} of {enough(self.compiled)}, over {self.span} ms"

    @property
    def span(self) -> int:
        """Milliseconds from the first event that counts to the last."""
        return self._counted[-1].at - self._counted[0].at if self._counted else 0

    @property
    def _measured(self) -> int:
        return _MEASURES[self.compiled["kind"]](self.compiled, self._counted)

    @property
    def _counted(self) -> list[Arrival]:
        resets = sum(1 << index for index in self.compiled["reset_on"])
        return [arrival for arrival in self.groups[0] if arrival.marks & ~resets]


def required(compiled: Mapping[str, Any]) -> frozenset[str]:
    """The proofs that a rule of this kind cannot do without."""
    if compiled["kind"] == "absence":
        return _ALWAYS | _EDGES
    if enough(compiled) == 1:
        # One event at once: there is no one fewer, and no window between the first and the last.
        return _ALWAYS
    return _ALWAYS | _EDGES | _COUNTS


def enough(compiled: Mapping[str, Any]) -> int:
    """How many make the rule fire."""
    condition: Mapping[str, Any] = compiled["condition"]
    match compiled["kind"]:
        case "temporal" | "temporal_ordered":
            return len(compiled["selections"]) - len(compiled["reset_on"])
        case "sequence":
            return sum(step["count"] for step in condition["steps"])
        case "ratio":
            return int(condition["at_least"])
        case "absence":
            return 1
        case _:
            return int(condition["gte"])


def flaw_of(sampled: Sampled, proof: str) -> str:
    """What keeps a sample from being the proof that it is called; "" if nothing does."""
    if _PROOFS[proof](sampled):
        return ""
    return f"it does not prove {proof}" + (f": {sampled.told}" if proof in _EDGES | _COUNTS else "")


def _events(_: Mapping[str, Any], arrivals: Sequence[Arrival]) -> int:
    return len(arrivals)


def _values(_: Mapping[str, Any], arrivals: Sequence[Arrival]) -> int:
    return len({arrival.value for arrival in arrivals})


def _kinds_of_events(compiled: Mapping[str, Any], arrivals: Sequence[Arrival]) -> int:
    return sum(any(arrival.marks >> index & 1 for arrival in arrivals) for index in range(len(compiled["selections"])))


def _among(compiled: Mapping[str, Any], arrivals: Sequence[Arrival]) -> int:
    return sum(arrival.marks >> compiled["condition"]["among"] & 1 for arrival in arrivals)


_MEASURES: dict[str, Callable[[Mapping[str, Any], Sequence[Arrival]], int]] = {
    "event_count": _events,
    "value_count": _values,
    "chain": _values,
    "temporal": _kinds_of_events,
    "temporal_ordered": _kinds_of_events,
    "sequence": _events,
    "ratio": _among,
    "absence": _events,
}


def _is_edge(sampled: Sampled, *, inside: bool) -> bool:
    if sampled.alerts != int(inside):
        return False
    if sampled.compiled["kind"] == "absence":
        # Complete at this millisecond and not at the one before; or not yet, and at the next one.
        other = sampled.until - 1 if inside else sampled.until + 1
        return sampled.alerts_by(other) == int(not inside)
    timespan: int = sampled.compiled["timespan_ms"]
    return sampled.is_one_of(enough(sampled.compiled)) and sampled.span == timespan + int(not inside)


_PROOFS: dict[str, Callable[[Sampled], bool]] = {
    "firing": lambda sampled: sampled.alerts > 0,
    "silent": lambda sampled: sampled.alerts == 0,
    "n_minus_one": lambda sampled: sampled.alerts == 0 and sampled.is_one_of(enough(sampled.compiled) - 1),
    "n": lambda sampled: sampled.alerts == 1 and sampled.is_one_of(enough(sampled.compiled)),
    "edge_inside": lambda sampled: _is_edge(sampled, inside=True),
    "edge_outside": lambda sampled: _is_edge(sampled, inside=False),
}
