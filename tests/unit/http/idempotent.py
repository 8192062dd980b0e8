"""An application whose mutations can be sent again, and what it did."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from fastapi import APIRouter, Response
from fastapi.testclient import TestClient
from pydantic import BaseModel, ConfigDict, SecretStr

from lacre.http.answer import Answer
from lacre.http.application import create_application
from lacre.http.audit import PUBLIC, audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import Call
from lacre.http.trail import Credentials
from lacre.model.actor import Actor
from lacre.model.caller import Caller
from lacre.model.refusal import Ground, Refusal
from lacre.model.vocabulary import ActorType
from lacre.recording.change import Change
from tests.fakes.events import MemoryWrite
from tests.fakes.movable_clock import MovableClock
from tests.fakes.trail import MemoryTrail

PIN, API_KEY = "482913", "one-time key"
CLERK = Actor(ActorType.FUNCIONARIO, "u-clerk", "Ana Clerk", "FUNCIONARIO", "Nampula", "Centro", "s-1")
OTHER = replace(CLERK, id="u-other", name="Rui Clerk", session_id="s-2")


class Secret(BaseModel):
    pin: SecretStr


class Named(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    free: dict[str, Any] | None = None


class Thing(Named):
    pin: SecretStr | None = None


class Nested(BaseModel):
    several: list[Secret] | None = None


@dataclass
class Callers:
    """Whoever the tests let in, by token."""

    known: dict[str, Caller] = field(default_factory=dict)

    def authenticate(self, credentials: Credentials) -> Caller:
        found = self.known.get(credentials.token or "")
        if found is None:
            raise Refusal(Ground.UNAUTHENTICATED, "TOKEN_INVALID", "The token is not valid.")
        return found


@dataclass
class Things:
    """Names that were made, and how often each route acted. `before_commit` runs in every action."""

    made: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)
    before_commit: Callable[[], object] = lambda: None

    def router(self) -> APIRouter:
        router = APIRouter(route_class=AuditedRoute)

        @router.post("/things", status_code=201)
        @audited("CREATE_AGENT", roles=["FUNCIONARIO"])
        def create(call: Call, thing: Thing) -> Response:
            if thing.name in self.taken:
                raise Refusal(Ground.CONFLICT, "TAKEN", "There is one of this name.")
            body = {"name": thing.name, "district": "Ilha de Moçambique"}
            return call.done(self._change(thing.name), Answer(body, version=7, once={"api_key": API_KEY}))

        @router.patch("/things/{thing_id}")
        @audited("UPDATE_AGENT", roles=["FUNCIONARIO"], entity="thing_id")
        def update(call: Call, thing_id: str, thing: Named) -> Response:
            return call.done(self._change(thing.name), Answer({"name": thing.name}, version=8))

        @router.post("/things/{thing_id}/end", status_code=204)
        @audited("UPDATE_AGENT", roles=["FUNCIONARIO"], entity="thing_id", before_secret_change=True)
        def end(call: Call, thing_id: str) -> Response:
            return call.done(self._change(thing_id), Answer())

        @router.post("/nested")
        @audited("UPDATE_AGENT", roles=["FUNCIONARIO"])
        def nested(call: Call, given: Nested) -> Response:
            return call.done(self._change("nested"), Answer())

        @router.get("/things")
        @audited("LIST_ENTITIES", roles=["FUNCIONARIO"])
        def list_all(call: Call) -> list[str]:
            call.read()
            return list(self.made)

        @router.post("/open")
        @audited("CREATE_AGENT", roles=PUBLIC)
        def opened(call: Call, thing: Named) -> Response:
            return call.done(self._change(thing.name), Answer({"name": thing.name}))

        return router

    def _change(self, name: str) -> Change:
        self.before_commit()
        return Change("a-1", None, {"name": name}, [MemoryWrite(lambda: True, lambda: self.made.append(name))])


@dataclass
class World:
    things: Things = field(default_factory=Things)
    callers: Callers = field(default_factory=Callers)
    memory: MemoryTrail = field(default_factory=lambda: MemoryTrail(clock=MovableClock()))

    def __post_init__(self) -> None:
        self.callers.known = {"clerk": Caller(CLERK), "other": Caller(OTHER)}
        self.app = create_application("things", self.memory.trail(self.callers), [self.things.router()], {})

    def client(self) -> TestClient:
        return TestClient(self.app)

    @property
    def recorded(self) -> list[tuple[str, str]]:
        """Action and outcome of each event."""
        return [(one.action, one.outcome.value) for one in self.memory.events.headers_in_order]


def sent(key: str | None = "k-1", who: str = "clerk") -> dict[str, str]:
    headers = {"Authorization": f"Bearer {who}"}
    return headers if key is None else {**headers, "Idempotency-Key": key}
