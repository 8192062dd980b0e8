"""The narrowest index that has keys for the filters."""

from itertools import pairwise

import pytest

from lacre.model.filters import Filters
from lacre.model.vocabulary import EntityType, Severity
from lacre.ports.events import Index
from lacre.searching.plan import plan

CORRELATION = "0194a000-0000-7000-8000-000000000001"


@pytest.mark.parametrize(
    ("filters", "index", "keys"),
    [
        (Filters(correlation_id=CORRELATION, actor_id="u-1"), Index.CORRELATION, 1),
        (Filters(entity_type=EntityType.AGENT, entity_id="a-1", actor_id="u-1"), Index.ENTITY, 1),
        (Filters(entity_id="a-1"), Index.ENTITY, len(EntityType)),
        (Filters(entity_type=EntityType.AGENT), Index.TIME, 0),
        (Filters(entity_id="*", actor_id="u-1"), Index.ACTOR, 1),
        (Filters(entity_id="unknown", only_critical=True), Index.CRITICAL, 0),
        (Filters(actor_id="unknown"), Index.TIME, 0),
        (Filters(actor_id="system:sweep", severity=Severity.CRITICAL), Index.CRITICAL, 0),
        (Filters(severity=Severity.HIGH), Index.TIME, 0),
        (Filters(), Index.TIME, 0),
    ],
)
def test_the_narrowest_index_is_chosen(filters: Filters, index: Index, keys: int) -> None:
    chosen = plan(filters)
    assert (chosen.index, len(chosen.keys)) == (index, keys)
    assert chosen.is_bucketed == (index in (Index.TIME, Index.CRITICAL))


LOW, HIGH = "2026-12-31T22:59:59.999Z", "2027-01-01T01:00:00.000Z"


@pytest.mark.parametrize("ascending", [True, False])
@pytest.mark.parametrize(
    ("filters", "buckets", "inner"),
    [
        (
            Filters(),
            ["2026-12-31T22", "2026-12-31T23", "2027-01-01T00"],
            ["2026-12-31T23:00:00.000Z", "2027-01-01T00:00:00.000Z"],
        ),
        (Filters(only_critical=True), ["2026-12", "2027-01"], ["2027-01-01T00:00:00.000Z"]),
    ],
)
def test_stretches_cover_the_period_without_overlap(
    filters: Filters, buckets: list[str], inner: list[str], ascending: bool
) -> None:
    stretches = list(plan(filters).stretches(LOW, HIGH, ascending=ascending))
    in_order = stretches if ascending else stretches[::-1]
    assert [[one.key for one in stretch.slices] for stretch in in_order] == [
        [f"{bucket}#{shard}" for shard in range(4)] for bucket in buckets
    ]
    bounds = [(stretch.slices[0].low, stretch.slices[0].high) for stretch in in_order]
    edges = [LOW, *inner, HIGH]
    assert bounds == list(pairwise(edges))
    assert stretches[-1].end == (HIGH if ascending else LOW)
