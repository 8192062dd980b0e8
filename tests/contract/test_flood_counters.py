"""One promise, two keepers: the fake in memory and the DynamoDB adapter count floods alike."""

from typing import TYPE_CHECKING, Protocol

import pytest

from lacre.aws.flood_counters import FloodCounters
from lacre.ports.errors import StoreUnavailableError
from lacre.ports.floods import Flood, FloodCounter, FloodLedger
from lacre.recording.flood import LIMIT
from tests.fakes.lanes import MemoryFloods
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

MINUTE, NEXT = "2026-11-22T09:30", "2026-11-22T09:31"
KIND, OTHER = "TOKEN_INVALID#DENIED", "LOGIN_FAILED#FAILED"
ADDRESS, IPV6 = "192.0.2.9", "2001:db8::7"


class Keeper(FloodCounter, FloodLedger, Protocol):
    """Both ports of one keeper."""


@pytest.fixture(params=["memory", "dynamodb"])
def keeper(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> Keeper:
    return MemoryFloods() if request.param == "memory" else FloodCounters(dynamodb, create(dynamodb, "counters"))


def test_each_minute_kind_and_address_counts_for_itself(keeper: Keeper) -> None:
    assert [keeper.count(MINUTE, KIND, ADDRESS) for _ in range(3)] == [1, 2, 3]
    assert keeper.count(NEXT, KIND, ADDRESS) == 1
    assert keeper.count(MINUTE, OTHER, ADDRESS) == 1
    assert keeper.count(MINUTE, KIND, IPV6) == 1


def test_floods_are_what_went_over_the_limit_until_forgotten(keeper: Keeper) -> None:
    for _ in range(LIMIT):
        keeper.count(MINUTE, KIND, ADDRESS)
        keeper.count(MINUTE, OTHER, IPV6)
    assert keeper.floods(MINUTE) == []
    keeper.count(MINUTE, OTHER, IPV6)
    (flood,) = keeper.floods(MINUTE)
    assert flood == Flood(MINUTE, OTHER, IPV6, LIMIT + 1)
    assert keeper.floods(NEXT) == []
    keeper.forget(flood)
    assert keeper.floods(MINUTE) == []
    assert keeper.count(MINUTE, KIND, ADDRESS) == LIMIT + 1, "the others go on"


def test_how_far_was_summed_up_is_kept_beside_the_counters(keeper: Keeper) -> None:
    assert keeper.last_summed() is None
    for minute in (MINUTE, NEXT):
        keeper.note_summed(minute)
        assert keeper.last_summed() == minute
    assert keeper.floods(MINUTE) == []


def test_how_far_was_summed_up_never_goes(dynamodb: "DynamoDBClient") -> None:
    FloodCounters(dynamodb, create(dynamodb, "counters")).note_summed(MINUTE)
    (item,) = dynamodb.scan(TableName="counters")["Items"]
    assert item == {"pk": {"S": "SUMMED_UP"}, "sk": {"S": "SUMMED_UP"}, "last_minute": {"S": MINUTE}}


def test_a_counter_goes_after_its_time(dynamodb: "DynamoDBClient") -> None:
    FloodCounters(dynamodb, create(dynamodb, "counters")).count(MINUTE, KIND, ADDRESS)
    (item,) = dynamodb.scan(TableName="counters")["Items"]
    assert item == {
        "pk": {"S": f"FLOOD#{MINUTE}"},
        "sk": {"S": f"{KIND}#{ADDRESS}"},
        "count": {"N": "1"},
        "expires_at": {"N": str(1_795_339_800 + 14 * 86_400)},
    }


def test_without_the_table_the_store_is_unavailable(dynamodb: "DynamoDBClient") -> None:
    counters = FloodCounters(dynamodb, "absent")
    with pytest.raises(StoreUnavailableError):
        counters.count(MINUTE, KIND, ADDRESS)
    with pytest.raises(StoreUnavailableError):
        counters.floods(MINUTE)
    with pytest.raises(StoreUnavailableError):
        counters.forget(Flood(MINUTE, KIND, ADDRESS, 21))
    with pytest.raises(StoreUnavailableError):
        counters.last_summed()
    with pytest.raises(StoreUnavailableError):
        counters.note_summed(MINUTE)
