"""Two who decide the same at once, on the same version: one wins, the other is told so, and both are recorded."""

from concurrent.futures import ThreadPoolExecutor

from tests.api.meeting import Meeting, at_once, ids_of, sent_at_once, told_since
from tests.api.operation import Caller, Operation, Where
from tests.api.operations import MUTATIONS, operation
from tests.api.test_hostile_requests import over
from tests.api.world import World

VERSIONED = [one for one in MUTATIONS if one.is_versioned]


def deciders(one: Operation) -> tuple[Caller, Caller]:
    """Two different people if there are two who may."""
    able = [caller for caller in one.reach if one.reach[caller].covers(Where.OWN)]
    return able[0], able[min(1, len(able) - 1)]


@over(VERSIONED)
def test_of_two_at_once_one_wins(world: World, meeting: Meeting, two: ThreadPoolExecutor, operation: Operation) -> None:
    known = ids_of(world)
    first, second = deciders(operation)
    assert at_once(world, two, (operation, first), (operation, second)) == [200, 409]
    assert told_since(world, known) == [(operation.action, "FAILED"), (operation.action, "SUCCEEDED")]


def test_of_an_approval_and_a_rejection_at_once_one_wins(
    world: World, meeting: Meeting, two: ThreadPoolExecutor
) -> None:
    approval, rejection = (
        operation(f"POST /v1/jurisdiction-changes/{{change_id}}/{one}") for one in ("approve", "reject")
    )
    known = ids_of(world)
    assert at_once(world, two, (approval, Caller.ADMIN), (rejection, Caller.SUPERVISOR)) == [200, 409]
    told = told_since(world, known)
    state = world.ask(operation("GET /v1/jurisdiction-changes/{change_id}")).answer.json["state"]
    assert (state, *told) in [
        ("APPROVED", (approval.action, "SUCCEEDED"), (rejection.action, "FAILED")),
        ("REJECTED", (approval.action, "FAILED"), (rejection.action, "SUCCEEDED")),
    ]


def test_of_two_requests_to_move_the_same_one_is_made(world: World, meeting: Meeting, two: ThreadPoolExecutor) -> None:
    asked, known = operation("POST /v1/jurisdiction-changes"), ids_of(world)
    assert at_once(world, two, (asked, Caller.ADMIN), (asked, Caller.FUNCIONARIO)) == [201, 409]
    assert told_since(world, known) == [(asked.action, "FAILED"), (asked.action, "SUCCEEDED")]


def test_of_two_refreshes_by_one_token_one_wins(world: World, meeting: Meeting, two: ThreadPoolExecutor) -> None:
    refresh, known = operation("POST /v1/auth/refresh"), ids_of(world)
    assert at_once(world, two, (refresh, Caller.ANONYMOUS), (refresh, Caller.ANONYMOUS)) == [200, 401]
    assert told_since(world, known) == [("SESSION_REFRESHED", "SUCCEEDED"), ("TOKEN_INVALID", "DENIED")]


def test_a_request_sent_twice_at_once_is_done_once(world: World, meeting: Meeting, two: ThreadPoolExecutor) -> None:
    payment = operation("POST /v1/transactions")
    request = world.request(payment, headers={"Idempotency-Key": "key-one"})
    known = ids_of(world)

    first, again = sent_at_once(world, two, *[(payment.function, request)] * 2)
    assert (first.status, first.json["id"]) == (again.status, again.json["id"])
    assert [one.header.action for one in world.events(without=known)] == ["TRANSACTION_CREATED"]
