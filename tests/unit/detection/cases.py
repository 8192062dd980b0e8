"""One rule of each kind, with the fewest events that fire it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from lacre.detection.rule import Rule
from lacre.model.header import Header
from tests.unit.detection.worlds import HOUR, MINUTE, World, by, failed_login, rule

W = 10 * MINUTE
Event = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """`crossing` are the events of a firing, each as the fields of its header; `evidence` their places among them."""

    name: str
    rule: Rule
    crossing: Sequence[Event]
    evidence: Sequence[int]

    def events(self, offsets: Sequence[int], first: int = 1, account: str = "account-1") -> list[Header]:
        """The firing, its events at these milliseconds; the ids ascend from `first`."""
        return [
            failed_login(first + place, offset, **{"account": account, **event})
            for place, (offset, event) in enumerate(zip(offsets, self.crossing, strict=True))
        ]

    def burst(self, every: int = 1000, start: int = 0, first: int = 1, account: str = "account-1") -> list[Header]:
        return self.events([start + turn * every for turn in range(len(self.crossing))], first, account)

    def expected(self, events: Sequence[Header]) -> tuple[str, ...]:
        """The ids of the evidence."""
        return tuple(events[place].id for place in self.evidence)

    def world(self) -> World:
        return World([self.rule])


def finish(world: World) -> None:
    """What is decided later is decided."""
    world.decide(100 * HOUR)


A, B, C = {"action": "LOGIN_FAILED"}, {"action": "LOGIN_SUCCESS"}, {"action": "LOGOUT"}
ACTIONS = ("LOGIN_FAILED", "LOGIN_SUCCESS", "LOGOUT")
BY_IP: dict[str, Any] = {"group_by": [by("ip_address")], "entity": None, "value_field": "entity_id"}

CASES = [
    Case("event_count", rule(), [A] * 5, range(5)),
    Case(
        "value_count",
        rule(kind="value_count", **BY_IP),
        [{"account": f"account-{turn}"} for turn in range(5)],
        range(5),
    ),
    Case(
        "chain",
        rule(kind="chain", condition={"gte": 10, "length": 8, "gap": 3}, **BY_IP),
        [{"account": str(100 + 3 * turn)} for turn in range(10)],
        range(10),
    ),
    Case("temporal", rule(actions=ACTIONS, kind="temporal", condition={}), [C, A, B], range(3)),
    Case("temporal_ordered", rule(actions=ACTIONS, kind="temporal_ordered", condition={}), [A, B, C], range(3)),
    Case("event_count with reset", rule(actions=ACTIONS[:2], reset_on=[1]), [A] * 5, range(5)),
    Case(
        "sequence",
        rule(
            actions=ACTIONS[:2],
            kind="sequence",
            condition={"steps": [{"selection": 0, "count": 4}, {"selection": 1, "count": 1}]},
        ),
        [A, A, A, A, B],
        range(5),
    ),
    Case(
        "ratio",
        rule(
            actions=ACTIONS[:2],
            kind="ratio",
            condition={"of": 1, "among": 0, "at_least": 5, "gte": "0.30"},
        ),
        [A, A, A, B, A, A, B],
        [3, 6],
    ),
]

each_kind: Callable[[Any], Any] = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
