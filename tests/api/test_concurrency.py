"""Two who decide the same at once, on the same version: one wins, the other is told so, and both are recorded."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.client import BaseClient

from tests.api.cloud import own_loop
from tests.api.operation import Caller, Operation, Where
from tests.api.operations import MUTATIONS, operation
from tests.api.test_hostile_requests import over
from tests.api.world import World

VERSIONED = [one for one in MUTATIONS if one.is_versioned]
PATIENCE_S = 20


class Meeting:
    """Holds the first two transactions until both are there: each was decided before the other was written."""

    def __init__(self) -> None:
        self._both = threading.Barrier(2, timeout=PATIENCE_S)
        self._places = threading.Semaphore(2)

    def before_writing(self) -> None:
        if self._places.acquire(blocking=False):
            self._both.wait()


@pytest.fixture
def meeting(world: World, monkeypatch: pytest.MonkeyPatch) -> Meeting:
    made, call = Meeting(), BaseClient._make_api_call  # type: ignore[attr-defined]  # botocore's seam

    def meeting_first(client: Any, name: str, *arguments: Any) -> Any:
        if name == "TransactWriteItems":
            made.before_writing()
        return call(client, name, *arguments)

    monkeypatch.setattr(BaseClient, "_make_api_call", meeting_first)
    return made


@pytest.fixture
def two() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as threads:
        yield threads


def at_once(world: World, two: ThreadPoolExecutor, *asked: tuple[Operation, Caller]) -> list[int]:
    def attempt(one: tuple[Operation, Caller]) -> int:
        with own_loop():
            return world.send(one[0].function, world.request(*one)).status

    return sorted(two.map(attempt, asked))


def deciders(one: Operation) -> tuple[Caller, Caller]:
    """Two different people if there are two who may."""
    able = [caller for caller in one.reach if one.reach[caller].covers(Where.OWN)]
    return able[0], able[min(1, len(able) - 1)]


def told_since(world: World, known: set[str]) -> list[tuple[str, str]]:
    """What was recorded of the requests themselves."""
    own = [one for one in world.events(without=known) if one.body["request"] is not None]
    return sorted((one.header.action, one.header.outcome.value) for one in own)


def ids_of(world: World) -> set[str]:
    return {one.header.id for one in world.events()}


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

    def attempt(_: int) -> tuple[int, str]:
        with own_loop():
            answer = world.send(payment.function, request)
            return answer.status, answer.json["id"]

    first, again = two.map(attempt, range(2))
    assert first == again
    assert [one.header.action for one in world.events(without=known)] == ["TRANSACTION_CREATED"]
