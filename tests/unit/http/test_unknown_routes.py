"""What no route serves is refused in the product's own form, recorded, and cannot fill the log."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI

from lacre.http.application import create_application
from lacre.http.audit import audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import Call
from tests.fakes.drafts import CLERK
from tests.fakes.trail import MemoryTrail

READING = {"GET", "HEAD"}
PATHS = ("/nothing", "", "/", "//", "/things/", "/things/one/two", "/line\nbreak", "/things\n\n")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")


def router() -> APIRouter:
    router = APIRouter(route_class=AuditedRoute)

    @router.get("/things", response_model=None)
    @audited("LIST_ENTITIES", roles=["FUNCIONARIO"])
    def list_all(call: Call) -> None:
        call.read()

    @router.post("/things", response_model=None)
    @audited("CREATE_AGENT", roles=["FUNCIONARIO"])
    def create(call: Call) -> None:
        call.read()

    @router.patch("/things/{thing_id}", response_model=None)
    @audited("UPDATE_AGENT", roles=["FUNCIONARIO"], entity="thing_id")
    def change(call: Call, thing_id: str) -> None:
        call.read(thing_id)

    return router


@pytest.fixture
def memory() -> MemoryTrail:
    memory = MemoryTrail()
    memory.tokens.actors = {"clerk": CLERK}
    return memory


@pytest.fixture
def app(memory: MemoryTrail) -> FastAPI:
    return create_application("things", memory.trail(), [router()], {})


class Asked:
    """A request as a server hands it over; no client tidies the path, and reading the body is noticed."""

    def __init__(self, app: FastAPI, method: str, path: str, headers: Mapping[str, str] | None = None) -> None:
        self.was_read = False
        self._sent: list[Any] = []
        scope = {
            **{"type": "http", "http_version": "1.1", "method": method, "scheme": "https", "path": path},
            **{"raw_path": path.encode(), "root_path": "", "query_string": b"", "client": ("192.0.2.44", 0)},
            "server": ("lacre.example.com", 443),
            "headers": [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()],
        }
        asyncio.run(app(scope, self._receive, self._send))
        self.status: int = self._sent[0]["status"]
        self.headers = {name.decode(): value.decode() for name, value in self._sent[0]["headers"]}
        self.problem = json.loads(b"".join(one.get("body", b"") for one in self._sent[1:]))

    async def _receive(self) -> dict[str, Any]:
        self.was_read = True
        return {"type": "http.request", "body": b"x" * 70_000, "more_body": False}

    async def _send(self, message: Any) -> None:
        self._sent.append(message)


def is_refused(asked: Asked, memory: MemoryTrail, status: int, code: str) -> bool:
    assert (asked.status, asked.problem["status"], asked.problem["code"]) == (status, status, code)
    assert asked.problem["type"] == f"urn:lacre:problem:{code.lower().replace('_', '-')}"
    assert asked.headers["content-type"] == "application/problem+json"
    assert {"x-trace-id", "x-audit-receipt", "x-correlation-id"} <= asked.headers.keys()
    assert not asked.was_read
    (stored,) = memory.events.rows.values()
    header, body = stored.event.header, json.loads(stored.event.body_bytes)
    assert (header.action, header.outcome, header.entity_id) == ("UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED", "*")
    assert (header.actor_id, body["reason"]["code"]) == ("unknown", code)
    assert (body["request"]["path"], body["request"]["body"]) == ("/{path:path}", None)
    return True


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "path", ["/nothing", "", "/", "/things/", "/things/one/two", "/line\nbreak", "/things\n\n", "//"]
)
def test_a_path_that_nothing_serves(app: FastAPI, memory: MemoryTrail, method: str, path: str) -> None:
    asked = Asked(app, method, path, {"Authorization": "Bearer clerk"})
    assert is_refused(asked, memory, 404, "NO_SUCH_ROUTE")
    assert "allow" not in asked.headers


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/things", {"GET", "POST"}), ("/things/one", {"PATCH"}), ("/health", READING), ("/ready", READING)],
)
@pytest.mark.parametrize("method", METHODS)
def test_a_method_that_the_path_has_not(
    app: FastAPI, memory: MemoryTrail, method: str, path: str, allowed: set[str]
) -> None:
    if method not in allowed:
        asked = Asked(app, method, path, {"Authorization": "Bearer clerk"})
        assert is_refused(asked, memory, 405, "METHOD_NOT_ALLOWED")
        assert set(asked.headers["allow"].split(", ")) == allowed


def test_many_of_them_do_not_fill_the_log(app: FastAPI, memory: MemoryTrail) -> None:
    for number in range(60):
        assert Asked(app, "GET", f"/nothing/{number}").status == 404
        assert Asked(app, "DELETE", "/things").status == 405
    assert len(memory.events.rows) == 20


def test_nothing_that_the_caller_wrote_is_kept_or_told(app: FastAPI, memory: MemoryTrail) -> None:
    secret = "lcr_pos_" + "a1b2c3d4" * 4
    for method, path in (("GET", f"/{secret}"), (secret, "/things"), (secret, "/nothing")):
        asked = Asked(app, method, path, {"User-Agent": secret})
        assert secret not in json.dumps([asked.problem, asked.headers])
    for stored in memory.events.rows.values():
        assert secret not in stored.event.body_bytes.decode() + stored.event.header_bytes.decode()


def test_an_event_that_cannot_be_written_waits(app: FastAPI, memory: MemoryTrail) -> None:
    memory.events.is_away = True
    asked = Asked(app, "POST", "/nothing")
    assert (asked.status, asked.headers["retry-after"]) == (503, "5")
    (draft,) = memory.outage.drafts
    assert (draft.action, draft.attempted_action) == ("UNAUTHORIZED_ACCESS_ATTEMPT", "UNAUTHORIZED_ACCESS_ATTEMPT")
