"""Which index serves a search best, and the stretches of it that hold the answer, in order."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lacre.model.filters import Filters
from lacre.model.partition import SHARDS, actor_key, critical_bucket, entity_key, time_bucket
from lacre.model.vocabulary import EntityType, Severity
from lacre.ports.events import Index, Slice
from lacre.searching.calendar import HOURS, MONTHS, Calendar


@dataclass(frozen=True)
class Stretch:
    """Slices that together hold everything of an index up to `end`, which is where the search stands after them."""

    slices: tuple[Slice, ...]
    end: str


@dataclass(frozen=True)
class Plan:
    """An index with the keys to ask it for; buckets of time have their own keys in each step of the calendar."""

    index: Index
    keys: tuple[str, ...] = ()
    calendar: Calendar | None = None
    bucket: Callable[[str, int], str] | None = None

    @property
    def is_bucketed(self) -> bool:
        """Whether each step of the period costs queries, whether or not it holds events."""
        return self.calendar is not None

    def stretches(self, low: str, high: str, *, ascending: bool) -> Iterator[Stretch]:
        """Between two positions, both exclusive, in the order of the search."""
        if self.calendar is None or self.bucket is None:
            yield self._stretch(self.keys, low, high, ascending)
            return
        for step in self.calendar.steps(low, high, ascending=ascending):
            start, end = max(low, step.start), min(high, step.end)
            if start < end:
                keys = [self.bucket(step.start, shard) for shard in range(SHARDS)]
                yield self._stretch(keys, start, end, ascending)

    def _stretch(self, keys: Sequence[str], low: str, high: str, ascending: bool) -> Stretch:
        slices = tuple(Slice(self.index, key, low, high) for key in keys)
        return Stretch(slices, high if ascending else low)


def plan(filters: Filters) -> Plan:
    """The narrowest index that has keys for these filters."""
    if filters.correlation_id is not None:
        return Plan(Index.CORRELATION, (filters.correlation_id,))
    if entities := _entity_keys(filters):
        return Plan(Index.ENTITY, entities)
    actor = actor_key(filters.actor_id) if filters.actor_id is not None else None
    if actor is not None:
        return Plan(Index.ACTOR, (actor,))
    if filters.only_critical or filters.severity is Severity.CRITICAL:
        return Plan(Index.CRITICAL, calendar=MONTHS, bucket=critical_bucket)
    return Plan(Index.TIME, calendar=HOURS, bucket=time_bucket)


def _entity_keys(filters: Filters) -> tuple[str, ...]:
    """An id without its type is looked for under each type: still far fewer queries than a period has hours."""
    if filters.entity_id is None:
        return ()
    types = [filters.entity_type] if filters.entity_type else list(EntityType)
    return tuple(key for one in types if (key := entity_key(one, filters.entity_id)) is not None)
