"""Many at once: what is linked is never more than there is, and both sides count the same in the end."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from hedge.model.amounts import total
from hedge.model.contract import Status
from hedge.trading.archive_contract import ArchiveContract
from hedge.trading.archive_order import ArchiveOrder
from hedge.trading.beginnings import Beginnings
from hedge.trading.cancel_contract import CancelContract
from hedge.trading.create_linkage import CreateLinkage, LinkageDraft
from hedge.trading.decided import Decided
from lacre.model.refusal import Refusal
from lacre.ports.errors import StateConflictError, StoreUnavailableError
from tests.contract.hedge_keepers import Desk, contract, desk_of, id_of, order
from tests.contract.hedge_moves import check
from tests.fakes.ambient import SeededEntropy, TickingClock

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

AT_ONCE = 50


@pytest.fixture(params=["memory", "dynamodb"])
def desk(request: pytest.FixtureRequest, dynamodb: "DynamoDBClient") -> Desk:
    return desk_of(str(request.param), dynamodb)


def all_at_once(desk: Desk, *decisions: Callable[[], Decided[object]]) -> Counter[str]:
    """How each ended: `done`, the code of its refusal, or `lost` to another."""
    barrier = Barrier(len(decisions))

    def attempt(decide: Callable[[], Decided[object]]) -> str:
        barrier.wait()
        try:
            desk.commit(decide().change.writes)
        except Refusal as refusal:
            return refusal.reason.code
        except (StateConflictError, StoreUnavailableError):
            return "lost"
        return "done"

    with ThreadPoolExecutor(len(decisions)) as threads:
        return Counter(threads.map(attempt, decisions))


def linking(desk: Desk, order_number: int, contract_number: int, tons: str, seed: int) -> Callable[[], Decided[object]]:
    beginnings = Beginnings(TickingClock(), SeededEntropy(seed))
    link = CreateLinkage(desk.linkages, desk.orders, desk.contracts, beginnings)
    draft = LinkageDraft(id_of(0xA000 + order_number), id_of(0xB000 + contract_number), Decimal(tons))
    return lambda: link(draft)


def linked_in_all(desk: Desk) -> Decimal:
    check(desk)
    return total(one.linked for one in desk.contracts.listed(None, 100).items)


@pytest.mark.parametrize(("order_t", "contract_t"), [("20", "1000"), ("1000", "20")], ids=["order", "contract"])
def test_fifty_links_at_once_of_one_pair_never_over_allocate(desk: Desk, order_t: str, contract_t: str) -> None:
    desk.add(order(1, order_t), contract(1, contract_t))
    ends: Counter[str] = Counter()
    # Who lost does it again, as a caller would, until all are done or refused.
    while set(ends) != {"done", "OVER_ALLOCATED"} or ends["lost"]:
        again = ends.pop("lost", AT_ONCE)
        ends += all_at_once(desk, *(linking(desk, 1, 1, "3", sum(ends.values()) * 997 + one) for one in range(again)))
    assert ends == {"done": 6, "OVER_ALLOCATED": AT_ONCE - 6}
    assert linked_in_all(desk) == Decimal(18)


def test_fifty_links_at_once_of_one_order_to_many_contracts_never_over_allocate(desk: Desk) -> None:
    desk.add(order(1, "20"), *(contract(number) for number in range(10)))
    ends = all_at_once(desk, *(linking(desk, 1, one % 10, "3", one) for one in range(AT_ONCE)))
    assert 1 <= ends["done"] <= 6
    assert linked_in_all(desk) == 3 * ends["done"]


def test_of_fifty_cancellations_at_once_one_is_done_and_releases_once(desk: Desk) -> None:
    desk.add(order(1), contract(1))
    desk.commit(linking(desk, 1, 1, "40", 0)().change.writes)
    cancel = CancelContract(desk.contracts)
    ends = all_at_once(desk, *([lambda: cancel(id_of(0xB001))] * AT_ONCE))
    assert ends["done"] == 1
    assert desk.contract(id_of(0xB001)).status is Status.CANCELLED
    assert desk.order(id_of(0xA001)).linked == linked_in_all(desk) == 0


def test_ends_and_links_at_once_leave_nothing_behind(desk: Desk) -> None:
    desk.add(*(order(number) for number in range(3)), *(contract(number) for number in range(3)))
    clock = TickingClock()
    archive_order = ArchiveOrder(desk.orders, desk.contracts, clock)
    archive = ArchiveContract(desk.contracts, clock)
    links = [linking(desk, one % 3, one // 3 % 3, "1", one) for one in range(24)]
    ends = all_at_once(desk, *links, lambda: archive_order(id_of(0xA000)), lambda: archive(id_of(0xB000)))
    assert sum(ends.values()) == 26
    check(desk)
