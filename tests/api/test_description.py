"""The description that the tests of this tier go by is complete, and says what the routes say of themselves."""

import pytest
from fastapi import FastAPI

from lacre.http.audited_route import AuditedRoute
from lacre.http.documented import audited_routes, refusals_of
from tests.api.operation import Operation
from tests.api.operations import DERIVING, FUNCTIONS, OPERATIONS
from tests.api.world import World


def app_of(world: World, function: str) -> FastAPI:
    app: FastAPI = world.cloud.handlers[function].app  # type: ignore[attr-defined]  # Mangum's
    return app


def routes_of(world: World) -> dict[tuple[str, str], AuditedRoute]:
    """Those that are served, by function and name: not what answers for all that nothing serves."""
    return {
        (function, f"{method} {context.path_format}"): route
        for function in FUNCTIONS
        for context, route in audited_routes(app_of(world, function))
        if context.include_in_schema | route.audit.is_page
        for method in context.methods or ()
    }


def test_it_has_every_route_and_no_other(world: World) -> None:
    assert {(one.function, one.name) for one in OPERATIONS} == set(routes_of(world))


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: f"{one.function} {one.name}")
def test_it_says_what_the_route_says(world: World, operation: Operation) -> None:
    route = routes_of(world)[operation.function, operation.name]
    audit = route.audit
    assert (audit.action, audit.failure) == (operation.action, operation.failed)
    assert operation.function == "ingest" or audit.further == operation.further
    assert audit.roles == {caller.value for caller in operation.reach}
    assert audit.is_keeping == (operation.name not in DERIVING)
    assert operation.entity is None or audit.entity_type == operation.entity_type
    assert (route.status_code or 200) == operation.status or operation.is_page
    assert (route.body_field is not None) == (operation.body is not None)
    assert (428 in refusals_of(route, operation.method)) == operation.is_versioned
