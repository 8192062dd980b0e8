"""One promise, two keepers: fakes in memory and DynamoDB adapters keep transactions, receipts and uploads alike."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from lacre.aws.events_table import EventsTable
from lacre.model.place import Place, Scope
from lacre.model.refusal import Fault
from lacre.model.vocabulary import EntityType
from lacre.ports.errors import StateConflictError, StoreUnavailableError
from lacre.ports.paging import BadPositionError
from network.aws.entities_table import OwnedEntitiesTable
from network.aws.receipts_table import ReceiptsTable
from network.aws.transaction_rows import TransactionForm
from network.aws.uploads_table import UploadsTable
from network.model.numbers import GREATEST, MOST_GAPS, Numbers
from network.model.offline_item import Fate, Memory, Result
from network.model.own import Owner
from network.model.payment import Method, Payment
from network.model.receipt import Receipt
from network.model.transaction import Transaction, TransactionState
from network.ports.entities import OwnedEntities
from network.ports.receipts import Receipts
from network.ports.uploads import Uploads
from tests.fakes.commits import Commit, committing
from tests.fakes.entities import MemoryEntities
from tests.fakes.events import MemoryEvents
from tests.fakes.transactions import MemoryReceipts, MemoryUploads
from tests.tables import create

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

POS = "01a1ee56-5e00-75b1-a522-000000000d00"
OTHER_POS = "01a1ee56-5e00-75b1-a522-000000000d01"
CREATED = Memory("a" * 64, Fate(Result.CREATED, "t-1", flags=("CLOCK_AHEAD",)))
INVALID = Memory("b" * 64, Fate(Result.INVALID, code="INVALID_ITEM", faults=(Fault("item.amount", "No."),)))


@dataclass(frozen=True)
class Keeper:
    transactions: OwnedEntities[Transaction]
    receipts: Receipts
    uploads: Uploads
    commit: Commit

    def fill(self, count: int = 6) -> Sequence[Transaction]:
        """Of two POS in turn, made in no order."""
        made = [transaction(number, pos_id=(POS, OTHER_POS)[number % 2]) for number in range(count)]
        for one in sorted(made, key=lambda one: one.id[::-1]):
            self.commit([self.transactions.adding(one)])
        return made


@pytest.fixture(params=["memory", "dynamodb"])
def keeper(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> Keeper:
    if request.param == "memory":
        return Keeper(MemoryEntities(), MemoryReceipts(), MemoryUploads(), committing(MemoryEvents()))
    table, events = create(dynamodb, "network"), create(dynamodb, "events")
    return Keeper(
        OwnedEntitiesTable(dynamodb, table, TransactionForm()),
        ReceiptsTable(dynamodb, table),
        UploadsTable(dynamodb, table),
        committing(EventsTable(dynamodb, events)),
    )


def transaction(number: int, *, pos_id: str = POS) -> Transaction:
    return Transaction(
        id=f"01a1ee56-5e00-75b1-a522-{number:012x}",
        place=Place("Nampula", "Centro"),
        created_at=1_795_000_000_001,
        changed_at=1_795_000_000_002,
        pos_id=pos_id,
        agent_id="agent",
        merchant_id="merchant",
        market_id="market",
        payment=Payment(Decimal("999999999999.90"), "MZN", Method.MOBILE, "Peixe"),
        occurred_at=1_795_000_000_000,
        sequence=GREATEST,
    )


@pytest.mark.parametrize("is_full", [True, False])
def test_a_transaction_is_found_as_it_was_made(keeper: Keeper, is_full: bool) -> None:
    made = transaction(1)
    if not is_full:
        bare = replace(made.payment, description=None)
        made = replace(made, market_id=None, occurred_at=None, sequence=None, payment=bare)
    keeper.commit([keeper.transactions.adding(made)])
    assert keeper.transactions.find(made.id) == made
    assert str(made.payment.amount) == "999999999999.90"


def test_a_cancelled_one_is_found_as_such_and_only_one_cancels(keeper: Keeper) -> None:
    made = transaction(1)
    keeper.commit([keeper.transactions.adding(made)])
    after = replace(made, state=TransactionState.CANCELLED, cancelled_because="Engano", version=2)
    keeper.commit([keeper.transactions.replacing(after, 1)])
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.transactions.replacing(after, 1)])
    assert keeper.transactions.find(made.id) == after


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_a_pos_lists_its_own_page_by_page(keeper: Keeper, limit: int) -> None:
    keeper.fill()
    listed: list[Transaction] = []
    after: str | None = None
    while True:
        page = keeper.transactions.owned_by(Owner(EntityType.POS, POS), after, limit)
        listed += page.items
        if page.next is None:
            break
        after = page.next
    assert [one.id[-1] for one in listed] == ["0", "2", "4"]


def test_agent_and_merchant_list_what_all_their_pos_made(keeper: Keeper) -> None:
    made = keeper.fill()
    for owner in (Owner(EntityType.AGENT, "agent"), Owner(EntityType.MERCHANT, "merchant")):
        assert keeper.transactions.owned_by(owner, None, 100).items == made
    assert keeper.transactions.owned_by(Owner(EntityType.AGENT, "another"), None, 100).items == []
    assert keeper.transactions.within(Scope("Nampula"), None, 100).items == made


def test_a_position_in_the_list_of_another_pos_is_none(keeper: Keeper) -> None:
    keeper.fill()
    page = keeper.transactions.owned_by(Owner(EntityType.POS, POS), None, 1)
    with pytest.raises(BadPositionError):
        keeper.transactions.owned_by(Owner(EntityType.POS, OTHER_POS), page.next, 1)


def test_a_transaction_has_one_receipt_and_each_copy_follows_the_one_before(keeper: Keeper) -> None:
    first = Receipt("r-1", "t-1", 1, 1_795_000_000_001)
    assert keeper.receipts.find("t-1") is None
    keeper.commit([keeper.receipts.adding(first)])
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.receipts.adding(replace(first, id="r-2"))])
    second = replace(first, copies=2, printed_at=1_795_000_000_009)
    keeper.commit([keeper.receipts.replacing(second, 1)])
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.receipts.replacing(second, 1)])
    assert keeper.receipts.find("t-1") == second


def test_an_item_is_remembered_once_for_each_pos(keeper: Keeper) -> None:
    keeper.commit([keeper.uploads.remembering(POS, "1", CREATED), keeper.uploads.remembering(POS, "2", INVALID)])
    keeper.commit([keeper.uploads.remembering(OTHER_POS, "1", INVALID)])
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.uploads.remembering(POS, "1", INVALID)])
    assert keeper.uploads.memories(POS, ["1", "2", "3", "1"]) == {"1": CREATED, "2": INVALID}
    assert keeper.uploads.memories(OTHER_POS, ["1"]) == {"1": INVALID}
    assert keeper.uploads.memories(POS, []) == {}


def test_more_items_are_looked_up_than_one_read_takes(keeper: Keeper) -> None:
    for number in range(1, 252, 50):
        keeper.commit([keeper.uploads.remembering(POS, str(number), CREATED)])
    found = keeper.uploads.memories(POS, [str(number) for number in range(1, 500)])
    assert sorted(found, key=int) == ["1", "51", "101", "151", "201", "251"]


def test_numbers_are_kept_version_by_version(keeper: Keeper) -> None:
    assert keeper.uploads.numbers(POS) == Numbers()
    first = Numbers().adding([1, 2, 5])
    keeper.commit([keeper.uploads.noting(POS, first)])
    with pytest.raises(StateConflictError):
        keeper.commit([keeper.uploads.noting(POS, first)])
    second = first.adding(range(GREATEST - 4 * MOST_GAPS, GREATEST, 2))
    keeper.commit([keeper.uploads.noting(POS, second)])
    assert keeper.uploads.numbers(POS) == second
    assert keeper.uploads.numbers(OTHER_POS) == Numbers()


def test_without_the_table_the_store_is_unavailable(dynamodb: "DynamoDBClient") -> None:
    for look in (ReceiptsTable(dynamodb, "absent").find, UploadsTable(dynamodb, "absent").numbers):
        with pytest.raises(StoreUnavailableError):
            look("x")
    with pytest.raises(StoreUnavailableError):
        UploadsTable(dynamodb, "absent").memories(POS, ["1"])
