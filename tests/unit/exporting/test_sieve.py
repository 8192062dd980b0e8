"""The sieve leaves out only what the filters do not find, and most of that."""

import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lacre.exporting.sieve import Sieve
from lacre.model.event import Body
from lacre.model.filters import Filters, address_filter
from lacre.model.vocabulary import ActorType, EntityType, EventSource, EventType, Outcome, Severity
from tests.unit.exporting.populations import contents, event, nasty
from tests.unit.exporting.populations import filters as few_filters

texts = st.none() | st.sampled_from(["u-1", "Gaza", "192.0.2.7"]) | nasty
any_filters = st.builds(
    Filters,
    actor_id=texts,
    entity_id=texts,
    province=texts,
    session_id=texts,
    actor_type=st.none() | st.sampled_from(ActorType),
    entity_type=st.none() | st.sampled_from(EntityType),
    severity=st.none() | st.sampled_from(Severity),
    event_type=st.none() | st.sampled_from(EventType),
    outcome=st.none() | st.sampled_from(Outcome),
    source=st.none() | st.sampled_from(EventSource),
    only_critical=st.booleans(),
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(content=contents, filters=any_filters | few_filters)
def test_what_the_filters_find_is_kept(content: tuple[Body, dict[str, object]], filters: Filters) -> None:
    body, fields = content
    made = event(3, body, **fields)
    assert Sieve(filters).keeps(made.header_bytes) or not filters.match(made.header)


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(text=nasty, other=nasty)
@example(text="u-1", other='","entity_id":"u-1"')
@example(text="a\\", other="a\\\\")
def test_a_text_stands_for_itself_and_for_no_other(text: str, other: str) -> None:
    sieve = Sieve(Filters(entity_id=text))
    assert sieve.keeps(event(1, entity_id=text).header_bytes)
    assert sieve.keeps(event(1, entity_id=other).header_bytes) == (text == other)
    # A text that reads like the member that is looked for, in another one's place.
    disguised = json.dumps({"entity_id": text}, ensure_ascii=False)[1:-1]
    assert not sieve.keeps(event(1, entity_id=f"{text}x", ip_address=disguised).header_bytes)


@pytest.mark.parametrize(
    ("start", "end", "kept"), [(3, 4, True), (None, 3, False), (4, None, False), (None, 4, True), (3, 3, False)]
)
def test_a_period_is_told_from_the_bytes(start: int | None, end: int | None, kept: bool) -> None:
    at = {number: event(number).header.recorded_at for number in (3, 4)}
    filters = Filters(start=None if start is None else at[start], end=None if end is None else at[end])
    assert Sieve(filters).keeps(event(3).header_bytes) is kept


def test_a_network_is_left_to_arithmetic() -> None:
    filters = Filters(ip=address_filter("198.51.100.0/24"))
    assert Sieve(filters).keeps(event(1).header_bytes)
    assert not filters.match(event(1).header)
