"""The plan of the demo's province: the same for the same seed, and nothing in it that looks like a secret."""

import re
from itertools import chain

import pytest

from infra.local.demo.names import DISTRICTS, person
from infra.local.demo.plan import FEWEST_DISTRICTS, Plan, Size
from infra.local.demo.sales import sale
from infra.local.demo.tally import Tally

FULL = Size(districts=10, agents=200, pos=300, merchants=100, markets=30)


def test_a_whole_province_is_what_was_asked_for() -> None:
    assert Size.of(1) == FULL
    assert len(DISTRICTS) == FULL.districts


@pytest.mark.parametrize("scale", [0.001, 0.1, 0.33, 1])
def test_every_district_has_what_its_day_needs(scale: float) -> None:
    size = Size.of(scale)
    plan = Plan(1, size)
    assert size.districts >= FEWEST_DISTRICTS
    for count, fewest in ((size.agents, 2), (size.pos, 2), (size.merchants, 1), (size.markets, 1)):
        dealt = [plan.numbers(count, district) for district in range(size.districts)]
        assert sorted(chain.from_iterable(dealt)) == list(range(1, count + 1))
        assert min(map(len, dealt)) >= fewest


@pytest.mark.parametrize("scale", [0, -1, 1.01])
def test_there_is_no_other_size(scale: float) -> None:
    with pytest.raises(ValueError, match="scale"):
        Size.of(scale)


def test_the_same_seed_gives_the_same_and_another_one_another() -> None:
    one, same, other = (Plan(seed, FULL) for seed in (7, 7, 8))
    assert one.pin("agent-1-g") == same.pin("agent-1-g")
    assert sale(one.chance("sale", 3)) == sale(same.chance("sale", 3))
    assert one.username("clerk") == same.username("clerk") != other.username("clerk")
    assert [sale(one.chance("sale", n)) for n in range(9)] != [sale(other.chance("sale", n)) for n in range(9)]


def test_seeds_have_tags_of_letters_and_no_two_the_same() -> None:
    tags = [Plan(seed, FULL).tag for seed in range(1, 2000)]
    assert tags[:2] == ["a", "b"]
    assert tags[25:28] == ["z", "aa", "ab"]
    assert len(set(tags)) == len(tags)
    assert all(re.fullmatch("[a-z]+", tag) for tag in tags)


def test_pins_are_none_that_everybody_tries() -> None:
    plan = Plan(1, FULL)
    pins = [plan.pin(plan.username("agent", number)) for number in range(3000)]
    assert all(re.fullmatch("[0-9]{6}", pin) and 1 < len(set(pin)) < 6 for pin in pins)


def test_neighbours_have_different_names() -> None:
    names = [person(number) for number in range(400)]
    assert len(set(names)) >= 300


def test_the_tally_marks_what_differs() -> None:
    tally = Tally()
    tally.note("logins", ("LOGIN_SUCCESS",), "c-1")
    tally.note("logins", ("LOGIN_SUCCESS",), "c-2")
    assert "    2  logins" in tally.done_table()
    assert "<-" not in tally.codes_table({"LOGIN_SUCCESS": 2})
    assert "<-" in tally.codes_table({"LOGIN_SUCCESS": 1})
    assert "SYSTEM_ERROR" in tally.codes_table({"LOGIN_SUCCESS": 2, "SYSTEM_ERROR": 1})
