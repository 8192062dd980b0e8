"""The load on the hedge desk, over HTTP alone: two scenarios by locust, told as a table and judged.

A: the ledger of 10,000 entries in one answer. B: a what-if of 1,000 deltas over 200 contracts and 200 orders, whose
period has a twelfth of the ledger. The desk and a naive implementation take turns in one run, so that a noisy machine
disturbs both.
"""

import sys
from collections.abc import Mapping, Sequence

from load.hedge_compared import compare
from load.hedge_figures import HEAD, Bound, Figures, figures_of
from load.hedge_locust import Taken, in_a_crowd, in_turns
from load.hedge_plan import Plan
from load.hedge_targets import MEASURED, Effort, StepOf, Targets

COMMISSIONED_MS = {"A": 500.0, "B": 5000.0}
AIMED_MS = {"A": 150.0, "B": 250.0}
AIMED_CROWD_MS = 500.0
OF_NAIVE = 1 / 3

_DESK, _NAIVE = "the desk, one user", "naive, one user"
_USERS, _CROWD = 10, "the desk, ten users waiting 1 s"

Told = Mapping[str, Figures]
"""What requests took, by what they were."""


def is_met(targets: Targets, effort: Effort) -> bool:
    """Print the report; whether every bound holds and every answer was right.

    Raises DifferentAnswersError, LoadError, OSError.
    """
    size = compare(targets)
    ledger = _beside_naive(targets, targets.ledger, effort.turns, effort.ledger_rounds)
    scenario = _beside_naive(targets, targets.scenario, effort.turns, effort.what_if_rounds)
    crowd = Plan([targets.ledger(_CROWD, targets.desks[MEASURED])], targets.token)
    crowded = in_a_crowd(crowd, _USERS, effort.crowd_seconds)
    grown_ledger = _growing(targets, targets.whole_ledger, effort.growth_rounds)
    grown_scenario = _growing(targets, targets.scenario, effort.growth_rounds)
    a, b = _told(ledger, crowded), _told(scenario)
    _write(f"A: a ledger of {MEASURED:,} entries in one answer", a)
    _write("B: a what-if of 1,000 deltas", b)
    _write(f"A as it grows, {MEASURED:,} at most in one answer", _told(grown_ledger))
    _write("B as the ledger grows", _told(grown_scenario))
    faults = [fault for one in (ledger, scenario, crowded, grown_ledger, grown_scenario) for fault in one.faults]
    aim = Bound("A p95, ten users waiting 1 s", a[_CROWD].p95, AIMED_CROWD_MS, "ms", is_aim=True)
    return is_held([*_bounds("A", a), aim, *_bounds("B", b), size], faults)


def _beside_naive(targets: Targets, step_of: StepOf, turns: int, rounds: int) -> Taken:
    desk = targets.desks[MEASURED]
    return in_turns(Plan([step_of(_DESK, desk, turns), step_of(_NAIVE, targets.naive, 1)], targets.token, rounds))


def _growing(targets: Targets, step_of: StepOf, rounds: int) -> Taken:
    steps = [step_of(f"{entries:,} entries", address, 1) for entries, address in targets.desks.items()]
    return in_turns(Plan(steps, targets.token, rounds))


def _told(*taken: Taken) -> Told:
    return {name: figures_of(samples) for one in taken for name, samples in one.samples.items()}


def _write(title: str, told: Told) -> None:
    sys.stdout.write(f"\n{title:<52} {HEAD}\n")
    for name, figures in told.items():
        sys.stdout.write(f"  {name:<50} {figures.row}\n")


def _bounds(scenario: str, told: Told) -> Sequence[Bound]:
    desk, naive = told[_DESK], told[_NAIVE]
    return [
        Bound(f"{scenario} p95, one user", desk.p95, COMMISSIONED_MS[scenario], "ms"),
        Bound(f"{scenario} p95, one user", desk.p95, AIMED_MS[scenario], "ms", is_aim=True),
        Bound(f"{scenario} p50 beside the naive one's", desk.p50 / naive.p50, OF_NAIVE, "of it"),
    ]


def is_held(bounds: Sequence[Bound], faults: Sequence[str]) -> bool:
    """Print them; whether nothing was wrong and every bound that is no aim holds."""
    sys.stdout.write("\n")
    for bound in bounds:
        sys.stdout.write(f"  {bound.row}\n")
    for fault in sorted(set(faults)):
        sys.stdout.write(f"  WRONG: {fault}\n")
    return not faults and all(bound.is_met for bound in bounds if not bound.is_aim)
