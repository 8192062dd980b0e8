"""A body that is larger than an event holds is in the archive before any event names it."""

import hashlib
import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import APIRouter, Response
from fastapi.testclient import TestClient
from pydantic import BaseModel, ConfigDict, SecretStr

from lacre.http import attaching
from lacre.http.answer import Answer
from lacre.http.application import create_application
from lacre.http.audit import PUBLIC, audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import Call
from lacre.model.canonical import decode
from lacre.model.refusal import Ground, Refusal
from lacre.ports.errors import OutcomeUnknownError
from lacre.recording.change import Change
from tests.fakes.drafts import CLERK
from tests.fakes.events import MemoryWrite
from tests.fakes.trail import MemoryTrail

BEARER = {"Authorization": "Bearer clerk"}
MANY = 1_200
SECRET = "482913112233"


class Line(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    pin: SecretStr


class Lines(BaseModel):
    model_config = ConfigDict(extra="forbid")

    lines: list[Line]
    then: str = ""


def router(state: list[str], asked: threading.Event) -> APIRouter:
    router = APIRouter(route_class=AuditedRoute)

    @router.post("/lines", status_code=201, response_model=None)
    @audited("CREATE_AGENT", roles=["FUNCIONARIO"])
    def take(call: Call, given: Lines) -> Response:
        asked.set()
        if given.then == "refused":
            raise Refusal(Ground.CONFLICT, "TAKEN", "There is one of this name.")
        if given.then == "crash":
            raise ZeroDivisionError
        written = MemoryWrite(lambda: True, lambda: state.append("done"))
        change = Change("01a1ee56-5e00-75b1-a522-4a58b791df6a", writes=[written])
        return call.done(change, Answer({"lines": len(given.lines)}))

    @router.get("/numbers", response_model=None)
    @audited("LIST_ENTITIES", roles=["FUNCIONARIO"])
    def numbers(call: Call) -> Response:
        call.read()
        return Answer({}).response(call.status)

    @router.post("/logins", response_model=None)
    @audited("LOGIN_SUCCESS", roles=PUBLIC, failure="LOGIN_FAILED")
    def log_in(call: Call, given: Lines) -> None:
        if given.then == "refused":
            raise Refusal(Ground.UNAUTHENTICATED, "WRONG", "This is not the PIN.", actor=CLERK)
        call.commit(Change("s-1", actor=CLERK))

    return router


def lines(then: str = "", name: str = "an agent") -> dict[str, Any]:
    return {"lines": [{"name": f"{name} {word}", "pin": SECRET} for word in ("um", "dois") * (MANY // 2)], "then": then}


@pytest.fixture
def state() -> list[str]:
    return []


@pytest.fixture
def memory() -> MemoryTrail:
    memory = MemoryTrail()
    memory.tokens.actors = {"clerk": CLERK}
    return memory


@pytest.fixture
def asked() -> threading.Event:
    """Set when the use case has begun."""
    return threading.Event()


@pytest.fixture
def client(memory: MemoryTrail, state: list[str], asked: threading.Event) -> Iterator[TestClient]:
    app = create_application("lines", memory.trail(), [router(state, asked)], {})
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def told(memory: MemoryTrail) -> Any:
    """What the one event says of the request's body."""
    (stored,) = memory.events.rows.values()
    return json.loads(stored.event.body_bytes)["request"]["body"]


def kept(memory: MemoryTrail) -> bytes:
    """The one attachment, which must be the one that the event names."""
    ((name, content),) = memory.archive.objects.items()
    digest = hashlib.sha256(content).hexdigest()
    assert name == f"attachments/{digest}.json"
    assert told(memory) == {"attachment": digest, "bytes": len(content)}
    return content


def test_a_large_body_is_kept_whole_and_without_its_secrets(
    client: TestClient, memory: MemoryTrail, state: list[str]
) -> None:
    assert client.post("/lines", json=lines(), headers=BEARER).status_code == 201
    content = kept(memory)
    assert json.loads(content) == {"lines": [{"name": one["name"]} for one in lines()["lines"]], "then": ""}
    assert decode(content)
    assert SECRET.encode() not in content
    assert state == ["done"]


def test_it_is_put_there_beside_the_use_case_and_before_the_event(
    client: TestClient, memory: MemoryTrail, asked: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep, append = memory.archive.keep_first, memory.events.append

    def keep_meanwhile(name: str, content: bytes) -> None:
        assert asked.wait(30), "the use case waits for the archive"
        keep(name, content)

    def append_afterwards(*given: Any) -> None:
        assert memory.archive.objects
        append(*given)

    monkeypatch.setattr(memory.archive, "keep_first", keep_meanwhile)
    monkeypatch.setattr(memory.events, "append", append_afterwards)
    assert client.post("/lines", json=lines(), headers=BEARER).status_code == 201
    assert kept(memory)


def test_a_small_body_asks_nothing_of_the_archive(client: TestClient, memory: MemoryTrail) -> None:
    memory.archive.is_away = True
    body = {"lines": [{"name": "Lia", "pin": SECRET}]}
    assert client.post("/lines", json=body, headers=BEARER).status_code == 201
    assert told(memory) == {"lines": [{"name": "Lia"}]}
    assert memory.archive.steps.names == []


@pytest.mark.parametrize(("then", "status"), [("refused", 409), ("crash", 500)])
def test_what_was_refused_or_failed_keeps_its_body_too(
    client: TestClient, memory: MemoryTrail, then: str, status: int
) -> None:
    assert client.post("/lines", json=lines(then), headers=BEARER).status_code == status
    assert json.loads(kept(memory))["then"] == then


def test_an_invalid_body_is_kept_with_what_it_declares(client: TestClient, memory: MemoryTrail) -> None:
    body = lines() | {SECRET: SECRET, "lines": [*lines()["lines"], {"name": f"my {SECRET}", "pan": SECRET}]}
    assert client.post("/lines", json=body, headers=BEARER).status_code == 422
    content = json.loads(kept(memory))
    assert content["unknown_fields"] == ["[withheld: text of 12]"]
    assert content["lines"][-1] == {"name": "[withheld: text of 15]", "unknown_fields": ["[withheld: text of 12]"]}


@pytest.mark.parametrize("then", ["", "refused"])
def test_before_authentication_nothing_is_put_into_the_archive(
    client: TestClient, memory: MemoryTrail, then: str
) -> None:
    client.post("/lines", json=lines())
    client.post("/lines", json=lines(), headers={"Authorization": "Bearer nobody's"})
    assert memory.archive.objects == {}
    memory.events.rows.clear()
    client.post("/logins", json=lines(then))
    assert memory.archive.objects == {}
    assert told(memory).startswith("[withheld: ")


def test_without_the_archive_nothing_is_done_and_the_event_waits(
    client: TestClient, memory: MemoryTrail, state: list[str]
) -> None:
    client.post("/lines", json=lines(), headers=BEARER)
    named = told(memory)
    memory.events.rows.clear()
    memory.archive.is_away = True
    answer = client.post("/lines", json=lines(), headers=BEARER)
    assert (answer.status_code, answer.json()["code"], answer.headers["Retry-After"]) == (503, "STORE_UNAVAILABLE", "5")
    assert (state, memory.events.rows) == (["done"], {})
    (draft,) = memory.outage.drafts
    assert (draft.action, draft.actor) == ("DATABASE_ERROR", CLERK)
    assert draft.request is not None
    assert draft.request["body"] == {"not_kept": named["attachment"], "bytes": named["bytes"]}


def test_an_archive_whose_answer_is_lost_leaves_nothing_in_doubt(
    client: TestClient, memory: MemoryTrail, state: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(name: str, content: bytes) -> None:
        memory.archive.objects[name] = content
        raise OutcomeUnknownError("archive bucket: ReadTimeoutError")

    monkeypatch.setattr(memory.archive, "keep_first", cut_off)
    assert client.post("/lines", json=lines(), headers=BEARER).json()["code"] == "STORE_UNAVAILABLE"
    assert state == []
    assert "not_kept" in str(memory.outage.drafts)


def test_a_refusal_without_the_archive_is_still_recorded_at_once(client: TestClient, memory: MemoryTrail) -> None:
    memory.archive.is_away = True
    assert client.post("/lines", json=lines("refused"), headers=BEARER).status_code == 409
    assert told(memory).keys() == {"not_kept", "bytes"}


def test_an_error_of_ours_on_the_way_to_the_archive_is_told_as_one(
    client: TestClient, memory: MemoryTrail, state: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory.archive, "keep_first", lambda *_: 1 / 0)
    assert client.post("/lines", json=lines(), headers=BEARER).status_code == 503
    assert (state, len(memory.outage.drafts)) == ([], 1)


def test_an_archive_that_hangs_is_waited_for_once_and_the_event_waits(
    client: TestClient, memory: MemoryTrail, state: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told_already = threading.Event()
    monkeypatch.setattr(attaching, "WITHIN_S", 0.05)
    monkeypatch.setattr(memory.archive, "keep_first", lambda *_: told_already.wait(30))
    try:
        assert client.post("/lines", json=lines(), headers=BEARER).status_code == 503
    finally:
        told_already.set()
    assert (state, memory.archive.steps.names) == ([], [])
    assert "not_kept" in str(memory.outage.drafts)


def test_the_same_body_again_is_the_same_object(client: TestClient, memory: MemoryTrail, state: list[str]) -> None:
    for _ in range(2):
        assert client.post("/lines", json=lines(), headers=BEARER).status_code == 201
    assert len(memory.archive.objects) == 1
    first, second = (json.loads(one.event.body_bytes)["request"]["body"] for one in memory.events.rows.values())
    assert first == second
    assert state == ["done", "done"]


def test_a_replayed_answer_needs_no_archive(client: TestClient, memory: MemoryTrail) -> None:
    headers = {**BEARER, "Idempotency-Key": "first"}
    answers = []
    for is_away in (False, True):
        memory.archive.is_away = is_away
        answers.append(client.post("/lines", json=lines(), headers=headers))
    assert [one.status_code for one in answers] == [201, 201]
    assert answers[1].headers["Idempotent-Replayed"] == "true"
    assert memory.archive.steps.names.count("before archive.keep_first") == 1


def test_a_request_refused_before_its_use_case_keeps_its_body_too(client: TestClient, memory: MemoryTrail) -> None:
    assert client.post("/lines", json=lines(), headers={**BEARER, "Idempotency-Key": "no key"}).status_code == 422
    assert kept(memory)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b'{"lines": ' + b"[" * 100_000, "[withheld: 100010 bytes that do not parse]"),
        (b'{"lines": "' + SECRET.encode() * 9_000, "[withheld: 108011 bytes that do not parse]"),
        (b'{"lines": "' + b"x" * 100_000 + b'"}', {"lines": "[withheld: text of 100000]"}),
        (b'{"a": ' + b"9" * 4_000 + b"}", {"unknown_fields": ["[withheld: int]"]}),
    ],
)
def test_what_cannot_be_read_is_kept_as_type_and_length(
    client: TestClient, memory: MemoryTrail, content: bytes, expected: object
) -> None:
    headers = {**BEARER, "Content-Type": "application/json"}
    assert client.post("/lines", content=content, headers=headers).status_code == 422
    assert told(memory) == expected
    assert memory.archive.objects == {}


def test_a_form_of_a_great_many_fields_is_not_read(client: TestClient, memory: MemoryTrail) -> None:
    headers = {**BEARER, "Content-Type": "application/x-www-form-urlencoded"}
    client.post("/lines", content=b"a&" * 200_000, headers=headers)
    assert told(memory) == "[withheld: 400000 bytes that do not parse]"


def test_of_a_route_that_takes_no_body_none_is_kept(client: TestClient, memory: MemoryTrail) -> None:
    answer = client.request("GET", "/numbers", json=[1] * 70_000, headers=BEARER)
    assert answer.status_code == 200
    assert memory.archive.objects == {}
    assert told(memory) == "[withheld: 140001 bytes]"
