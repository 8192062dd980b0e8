"""The list of routes that the end-to-end tests walk is complete."""

import importlib
import sys
from collections.abc import Iterator

import pytest
from fastapi.routing import iter_route_contexts

from lacre.http.audited_route import AuditedRoute
from tests.e2e.routes import ROUTES
from tests.variables import placeholders


def served(function: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, str]]:
    for name, value in placeholders(function).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delitem(sys.modules, f"functions.{function}.handler", raising=False)
    app = importlib.import_module(f"functions.{function}.handler").handler.app
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if isinstance(route, AuditedRoute) and context.include_in_schema | route.audit.is_page:
            yield from ((method, str(context.path)) for method in context.methods or ())


def test_every_audited_route_is_walked(monkeypatch: pytest.MonkeyPatch) -> None:
    found = {
        one for function in ("identity", "network", "hedge", "query", "ingest") for one in served(function, monkeypatch)
    }
    assert found == {(route.method, route.path) for route in ROUTES}
