"""What may be asked of a route by its query: nothing that it would ignore, and no cursor that is not its own."""

from base64 import urlsafe_b64encode
from dataclasses import replace

import pytest

from tests.api.operation import Operation
from tests.api.operations import OPERATIONS
from tests.api.test_description import routes_of
from tests.api.test_hostile_requests import over
from tests.api.world import Told, World

LONGEST = 2048
"""No cursor of ours is longer."""

CURSORS = {
    "empty": "",
    "one letter": "x",
    "over the longest": "x" * (LONGEST + 1),
    "very long": "QUFB" * 20_000,
    "as long as may be": urlsafe_b64encode(b"x" * (LONGEST * 3 // 4)).decode(),
    "no base64": "a b+c/=",
    "no ASCII": "\u00e9\u4e16",
    "of nothing": urlsafe_b64encode(b"Zambezia").rstrip(b"=").decode(),
    "a NUL": "AA",
}


def failed(told: Told, operation: Operation, status: int, code: str) -> bool:
    assert (told.status, told.recorded) == (status, [(operation.failed, "FAILED")]), told.answer.content[:300]
    assert told.only.body["reason"]["code"] == code
    assert operation.is_page or told.answer.code == code
    return True


def asking(operation: Operation, name: str, value: str) -> Operation:
    return replace(operation, query={**operation.query, name: value})


@over(list(OPERATIONS))
def test_no_route_ignores_a_parameter_that_it_does_not_know(world: World, operation: Operation) -> None:
    told = world.ask(asking(operation, "surprise", "bogus"))
    assert failed(told, operation, 422, "INVALID_INPUT")
    assert b"surprise" not in told.answer.content
    assert b"bogus" not in told.answer.content


def lists(world: World) -> list[Operation]:
    """All that take a cursor, as the routes say."""
    routes = routes_of(world)
    return [one for one in OPERATIONS if "cursor" in routes[one.function, one.name].query_shape]


def test_every_list_takes_a_cursor(world: World) -> None:
    listing = {one.name for one in OPERATIONS if one.action == "LIST_ENTITIES"}
    assert listing - {one.name for one in lists(world)} == {"GET /v1/cashflow/ledger/hedge-contracts/{contract_id}"}


@pytest.mark.parametrize("cursor", CURSORS.values(), ids=CURSORS)
def test_a_cursor_that_is_none_of_the_list_is_one_refusal(world: World, cursor: str) -> None:
    for operation in lists(world):
        # A form of a page sends its empty fields: there it is no cursor.
        if cursor or not operation.is_page:
            world.restore()
            assert failed(world.ask(asking(operation, "cursor", cursor)), operation, 400, "BAD_CURSOR")
