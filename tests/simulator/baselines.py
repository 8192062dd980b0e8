"""Two detectors that others ship, on the same events: a counter that starts anew each half hour, and one threshold."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.simulator.fact import HOUR, MINUTE, Fact

_SUSPICIOUS = frozenset(
    {
        *("RECEIPT_REPRINTED", "TRANSACTION_CANCELLED", "LOGIN_FAILED", "ACCESS_OUTSIDE_JURISDICTION"),
        *("API_KEY_INVALID", "READ_AUDIT_EVENT", "PUBLISH_PRICE", "LOG_TAMPERED"),
    }
)
_THRESHOLDS = {"LOGIN_FAILED": 5, "RECEIPT_REPRINTED": 5, "ACCESS_OUTSIDE_JURISDICTION": 3, "TRANSACTION_CANCELLED": 5}


@dataclass(frozen=True)
class Alarm:
    """Somebody who did too much, and the facts that were counted."""

    at: int
    who: str
    facts: tuple[Fact, ...]


def tumbling_counter(facts: Iterable[Fact]) -> list[Alarm]:
    """Events of one action by one actor in each half hour by the clock, with the rules' own thresholds."""
    return _counted(facts, 30 * MINUTE, lambda fact: f"{fact.action} {_who(fact)}", _threshold)


def global_threshold(facts: Iterable[Fact]) -> list[Alarm]:
    """Ten suspicious events of one actor in an hour by the clock, whatever they are."""
    return _counted(facts, HOUR, _who, lambda _: 10)


def _counted(
    facts: Iterable[Fact], width: int, key: Callable[[Fact], str], threshold: Callable[[Fact], int]
) -> list[Alarm]:
    """Duplicates count as well: neither knows what it has seen."""
    seen: dict[tuple[int, str], list[Fact]] = defaultdict(list)
    alarms: list[Alarm] = []
    for fact in facts:
        if fact.action not in _SUSPICIOUS and fact.outcome != "DENIED":
            continue
        counted = seen[fact.at // width, key(fact)]
        counted.append(fact)
        if len(counted) == threshold(fact):
            alarms.append(Alarm(fact.at, key(fact), tuple(counted)))
    return alarms


def _threshold(fact: Fact) -> int:
    return _THRESHOLDS.get(fact.action, 10)


def _who(fact: Fact) -> str:
    return fact.entity if fact.actor.type == "UNKNOWN" else fact.actor.id
