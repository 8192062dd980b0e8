"""Numbers received: a union of ranges, whatever the order, and its gaps."""

from hypothesis import given
from hypothesis import strategies as st

from lacre.model.ranges import merged
from network.model.numbers import MOST_GAPS, Numbers

SOME = st.lists(st.integers(1, 60), max_size=40)


def test_ranges_are_merged_and_gaps_are_what_is_missing_below_the_highest() -> None:
    numbers = Numbers().adding([3, 4, 9, 7, 8, 20])
    assert numbers.ranges == ((3, 4), (7, 9), (20, 20))
    assert numbers.gaps() == ((1, 2), (5, 6), (10, 19))
    assert numbers.adding(range(1, 21)).ranges == ((1, 20),)
    assert Numbers().gaps() == ()


@given(SOME, SOME)
def test_order_and_repetition_change_nothing(first: list[int], second: list[int]) -> None:
    at_once, one_by_one = Numbers().adding(first + second), Numbers().adding(second).adding(first).adding(second)
    assert at_once.ranges == one_by_one.ranges
    received = {number for low, high in at_once.ranges for number in range(low, high + 1)}
    missing = {number for low, high in at_once.gaps() for number in range(low, high + 1)}
    assert received == {*first, *second}
    assert missing == set(range(1, max(received, default=0))) - received


def test_what_is_received_already_makes_no_version() -> None:
    numbers = Numbers().adding([1, 2])
    assert numbers.version == 1
    assert numbers.adding([2]) is numbers
    assert numbers.adding([3]).version == 2


def test_of_too_many_gaps_the_lowest_are_given_up() -> None:
    every_second = range(2, 2 * MOST_GAPS + 7, 2)
    numbers = Numbers().adding(every_second)
    assert len(numbers.gaps()) == MOST_GAPS
    assert numbers.given_up == 5, "three gaps, of 1, 3 and 5"
    assert numbers.ranges[0] == (1, 6)
    assert numbers.adding([3]) is numbers, "what was given up counts as received"
    more = numbers.adding([5_000])
    assert (len(more.gaps()), more.given_up) == (MOST_GAPS, 7)


def test_no_number_is_no_range() -> None:
    assert merged([]) == ()
    assert Numbers().adding([]).version == 0
