"""Hours and months of a period, as the buckets of the indexes are cut."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Step:
    """From `start` (inclusive) to `end` (exclusive), moments in the log's form."""

    start: str
    end: str


@dataclass(frozen=True)
class Calendar:
    """Equal-named steps of time: `floor` gives the start of the step a moment is in, `span` reaches the next one."""

    floor: Callable[[datetime], datetime]
    span: timedelta

    def steps(self, low: str, high: str, *, ascending: bool) -> Iterator[Step]:
        """The steps between two positions (which begin with their moment), in either order."""
        first, last = self._start_of(low), self._start_of(high)
        start = first if ascending else last
        while first <= start <= last:
            following = self.floor(start + self.span)
            yield Step(_text(start), _text(following))
            start = following if ascending else self.floor(start - _HOUR)

    def _start_of(self, position: str) -> datetime:
        return self.floor(datetime.strptime(position[:13], "%Y-%m-%dT%H").replace(tzinfo=UTC))


HOURS = Calendar(lambda moment: moment, _HOUR)
MONTHS = Calendar(lambda moment: moment.replace(day=1, hour=0), timedelta(days=31))


def _text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H}:00:00.000Z"
