"""Rankings of many hours as one: what is known of names that some of them do not list."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from lacre.ports.summaries import Ranking


@dataclass(frozen=True)
class Rank:
    """A name that occurred `at_least` so often, and `at_most` so often: hours that do not list it leave that open."""

    name: str
    at_least: int
    at_most: int

    @property
    def is_exact(self) -> bool:
        return self.at_least == self.at_most


def ranked(rankings: Sequence[Ranking], most: int) -> list[Rank]:
    """The `most` frequent names of all, as far as is known; ties by name."""
    counted: Counter[str] = Counter()
    unlisted = Counter[str]()
    slack = sum(one.cut for one in rankings)
    for one in rankings:
        for name, count in one.listed:
            counted[name] += count
            unlisted[name] += one.cut
    ordered = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return [Rank(name, count, count + slack - unlisted[name]) for name, count in ordered[:most]]
