"""All checks, each by itself: a place that is away hides nothing of the others."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass

from lacre.ports.errors import StoreUnavailableError
from lacre.watching.reading import Reading, State

Check = Callable[[], Sequence[Reading]]


@dataclass(frozen=True)
class TrailHealth:
    """`checks` by the names of the readings that each gives."""

    checks: Sequence[tuple[tuple[str, ...], Check]]

    def read(self, executor: Executor) -> Sequence[Reading]:
        """In the order of the checks, which run at the same time: not on an executor that they themselves use."""
        found = executor.map(lambda one: _read(*one), self.checks)
        return [reading for readings in found for reading in readings]


def _read(names: tuple[str, ...], check: Check) -> Sequence[Reading]:
    try:
        return check()
    except StoreUnavailableError as error:
        return [Reading(name, State.AWAY, facts={"cause": str(error)}) for name in names]
