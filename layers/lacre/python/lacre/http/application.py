"""An application of audited routes, with `/health` and `/ready`."""

from collections.abc import Callable, Mapping, Sequence

from fastapi import APIRouter, FastAPI
from fastapi.responses import JSONResponse
from fastapi.routing import iter_route_contexts

from lacre.http.audit import UnauditedRouteError
from lacre.http.audited_route import AuditedRoute
from lacre.http.trail import Trail
from lacre.http.unknown_routes import nothing_here

_READING = {"GET", "HEAD"}

Probe = Callable[[], None]
"""Returns if a dependency answers, raises if not."""


def create_application(title: str, trail: Trail, routers: Sequence[APIRouter], probes: Mapping[str, Probe]) -> FastAPI:
    """The FastAPI application of one function. `probes` are the dependencies that `/ready` asks, by name."""
    app = FastAPI(title=title, version="1", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    app.state.trail = trail
    for router in routers:
        app.include_router(router)
    app.add_route("/health", lambda _: JSONResponse({"status": "alive"}))
    app.add_route("/ready", lambda _: _readiness(probes))
    # What the router itself raises, and nothing else does: routes answer with refusals.
    app.add_exception_handler(404, nothing_here)
    app.add_exception_handler(405, nothing_here)
    _refuse_unaudited(app)
    return app


def _refuse_unaudited(app: FastAPI) -> None:
    for context in iter_route_contexts(app.routes):
        methods = set(context.methods or ())
        if methods - _READING and not isinstance(context.original_route, AuditedRoute):
            raise UnauditedRouteError(f"the route {context.path} changes something and records nothing")


def _readiness(probes: Mapping[str, Probe]) -> JSONResponse:
    away = [name for name, probe in probes.items() if not _answers(probe)]
    status = 503 if away else 200
    return JSONResponse({"status": "not ready" if away else "ready", "away": away}, status)


def _answers(probe: Probe) -> bool:
    try:
        probe()
    except Exception:  # noqa: BLE001 - whatever it raises, the dependency is not there, and the answer says so
        return False
    return True
