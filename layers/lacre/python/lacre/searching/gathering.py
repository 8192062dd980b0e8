"""Gathering matches from an index, round by round, within the budget of a page."""

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass

from lacre.ports.rows import HeaderIndex, RowReader, entry_position
from lacre.searching.budget import Budget
from lacre.searching.rounds import Rounds
from lacre.searching.sieve import Judged, Sieve
from lacre.searching.wish import Gathered, Wish


@dataclass(frozen=True)
class Gatherer:
    """`executor` runs the queries of one round, and the reads of one portion of bodies, at the same time."""

    index: HeaderIndex
    rows: RowReader
    executor: Executor

    def gather(self, wish: Wish, budget: Budget) -> Gathered:
        """Some of it, however little of the budget is left. Raises StoreUnavailableError."""
        result = Gathered.nothing(wish)
        rounds = Rounds(self.index, self.executor, result, budget)
        sieve = Sieve(wish.selection, self.rows, self.executor, budget, wish.limit + 1)
        for judged, reached in _judged(rounds, sieve):
            if result.take(judged):
                break
            result.reached = reached
            if result.is_enough or budget.is_spent:
                break
        return result


def _judged(rounds: Rounds, sieve: Sieve) -> Iterator[tuple[list[Judged], str]]:
    """Portions of the rounds, each with the position that is settled after it."""
    for entries, position in rounds:
        left = len(entries)
        for portion in sieve.portions(entries):
            left -= len(portion)
            yield portion, entry_position(portion[-1].entry) if left else position
        if not entries:
            yield [], position
