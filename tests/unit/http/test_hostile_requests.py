"""Requests made to fill the log, to hide from it, or to put a secret into it."""

import json
from collections.abc import Iterator, Sequence

import pytest
from fastapi import APIRouter
from fastapi.testclient import TestClient

from lacre.http.application import create_application
from lacre.http.audit import PUBLIC, audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import Call
from lacre.model.event import ReceiptedEvent
from lacre.model.refusal import Ground, Refusal
from lacre.ports.errors import DuplicateEventError, OutcomeUnknownError, StoreUnavailableError
from lacre.ports.events import StateWrite
from lacre.recording.change import Change
from tests.fakes.drafts import CLERK
from tests.fakes.trail import MemoryTrail

BEARER = {"Authorization": "Bearer clerk"}


def router() -> APIRouter:
    router = APIRouter(route_class=AuditedRoute)

    @router.post("/things/{thing_id}", response_model=None)
    @audited("UPDATE_AGENT", roles=["FUNCIONARIO"], entity="thing_id")
    def change(call: Call, thing_id: str, body: dict[str, object], then: str = "") -> dict[str, str]:
        call.commit(Change("01a1ee56-5e00-75b1-a522-4a58b791df6a", None, {"name": "Lia"}))
        if then == "crash":
            raise ZeroDivisionError
        return {"id": thing_id}

    @router.post("/doors", response_model=None)
    @audited("LOGIN_SUCCESS", roles=PUBLIC, failure="LOGIN_FAILED")
    def door(call: Call) -> None:
        raise Refusal(Ground.UNAVAILABLE, "KEYS_AWAY", "The keys cannot be had.")

    return router


@pytest.fixture
def memory() -> MemoryTrail:
    memory = MemoryTrail()
    memory.tokens.actors = {"clerk": CLERK}
    return memory


@pytest.fixture
def client(memory: MemoryTrail) -> Iterator[TestClient]:
    app = create_application("things", memory.trail(), [router()], {})
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def only(memory: MemoryTrail) -> ReceiptedEvent:
    (stored,) = memory.events.rows.values()
    return stored


@pytest.mark.parametrize(
    "content",
    [
        json.dumps({str(number): 1 for number in range(3800)}),
        json.dumps({"x": [[[[1] * 20] * 20] * 20]}),
        "[" * 20_000,
        json.dumps({"\ud800": "\udfff"}),
        '{"a": 1e999, "b": NaN}',
        "9" * 6000,
    ],
)
def test_a_body_that_cannot_be_kept_still_leaves_one_event(
    client: TestClient, memory: MemoryTrail, content: str
) -> None:
    headers = {**BEARER, "Content-Type": "application/json"}
    answer = client.post("/things/1", content=content, headers=headers)
    assert answer.status_code in (200, 422)
    assert "X-Trace-Id" in answer.headers
    assert only(memory).event.header.attempted_action in (None, "UPDATE_AGENT")


@pytest.mark.parametrize(
    ("query", "status"),
    [("&".join(f"{number}=" for number in range(3300)), 422), ("then=" + "x " * 9_000, 200)],
    ids=["unknown", "long"],
)
def test_a_query_that_cannot_be_kept_still_leaves_one_event(
    client: TestClient, memory: MemoryTrail, query: str, status: int
) -> None:
    assert client.post(f"/things/1?{query}", json={}, headers=BEARER).status_code == status
    assert len(only(memory).event.body_bytes) < 20_000


def test_an_error_after_the_commit_is_a_further_event_of_the_same_action(
    client: TestClient, memory: MemoryTrail
) -> None:
    assert client.post("/things/1?then=crash", json={}, headers=BEARER).status_code == 500
    done, error = memory.events.headers_in_order
    assert (done.action, error.action) == ("UPDATE_AGENT", "SYSTEM_ERROR")
    assert error.correlation_id == done.id


def test_a_lost_answer_is_told_as_it_is_and_recorded_once(client: TestClient, memory: MemoryTrail) -> None:
    append = memory.events.append

    def cut_off(events: Sequence[ReceiptedEvent], writes: Sequence[StateWrite] = ()) -> None:
        append(events, writes)
        raise OutcomeUnknownError("events table: ReadTimeoutError")

    with pytest.MonkeyPatch.context() as fault:
        fault.setattr(memory.events, "append", cut_off)
        answer = client.post("/things/1", json={}, headers=BEARER)
    assert (answer.status_code, answer.json()["code"]) == (503, "OUTCOME_UNKNOWN")
    (draft,) = memory.outage.drafts
    with pytest.raises(DuplicateEventError):
        memory.recorder().record([draft])
    assert only(memory).event.header.outcome == "SUCCEEDED"


def test_anonymous_callers_cannot_fill_the_outage_lane(client: TestClient, memory: MemoryTrail) -> None:
    for _ in range(50):
        assert client.post("/doors").status_code == 503
    assert len(memory.outage.drafts) == 20


def test_nor_can_they_while_the_counters_are_away(
    client: TestClient, memory: MemoryTrail, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> int:
        raise StoreUnavailableError("away")

    monkeypatch.setattr(memory.floods, "count", away)
    for _ in range(50):
        assert client.post("/things/1", json={}).status_code == 401
    assert len(memory.events.rows) + len(memory.outage.drafts) == 20


@pytest.mark.parametrize("pin", ["482913", "482913112233"])
def test_a_pin_in_path_header_or_query_is_not_kept(client: TestClient, memory: MemoryTrail, pin: str) -> None:
    headers = {"User-Agent": f"{pin} {'x' * 400}", "X-Trace-Id": pin, "X-Correlation-Id": pin}
    client.post(f"/things/{pin}?then={pin}", json={pin: pin}, headers=headers)
    client.post(f"/things/{pin}?then={pin}&{pin}=1", json={pin: pin, "a": f"my {pin}"}, headers={**headers, **BEARER})
    client.delete(f"/{pin}", headers=headers)
    assert len(memory.events.rows) == 3
    for stored in memory.events.rows.values():
        # The digits of ids, hashes and times can hold any six; what the caller sent stands in these texts.
        body = json.loads(stored.event.body_bytes)
        assert pin not in json.dumps([body["request"], body["description"], stored.event.header.entity_id])
