"""An audited route ends in exactly one event, whatever happens, and keeps no secret."""

import json
from collections.abc import Iterator

import pytest
from fastapi import APIRouter
from fastapi.testclient import TestClient
from pydantic import BaseModel, ConfigDict, SecretStr

from lacre.http.application import create_application
from lacre.http.audit import PUBLIC, UnauditedRouteError, audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import Call
from lacre.http.recorded_answer import RECEIPT_HEADER
from lacre.model.action import UnknownActionError
from lacre.model.actor import Actor
from lacre.model.refusal import Ground, Refusal
from lacre.model.vocabulary import ActorType, Outcome
from lacre.recording.change import Change
from lacre.tlog.hashing import leaf_hash
from lacre.tlog.receipt import read_receipt
from tests.fakes.events import MemoryWrite
from tests.fakes.trail import MemoryTrail

CLERK = Actor(ActorType.FUNCIONARIO, "u-clerk", "Ana Clerk", "FUNCIONARIO", "Nampula", "Centro", "s-1")
AUDITOR = Actor(ActorType.AUDITOR, "u-auditor", "Rui Auditor", "AUDITOR")
BEARER = {"Authorization": "Bearer clerk"}


class NewThing(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    pin: SecretStr


def thing_router(state: dict[str, str]) -> APIRouter:
    router = APIRouter(route_class=AuditedRoute)

    @router.post("/things", status_code=201)
    @audited("CREATE_AGENT", roles=["FUNCIONARIO"])
    def create(call: Call, new: NewThing) -> dict[str, str]:
        match new.name:
            case "taken":
                raise Refusal(Ground.CONFLICT, "TAKEN", "There is one of this name.")
            case "crash":
                raise ZeroDivisionError("secret 123456789012")
            case "silent":
                return {}
        write = MemoryWrite(lambda: new.name not in state, lambda: state.update({new.name: "made"}))
        call.commit(Change("a-1", None, {"name": new.name}, [write]))
        return {"id": "a-1"}

    @router.post("/logins")
    @audited("LOGIN_SUCCESS", roles=PUBLIC, failure="LOGIN_FAILED")
    def log_in(call: Call) -> None:
        call.commit(Change("s-1", writes=[MemoryWrite(lambda: False, lambda: None)], actor=CLERK))

    return router


@pytest.fixture
def state() -> dict[str, str]:
    return {}


@pytest.fixture
def memory() -> MemoryTrail:
    memory = MemoryTrail()
    memory.tokens.actors = {"clerk": CLERK, "auditor": AUDITOR}
    return memory


@pytest.fixture
def client(memory: MemoryTrail, state: dict[str, str]) -> Iterator[TestClient]:
    app = create_application("things", memory.trail(), [thing_router(state)], {})
    with TestClient(app) as client:
        yield client


def test_a_success_is_one_event_with_state_and_receipt(
    client: TestClient, memory: MemoryTrail, state: dict[str, str]
) -> None:
    answer = client.post("/things", json={"name": "Lia", "pin": "482913"}, headers=BEARER)
    assert answer.status_code == 201
    assert state == {"Lia": "made"}
    (stored,) = memory.events.rows.values()
    header = stored.event.header
    assert (header.action, header.outcome, header.actor_id) == ("CREATE_AGENT", Outcome.SUCCEEDED, "u-clerk")
    body = json.loads(stored.event.body_bytes)
    assert body["request"]["body"] == {"name": "Lia"}
    assert body["description"] == "Ana Clerk created the agent a-1."
    receipt = read_receipt(answer.headers[RECEIPT_HEADER], memory.signer.public_key)
    assert receipt.event_id == header.id
    assert receipt.leaf_hash == leaf_hash(stored.event.header_bytes)


@pytest.mark.parametrize(
    ("sent", "token", "status", "action", "outcome"),
    [
        ({"name": "Lia", "pin": "1"}, None, 401, "TOKEN_INVALID", "DENIED"),
        ({"name": "Lia", "pin": "1"}, "auditor", 403, "UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED"),
        ({"name": "taken", "pin": "1"}, "clerk", 409, "CREATE_AGENT", "FAILED"),
        ({"name": "crash", "pin": "1"}, "clerk", 500, "SYSTEM_ERROR", "FAILED"),
        ({"name": "silent", "pin": "1"}, "clerk", 500, "SYSTEM_ERROR", "FAILED"),
        ({"name": 5, "pin": "1"}, "clerk", 422, "CREATE_AGENT", "FAILED"),
        ({"name": "Lia", "pin": "1", "482913112233": 1}, "clerk", 422, "CREATE_AGENT", "FAILED"),
    ],
)
def test_every_refusal_is_one_event(
    client: TestClient, memory: MemoryTrail, sent: object, token: str | None, status: int, action: str, outcome: str
) -> None:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer = client.post("/things", json=sent, headers=headers)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    (stored,) = memory.events.rows.values()
    assert (stored.event.header.action, stored.event.header.outcome.value) == (action, outcome)
    assert stored.event.header.attempted_action == "CREATE_AGENT"
    kept = answer.text + stored.event.body_bytes.decode()
    assert "482913112233" not in kept
    assert "123456789012" not in kept


def test_a_body_that_does_not_parse_is_kept_as_its_length(client: TestClient, memory: MemoryTrail) -> None:
    answer = client.post(
        "/things", content=b'{"pin": "482913112233"', headers=BEARER | {"Content-Type": "application/json"}
    )
    assert answer.status_code == 422
    (stored,) = memory.events.rows.values()
    assert json.loads(stored.event.body_bytes)["request"]["body"] == "[withheld: 22 bytes that do not parse]"
    assert "482913112233" not in answer.text


def test_a_lost_race_is_a_conflict_with_one_event(
    client: TestClient, memory: MemoryTrail, state: dict[str, str]
) -> None:
    state["Lia"] = "somebody else's"
    assert client.post("/things", json={"name": "Lia", "pin": "1"}, headers=BEARER).status_code == 409
    assert [one.outcome.value for one in memory.events.headers_in_order] == ["FAILED"]


def test_without_the_table_nothing_is_done_and_the_event_waits(
    client: TestClient, memory: MemoryTrail, state: dict[str, str]
) -> None:
    memory.events.is_away = True
    answer = client.post("/things", json={"name": "Lia", "pin": "1"}, headers=BEARER)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert state == {}
    (draft,) = memory.outage.drafts
    assert (draft.action, draft.attempted_action, draft.actor) == ("DATABASE_ERROR", "CREATE_AGENT", CLERK)
    assert draft.occurred_at is not None


def test_without_the_receipt_key_nothing_is_done(
    client: TestClient, memory: MemoryTrail, state: dict[str, str]
) -> None:
    memory.signer.is_away = True
    assert client.post("/things", json={"name": "Lia", "pin": "1"}, headers=BEARER).status_code == 503
    assert (state, len(memory.events.rows), len(memory.outage.drafts)) == ({}, 0, 1)


def test_a_flood_of_anonymous_denials_is_recorded_up_to_the_limit(client: TestClient, memory: MemoryTrail) -> None:
    for _ in range(50):
        assert client.post("/things", json={}).status_code == 401
    assert len(memory.events.rows) == 20


def test_health_is_not_recorded(client: TestClient, memory: MemoryTrail) -> None:
    assert client.get("/health").status_code == 200
    assert not memory.events.rows


def test_a_mutating_route_of_another_class_cannot_be_served(memory: MemoryTrail) -> None:
    router = APIRouter()
    router.post("/hole")(lambda: None)
    with pytest.raises(UnauditedRouteError):
        create_application("things", memory.trail(), [router], {})


def test_a_route_without_an_action_cannot_be_built() -> None:
    router = APIRouter(route_class=AuditedRoute)
    with pytest.raises(UnauditedRouteError):
        router.post("/things")(lambda: None)
    with pytest.raises(UnknownActionError):
        audited("NO_SUCH_ACTION", roles=PUBLIC)


def test_who_loses_a_race_is_not_shown_to_be_who_the_action_would_have_been_by(
    client: TestClient, memory: MemoryTrail
) -> None:
    assert client.post("/logins").status_code == 409
    (header,) = memory.events.headers_in_order
    assert (header.action, header.outcome, header.actor_id) == ("LOGIN_FAILED", Outcome.FAILED, "unknown")
