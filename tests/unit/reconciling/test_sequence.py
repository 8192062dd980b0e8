"""Ranges of sequence numbers: the same, however they come."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lacre.reconciling.sequence import Gap, Received, Span

spans = st.builds(
    lambda first, length, since: Span(first, first + length, since),
    st.integers(1, 120),
    st.integers(0, 12),
    st.integers(0, 50),
)


def of(*received: Span, most: int = 2_000) -> Received:
    whole = Received()
    for span in received:
        whole = whole.adding([span], most)
    return whole


def numbers(received: Received) -> set[int]:
    return {number for span in received.spans for number in range(span.first, span.last + 1)}


@given(st.lists(spans, max_size=30), st.randoms(use_true_random=False))
def test_order_repetition_and_overlap_change_nothing(given_spans: list[Span], chance: random.Random) -> None:
    shuffled = given_spans * 2
    chance.shuffle(shuffled)
    assert of(*shuffled) == of(*given_spans)


@given(st.lists(spans, max_size=30))
def test_all_at_once_is_the_same_as_one_by_one(given_spans: list[Span]) -> None:
    assert Received().adding(given_spans) == of(*given_spans)


@given(st.lists(spans, max_size=30))
def test_ranges_and_gaps_are_all_numbers_up_to_the_highest(given_spans: list[Span]) -> None:
    received = of(*given_spans)
    expected = {number for span in given_spans for number in range(span.first, span.last + 1)}
    missing = {number for gap in received.gaps() for number in range(gap.first, gap.last + 1)}
    assert numbers(received) == expected
    assert missing == set(range(1, max(expected, default=0))) - expected


@given(st.lists(spans, max_size=30))
def test_spans_are_in_order_with_a_gap_between_any_two(given_spans: list[Span]) -> None:
    held = of(*given_spans).spans
    assert all(low.last + 1 < high.first for low, high in pairwise(held))


@given(st.lists(spans, min_size=1, max_size=30))
def test_a_gap_is_as_old_as_the_first_higher_number(given_spans: list[Span]) -> None:
    for gap in of(*given_spans).gaps():
        assert gap.since == min(span.since for span in given_spans if span.first > gap.last)


@given(st.lists(spans, max_size=30), st.integers(1, 6))
def test_what_is_kept_is_bounded_and_reads_back(given_spans: list[Span], most: int) -> None:
    received = of(*given_spans, most=most)
    assert len(received.spans) <= most
    assert Received.decode(received.encode()) == received
    again = received
    for span in given_spans:
        again = again.adding([span], most)
    assert again == received


@given(st.lists(spans, max_size=30), st.integers(1, 6))
def test_what_came_at_once_is_bounded_too_and_changes_nothing_again(given_spans: list[Span], most: int) -> None:
    received = Received().adding(given_spans, most)
    assert len(received.spans) <= most
    assert received.adding(given_spans, most) == received


@given(st.lists(spans, max_size=30), st.integers(1, 6))
def test_what_is_given_up_is_said(given_spans: list[Span], most: int) -> None:
    bounded, whole = of(*given_spans, most=most), of(*given_spans)
    forgotten = numbers(bounded) - numbers(whole)
    assert numbers(whole) <= numbers(bounded)
    assert all(number <= bounded.given_up for number in forgotten)


def test_nothing_received_has_no_gaps() -> None:
    assert list(Received().gaps()) == []
    assert Received.decode("") == Received()


def test_what_never_came_before_the_first_is_a_gap_too() -> None:
    assert list(of(Span(4, 5, 70)).gaps()) == [Gap(1, 3, 70)]


@pytest.mark.parametrize(("first", "last"), [(0, 3), (-1, 1), (5, 4)])
def test_a_range_that_is_none_is_refused(first: int, last: int) -> None:
    with pytest.raises(ValueError, match="range"):
        Received().adding([Span(1, 1, 0), Span(first, last, 0)])
