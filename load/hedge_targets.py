"""What the load on the hedge desk is sent to, and how much of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from load.hedge_plan import Step

MEASURED = 10_000
"""Entries of the ledger that the scenarios are judged by, and the most that one answer has."""

StepOf = Callable[[str, str, int], Step]
"""A request by its name, the address that it goes to, and how often it is sent in a row."""


@dataclass(frozen=True)
class Targets:
    """Addresses of the desk by the entries of its ledger, and of the naive one, whose ledger has `MEASURED`."""

    desks: Mapping[int, str]
    naive: str
    token: str
    what_if: str

    def ledger(self, name: str, address: str, times: int = 1) -> Step:
        return Step(name, f"{address}/v1/cashflow/ledger?limit={MEASURED}", times=times)

    def whole_ledger(self, name: str, address: str, times: int = 1) -> Step:
        return Step(name, f"{address}/v1/cashflow/ledger?limit={MEASURED}", times=times, is_paged=True)

    def scenario(self, name: str, address: str, times: int = 1) -> Step:
        return Step(name, f"{address}/v1/scenario/what-if/run", self.what_if, times)


@dataclass(frozen=True)
class Effort:
    """Rounds of each scenario, in which the desk is asked `turns` times for each time that the naive one is."""

    ledger_rounds: int
    what_if_rounds: int
    turns: int
    crowd_seconds: int
    growth_rounds: int


WHOLE = Effort(ledger_rounds=15, what_if_rounds=8, turns=12, crowd_seconds=20, growth_rounds=12)
SMOKE = Effort(ledger_rounds=3, what_if_rounds=2, turns=10, crowd_seconds=5, growth_rounds=2)
