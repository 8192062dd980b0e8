"""What follows from a finding is written with it, or nothing is: by the fake in memory and by DynamoDB alike."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from lacre.ports.detection import WindowState
from lacre.ports.events import StateWrite
from lacre.ports.responding import Tally
from tests.contract.test_window_store import EMPTY, FILLED, Keeper, in_memory, new_finding, on
from tests.fakes.found import block
from tests.integration.recording.faults import cancelled, refused

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@pytest.fixture(params=["memory", "dynamodb"])
def keeper(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> Keeper:
    return in_memory() if request.param == "memory" else on(dynamodb)


BLOCK, TALLY = block(actor_id="u-lia"), Tally("BLOCKS#2026-11-22T09")


def following(keeper: Keeper) -> list[StateWrite]:
    """A block, and its being counted."""
    counting = keeper.means.tallies.counting(TALLY, replace(TALLY, count=1))
    return [counting, keeper.means.blocks.placing(BLOCK, None)]


def test_what_follows_from_a_finding_is_written_with_it(keeper: Keeper) -> None:
    assert keeper.store.save(EMPTY, FILLED, None, [new_finding()], following(keeper))
    assert keeper.means.blocks.of_actor("u-lia") == BLOCK
    assert keeper.means.tallies.of(TALLY.key) == replace(TALLY, count=1)


def test_what_others_counted_or_blocked_meanwhile_is_a_race_and_nothing_is_written(keeper: Keeper) -> None:
    both = following(keeper)
    assert keeper.store.save(EMPTY, FILLED, None, [new_finding()], both)
    other = WindowState("other")
    for some in (both, both[:1], both[1:]):
        assert not keeper.store.save(other, replace(FILLED, key="other"), None, [new_finding(2, 7)], some)
    assert keeper.store.load("other") == other
    assert len(keeper.event_ids()) == 2
    assert keeper.alert(new_finding(2, 7).alert.alert_id) is None


def test_a_conflict_with_who_is_committing_is_a_race_and_contradicts_nothing(dynamodb: "DynamoDBClient") -> None:
    keeper = on(dynamodb)
    codes = ("TransactionConflict", "ConditionalCheckFailed", "None", "None")
    with refused(dynamodb, "TransactWriteItems", iter([cancelled(*codes)])):
        assert not keeper.store.save(EMPTY, FILLED, None, [new_finding()])
    assert keeper.store.save(EMPTY, FILLED, None, [new_finding()])
