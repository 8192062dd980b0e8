"""What is asked for: values of the events themselves, frequent ones and rare ones."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from lacre.model.header import Header
from lacre.model.moment import to_text
from tests.bench.search_events import events_of
from tests.bench.search_hours import BEGIN, DAYS, hours
from tests.bench.search_people import Person, people

Asked = dict[str, str]
_HOURS = 24


@dataclass(frozen=True)
class Values:
    """Draws what to ask for from a few hours of the events that are searched, which their seed gives again."""

    count: int
    seed: int
    chance: random.Random

    @cached_property
    def sample(self) -> Sequence[Header]:
        everybody = people(self.seed)
        busy = [(begin, number) for begin, number in hours(self.count, self.seed) if number >= 8]
        chosen = random.Random(self.seed).sample(busy, min(_HOURS, len(busy)))
        # The first minutes of an hour are enough, and quick.
        return [
            one.event.header
            for begin, number in chosen
            for one in events_of(begin, min(number, 300), self.seed, everybody)
        ]

    def header(self, wanted: Callable[[Header], bool] = lambda _: True) -> Header:
        return self.chance.choice([one for one in self.sample if wanted(one)])

    def frequent(self, name: str) -> str:
        """Events decide: what many have is drawn often."""
        return str(getattr(self.header(lambda one: getattr(one, name) is not None), name))

    def rare(self, name: str) -> str:
        """One of the values that fewest have."""
        counted = Counter(getattr(one, name) for one in self.sample if getattr(one, name) is not None)
        least = sorted(counted, key=lambda value: (counted[value], value))
        return str(self.chance.choice(least[: max(3, len(least) // 4)]))

    def busy_person(self, role: str) -> Person:
        return self.chance.choice(people(self.seed)[role].members[:40])

    def quiet_person(self, role: str) -> Person:
        return self.chance.choice(people(self.seed)[role].members[-400:])

    def period(self, days: int) -> Asked:
        start = BEGIN + timedelta(days=self.chance.randrange(DAYS - days), hours=self.chance.randrange(24))
        return {"start": _text(start), "end": _text(start + timedelta(days=days))}

    def position(self) -> str:
        """Where somebody stands who has turned many pages."""
        at = BEGIN + timedelta(seconds=self.chance.randrange(2 * 86_400, (DAYS - 2) * 86_400))
        return f"{_text(at)}#{'0' * 8}"


def _text(at: datetime) -> str:
    return to_text(int(at.timestamp() * 1000))
