"""Any sequence of moves: the fake and the DynamoDB adapter end alike, and what always holds does after each move."""

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.contract.hedge_keepers import memory_desk, table_desk
from tests.contract.hedge_moves import KINDS, MAKING, Move, Player, check, everything

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

INDEXES = st.integers(0, 9)


def moves(*kinds: str, most: int) -> st.SearchStrategy[list[Move]]:
    return st.lists(st.builds(Move, st.sampled_from(kinds), INDEXES, INDEXES, st.integers(1, 9_999)), max_size=most)


@settings(deadline=None)
@given(moves(*MAKING, most=10), moves(*KINDS, most=50))
def test_after_any_moves_all_is_counted_and_live_is_what_the_rows_say(first: list[Move], then: list[Move]) -> None:
    player = Player(memory_desk())
    for move in first + then:
        player.play(move)
        check(player.desk)


@pytest.mark.parametrize("seed", [1, 3])
def test_both_keepers_answer_and_end_alike(seed: int, dynamodb: "DynamoDBClient") -> None:
    draw = random.Random(seed)
    # The more there is at the beginning, the more of the links that follow are made.
    kinds = [*draw.choices(MAKING, k=12), *draw.choices(KINDS, k=80)]
    moves = [Move(kind, draw.randrange(9), draw.randrange(9), draw.choice([1, 500, 2_500, 9_999])) for kind in kinds]
    fake, table = Player(memory_desk()), Player(table_desk(dynamodb))
    outcomes = []
    for number, move in enumerate(moves):
        outcomes.append((move.kind, fake.play(move)))
        assert table.play(move) == outcomes[-1][1]
        if number % 10 == 9:
            check(table.desk)
    check(table.desk)
    assert everything(table.desk) == everything(fake.desk)
    # The moves are such that links are made, and refused for want of room.
    assert outcomes.count(("link", "done")) > 10
    assert ("link", "OVER_ALLOCATED") in outcomes
