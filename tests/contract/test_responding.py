"""One promise, two keepers: the fakes in memory and DynamoDB count by the hour, and know which rules are in force."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from lacre.aws.bundle_row import BundleRow
from lacre.aws.events_table import EventsTable
from lacre.aws.tallies_table import TalliesTable
from lacre.ports.bundles import Bundles, RulesInForce
from lacre.ports.errors import StateConflictError, StoreUnavailableError
from lacre.ports.responding import Tallies, Tally
from tests.fakes.bundles import MemoryBundles
from tests.fakes.commits import Commit, committing
from tests.fakes.events import MemoryEvents
from tests.fakes.responding import MemoryTallies
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

KEY = "BUDGET#many_failed_logins#2026-11-22T09"
NONE, ONE, TWO = Tally(KEY), Tally(KEY, 1), Tally(KEY, 2, is_told=True, parts={"POS#a": 1, "USER#a": 1})
FIRST, NEXT = RulesInForce("a" * 64, {"one": "live", "two": "shadow"}), RulesInForce("b" * 64, {"one": "live"})


@dataclass(frozen=True)
class Keeper:
    tallies: Tallies
    bundles: Bundles
    commit: Commit


@pytest.fixture(params=["memory", "dynamodb"])
def keeper(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> Keeper:
    if request.param == "memory":
        return Keeper(MemoryTallies(), MemoryBundles(), committing(MemoryEvents()))
    windows, events = create(dynamodb, "windows"), create(dynamodb, "events")
    return Keeper(
        TalliesTable(dynamodb, windows), BundleRow(dynamodb, windows), committing(EventsTable(dynamodb, events))
    )


def test_a_tally_goes_on_from_what_it_was(keeper: Keeper) -> None:
    assert keeper.tallies.of(KEY) == NONE
    keeper.commit([keeper.tallies.counting(NONE, ONE)])
    assert keeper.tallies.of(KEY) == ONE
    keeper.commit([keeper.tallies.counting(ONE, TWO)])
    assert keeper.tallies.of(KEY) == TWO
    assert keeper.tallies.of(KEY[:-1] + "8") == replace(NONE, key=KEY[:-1] + "8")


@pytest.mark.parametrize("before", [NONE, ONE, replace(TWO, is_told=False), replace(ONE, is_told=True)])
def test_of_two_who_count_from_the_same_one_does(keeper: Keeper, before: Tally) -> None:
    keeper.commit([keeper.tallies.counting(NONE, TWO)])
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.tallies.counting(before, replace(TWO, count=9))])
    assert keeper.tallies.of(KEY) == TWO


def test_a_count_that_was_never_begun_does_not_go_on(keeper: Keeper) -> None:
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.tallies.counting(ONE, TWO)])
    assert keeper.tallies.of(KEY) == NONE


def test_the_last_number_of_active_actors_is_known(keeper: Keeper) -> None:
    assert keeper.tallies.active_actors() == 0
    for count in (700, 650):
        keeper.tallies.note_active_actors(count)
        assert keeper.tallies.active_actors() == count


def test_rules_come_into_force_over_those_before(keeper: Keeper) -> None:
    assert keeper.bundles.in_force() is None
    keeper.commit([keeper.bundles.replacing(None, FIRST)])
    assert keeper.bundles.in_force() == FIRST
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.bundles.replacing(None, NEXT)])
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.bundles.replacing(NEXT, FIRST)])
    keeper.commit([keeper.bundles.replacing(FIRST, NEXT)])
    assert keeper.bundles.in_force() == NEXT


def test_a_tally_is_cleared_away_two_days_later(dynamodb: "DynamoDBClient") -> None:
    windows, events = create(dynamodb, "windows"), create(dynamodb, "events")
    committing(EventsTable(dynamodb, events))([TalliesTable(dynamodb, windows).counting(NONE, ONE)])
    (row,) = dynamodb.scan(TableName=windows)["Items"]
    assert row["expires_at"] == {"N": "1795510800"}


def test_without_the_table_the_store_is_unavailable(dynamodb: "DynamoDBClient") -> None:
    tallies = TalliesTable(dynamodb, "absent")
    for ask in (
        lambda: tallies.of(KEY),
        tallies.active_actors,
        lambda: tallies.note_active_actors(1),
        BundleRow(dynamodb, "absent").in_force,
    ):
        with pytest.raises(StoreUnavailableError):
            ask()
