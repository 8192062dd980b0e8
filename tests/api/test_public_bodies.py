"""Routes that anybody may call read little of a body; whom another route does not let in, nothing."""

from dataclasses import replace

import pytest

from lacre.http.request_body import MAXIMUM_UNKNOWN_BYTES
from tests.api.gateway import Request
from tests.api.operation import Caller, Operation
from tests.api.operations import OPERATIONS
from tests.api.test_description import routes_of
from tests.api.test_hostile_requests import over, refused
from tests.api.world import World

PUBLIC = [one for one in OPERATIONS if one.is_public]
BOUND = [one for one in OPERATIONS if not one.is_public and one.mutates]


def padded(world: World, operation: Operation, size: int) -> Request:
    """The operation's own request, acceptable but for its length: what fills it is blank in JSON and in a form."""
    request = world.request(operation)
    filling = (b"&" if operation.is_page else b" ") * (size - len(request.body))
    return replace(request, body=request.body + filling)


def test_they_are_those_that_ask_for_no_role(world: World) -> None:
    found = {name for name, route in routes_of(world).items() if route.audit.is_public}
    assert found == {(one.function, one.name) for one in PUBLIC}


@over(PUBLIC)
def test_at_the_limit_it_is_read(world: World, operation: Operation) -> None:
    usual = world.ask(operation)
    world.restore()
    told = world.tell(operation.function, padded(world, operation, MAXIMUM_UNKNOWN_BYTES))
    assert (told.status, told.recorded) == (usual.status, usual.recorded)


@over(PUBLIC)
@pytest.mark.parametrize("size", [MAXIMUM_UNKNOWN_BYTES + 1, 6 * 1024 * 1024])
def test_beyond_it_nothing_is_done_or_kept(world: World, operation: Operation, size: int) -> None:
    told = world.tell(operation.function, padded(world, operation, size))
    assert refused(told, 413, "BODY_TOO_LARGE", operation.failed, "FAILED", operation)
    assert (told.only.header.actor_id, told.only.body["request"]["body"]) == ("unknown", None)
    assert told.only.body["after"] is None


@over(BOUND)
def test_of_somebody_who_is_not_let_in_nothing_is_read(world: World, operation: Operation) -> None:
    """However large, the refusal is that of the credentials: they are judged before the body."""
    told = world.ask(operation, Caller.ANONYMOUS, body=b"{" * (MAXIMUM_UNKNOWN_BYTES + 1))
    assert told.status == (303 if operation.is_page else 401)
    assert told.only.header.outcome == "DENIED"
