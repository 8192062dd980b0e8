"""One promise, two keepers: a fake in memory and the DynamoDB adapter keep snapshots alike."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from hedge.aws.snapshots_table import SnapshotsTable
from hedge.model.snapshot import Snapshot, SnapshotKind
from hedge.ports.snapshots import Snapshots
from lacre.aws.events_table import EventsTable
from lacre.model.canonical import JsonObject
from lacre.ports.errors import StateConflictError, StoreUnavailableError
from tests.fakes.commits import Commit, committing
from tests.fakes.events import MemoryEvents
from tests.fakes.hedge_snapshots import MemorySnapshots
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

CONTRACT = "01a1ee56-5e00-75b1-a522-000000000c00"
TAKEN = Snapshot(
    id="01a1ee56-5e00-75b1-a522-000000000500",
    kind=SnapshotKind.MTM,
    key=f"hedge_contract/{CONTRACT}/2026-02-01",
    values={"object_id": CONTRACT, "mtm_value": "-4000.000000", "entry_price": None},
    inputs_hash="a" * 64,
    created_at=1_795_000_000_001,
)


@dataclass(frozen=True)
class Keeper:
    snapshots: Snapshots
    commit: Commit


@pytest.fixture(params=["memory", "dynamodb"])
def keeper(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> Keeper:
    if request.param == "memory":
        return Keeper(MemorySnapshots(), committing(MemoryEvents()))
    table, events = create(dynamodb, "hedge"), create(dynamodb, "events")
    return Keeper(SnapshotsTable(dynamodb, table), committing(EventsTable(dynamodb, events)))


def test_one_is_found_as_it_was_taken(keeper: Keeper) -> None:
    assert keeper.snapshots.find(TAKEN.kind, TAKEN.key) is None
    keeper.commit([keeper.snapshots.adding(TAKEN)])
    found = keeper.snapshots.find(TAKEN.kind, TAKEN.key)
    assert found == TAKEN
    assert list(found.values) == list(TAKEN.values), "its members are in the order in which they were taken"


def test_a_key_is_taken_once_and_the_first_stays(keeper: Keeper) -> None:
    keeper.commit([keeper.snapshots.adding(TAKEN)])
    for other in (TAKEN, replace(TAKEN, id="01a1ee56-5e00-75b1-a522-000000000501", values={"mtm_value": "0"})):
        with pytest.raises(StateConflictError):
            keeper.commit([keeper.snapshots.adding(other)])
    assert keeper.snapshots.find(TAKEN.kind, TAKEN.key) == TAKEN


@pytest.mark.parametrize("change", [{"kind": SnapshotKind.PL}, {"key": f"hedge_contract/{CONTRACT}/2026-02-02"}])
def test_kinds_and_keys_are_apart(keeper: Keeper, change: dict[str, str]) -> None:
    other = replace(TAKEN, **change)  # type: ignore[arg-type]  # the values fit the names they stand under
    keeper.commit([keeper.snapshots.adding(TAKEN)])
    keeper.commit([keeper.snapshots.adding(other)])
    assert keeper.snapshots.find(other.kind, other.key) == other
    assert keeper.snapshots.find(TAKEN.kind, TAKEN.key) == TAKEN


def test_the_lines_of_a_whole_portfolio_fit(keeper: Keeper) -> None:
    lines: Sequence[JsonObject] = [
        {"object_type": "order", "object_id": f"{number:036x}", "amount_usd": f"{number * 104729}.000001"}
        for number in range(1_500)
    ]
    whole = replace(TAKEN, kind=SnapshotKind.BASELINE, key="2026-02-01", values={"items": lines, "total": "1.000000"})
    keeper.commit([keeper.snapshots.adding(whole)])
    assert keeper.snapshots.find(whole.kind, whole.key) == whole


def test_without_the_table_the_store_is_unavailable(dynamodb: "DynamoDBClient") -> None:
    with pytest.raises(StoreUnavailableError):
        SnapshotsTable(dynamodb, "absent").find(TAKEN.kind, TAKEN.key)
