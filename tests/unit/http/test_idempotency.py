"""A request that is sent again with its key is answered again, and is not done again."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Barrier

import pytest
from fastapi.testclient import TestClient

from lacre.http import idempotency
from lacre.http.idempotency import REPLAYED_HEADER, IdempotentRequest
from lacre.http.origin import CORRELATION_HEADER
from lacre.http.recorded_answer import RECEIPT_HEADER
from lacre.model.caller import Caller
from lacre.ports.answers import KeptAnswer
from lacre.ports.errors import StoreUnavailableError
from tests.fakes.answers import MemoryAnswers
from tests.fakes.movable_clock import MovableClock
from tests.fakes.trail import MemoryTrail
from tests.unit.http.idempotent import API_KEY, CLERK, World, sent

DAY_S = 24 * 60 * 60
DONE = ("CREATE_AGENT", "SUCCEEDED")


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def client(world: World) -> Iterator[TestClient]:
    with world.client() as client:
        yield client


def test_the_same_request_gets_the_first_answer_and_no_second_event(client: TestClient, world: World) -> None:
    first, again = (client.post("/things", json={"name": "Lia"}, headers=sent()) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == {"name": "Lia", "district": "Ilha de Moçambique", "api_key": API_KEY}
    assert again.json() == {"name": "Lia", "district": "Ilha de Moçambique"}, "what was shown once is not shown again"
    assert (again.headers[REPLAYED_HEADER], REPLAYED_HEADER in first.headers) == ("true", False)
    for header in ("ETag", RECEIPT_HEADER, CORRELATION_HEADER, "Content-Type"):
        assert again.headers[header] == first.headers[header]
    assert (first.headers["ETag"], first.headers["Cache-Control"]) == ('"7"', "no-store")
    assert again.headers["X-Trace-Id"] != first.headers["X-Trace-Id"]
    assert (world.things.made, world.recorded) == (["Lia"], [DONE])


@pytest.mark.parametrize(("method", "path"), [("PATCH", "/things/a-1"), ("POST", "/things/a-1/end")])
def test_an_answer_without_secrets_is_the_same_byte_by_byte(
    client: TestClient, world: World, method: str, path: str
) -> None:
    body = {"name": "Conceição"} if method == "PATCH" else None
    first, again = (client.request(method, path, json=body, headers=sent()) for _ in range(2))
    assert first.status_code in (200, 204)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    own = {"x-trace-id", "idempotent-replayed"}
    assert {n: v for n, v in again.headers.items() if n not in own} == {
        n: v for n, v in first.headers.items() if n not in own
    }
    assert len(world.recorded) == 1


def test_without_a_key_every_request_is_done(client: TestClient, world: World) -> None:
    for _ in range(2):
        assert client.post("/things", json={"name": "Lia"}, headers=sent(None)).status_code == 201
    assert (world.recorded, world.memory.answers.rows) == ([DONE, DONE], {})


@pytest.mark.parametrize(
    ("path", "other_path", "body", "other_body"),
    [
        ("/things/a-1", "/things/a-1", b'{"name":"Lia"}', b'{"name":"Eva"}'),
        ("/things/a-1", "/things/a-1", b'{"name":"Lia"}', b'{"name": "Lia"}'),
        ("/things/a-1", "/things/a-2", b'{"name":"Lia"}', b'{"name":"Lia"}'),
        ("/things/a-1", "/things/a-1", b'{"name":"Lia 482913"}', b'{"name":"Lia 482914"}'),
    ],
)
def test_a_key_of_another_request_is_refused_and_recorded_once(
    client: TestClient, world: World, path: str, other_path: str, body: bytes, other_body: bytes
) -> None:
    json_headers = sent() | {"Content-Type": "application/json"}
    assert client.patch(path, content=body, headers=json_headers).status_code == 200
    refused = client.patch(other_path, content=other_body, headers=json_headers)
    assert (refused.status_code, refused.json()["code"]) == (422, "IDEMPOTENCY_KEY_REUSED")
    assert REPLAYED_HEADER not in refused.headers
    assert world.recorded == [("UPDATE_AGENT", "SUCCEEDED"), ("UPDATE_AGENT", "FAILED")]
    assert client.patch(path, content=body, headers=json_headers).headers[REPLAYED_HEADER] == "true"
    assert len(world.things.made) == 1


def test_keys_are_each_actors_and_each_routes_own(client: TestClient, world: World) -> None:
    answers = [
        client.post("/things", json={"name": "Lia"}, headers=sent()),
        client.post("/things", json={"name": "Lia"}, headers=sent(who="other")),
        client.patch("/things/a-1", json={"name": "Lia"}, headers=sent()),
        client.post("/things/a-1/end", headers=sent()),
        client.post("/things", json={"name": "Lia"}, headers=sent("k-2")),
    ]
    assert [answer.status_code for answer in answers] == [201, 201, 200, 204, 201]
    assert not any(REPLAYED_HEADER in answer.headers for answer in answers)
    assert len(world.things.made) == 5


def test_of_two_at_once_one_is_done_and_the_other_gets_its_answer(world: World) -> None:
    world.things.before_commit = Barrier(2, timeout=20).wait

    def send(_: int) -> tuple[int, bool, str, str]:
        with world.client() as client:
            answer = client.post("/things", json={"name": "Lia"}, headers=sent())
        replayed = answer.headers.get(REPLAYED_HEADER) == "true"
        return answer.status_code, replayed, answer.json()["name"], answer.headers[RECEIPT_HEADER]

    with ThreadPoolExecutor(2) as threads:
        first, second = sorted(threads.map(send, range(2)), key=lambda one: one[1])
    assert (first[:3], second[:3]) == ((201, False, "Lia"), (201, True, "Lia"))
    assert first[3] == second[3]
    assert (world.things.made, world.recorded) == (["Lia"], [DONE])


def test_of_two_other_requests_at_once_under_one_key_the_second_is_refused(world: World) -> None:
    world.things.before_commit = Barrier(2, timeout=20).wait

    def send(name: str) -> int:
        with world.client() as client:
            return client.post("/things", json={"name": name}, headers=sent()).status_code

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(send, ["Lia", "Eva"])) == [201, 422]
    assert len(world.things.made) == 1
    assert world.recorded == [DONE, ("CREATE_AGENT", "FAILED")]


@pytest.mark.parametrize(("later_s", "times"), [(DAY_S - 5, 1), (DAY_S + 5, 2)])
def test_after_a_day_the_key_is_free_again(client: TestClient, world: World, later_s: int, times: int) -> None:
    client.post("/things", json={"name": "Lia"}, headers=sent())
    assert isinstance(world.memory.clock, MovableClock)
    world.memory.clock.advance(later_s)
    again = client.post("/things", json={"name": "Lia"}, headers=sent())
    assert (again.status_code, len(world.things.made)) == (201, times)
    assert (again.headers.get(REPLAYED_HEADER) == "true") == (times == 1)
    if times == 2:
        assert client.post("/things", json={"name": "Lia"}, headers=sent()).headers[REPLAYED_HEADER] == "true"


def test_what_was_refused_is_decided_anew(client: TestClient, world: World) -> None:
    world.things.taken = {"Lia"}
    for _ in range(2):
        refused = client.post("/things", json={"name": "Lia"}, headers=sent())
        assert (refused.status_code, refused.json()["code"]) == (409, "TAKEN")
    assert world.memory.answers.rows == {}
    world.things.taken = set()
    assert client.post("/things", json={"name": "Lia"}, headers=sent()).status_code == 201
    assert world.recorded == [("CREATE_AGENT", "FAILED")] * 2 + [DONE]


def test_an_action_that_could_not_be_recorded_is_done_when_it_comes_again(client: TestClient, world: World) -> None:
    world.memory.signer.is_away = True
    assert client.post("/things", json={"name": "Lia"}, headers=sent()).status_code == 503
    world.memory.signer.is_away = False
    assert client.post("/things", json={"name": "Lia"}, headers=sent()).status_code == 201
    assert (world.things.made, len(world.memory.answers.rows)) == (["Lia"], 1)


def test_reads_and_public_routes_know_no_keys(client: TestClient, world: World) -> None:
    for _ in range(2):
        assert REPLAYED_HEADER not in client.get("/things", headers=sent()).headers
        assert REPLAYED_HEADER not in client.post("/open", json={"name": "Lia"}, headers=sent()).headers
    assert (len(world.recorded), world.memory.answers.rows) == (4, {})


@pytest.mark.parametrize("key", ["", " ", "with space", "k" * 256, "tab\tkey", "chave-ção"])
def test_what_is_no_key_is_refused(client: TestClient, world: World, key: str) -> None:
    headers = {b"Authorization": b"Bearer clerk", b"Idempotency-Key": key.encode("latin-1")}
    refused = client.post("/things", json={"name": "Lia"}, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (422, "IDEMPOTENCY_KEY_INVALID")
    assert refused.json()["errors"][0]["at"] == "header.Idempotency-Key"
    assert (world.things.made, world.recorded) == ([], [("CREATE_AGENT", "FAILED")])


@pytest.mark.parametrize("key", ["k", "k" * 255, '"8e03978e-40d5-43dd-bc93-6894a57f9324"', "!~"])
def test_any_visible_text_is_a_key(client: TestClient, key: str) -> None:
    first, again = (client.post("/things", json={"name": "Lia"}, headers=sent(key)) for _ in range(2))
    assert (first.status_code, again.headers[REPLAYED_HEADER]) == (201, "true")


@dataclass
class AwayAnswers(MemoryAnswers):
    def find(self, request: str, now: int) -> KeptAnswer | None:
        raise StoreUnavailableError("away")


def test_while_answers_cannot_be_looked_up_nothing_is_done() -> None:
    world = World(memory=MemoryTrail(answers=AwayAnswers()))
    with world.client() as client:
        answer = client.post("/things", json={"name": "Lia"}, headers=sent())
        assert (answer.status_code, answer.json()["code"]) == (503, "STORE_UNAVAILABLE")
        assert client.post("/things", json={"name": "Eva"}, headers=sent(None)).status_code == 201
    assert world.things.made == ["Eva"]
    assert [draft.action for draft in world.memory.outage.drafts] == ["DATABASE_ERROR"]


def test_a_session_that_must_change_its_secret_is_given_no_answer_of_before(client: TestClient, world: World) -> None:
    for path, body in (("/things", {"name": "Lia"}), ("/things/a-1/end", None)):
        assert client.post(path, json=body, headers=sent()).is_success
    world.callers.known["clerk"] = Caller(CLERK, must_change_secret=True)
    refused = client.post("/things", json={"name": "Lia"}, headers=sent())
    assert (refused.status_code, refused.json()["code"]) == (403, "SECRET_CHANGE_REQUIRED")
    assert "Lia" not in refused.text
    assert client.post("/things/a-1/end", headers=sent()).headers[REPLAYED_HEADER] == "true"


def test_who_may_no_longer_act_is_given_no_answer_of_before(client: TestClient, world: World) -> None:
    client.post("/things", json={"name": "Lia"}, headers=sent())
    world.callers.known["clerk"] = Caller(replace(CLERK, role="AUDITOR"))
    assert client.post("/things", json={"name": "Lia"}, headers=sent()).status_code == 403
    world.callers.known.clear()
    assert client.post("/things", json={"name": "Lia"}, headers=sent()).status_code == 401


def test_a_long_body_is_taken_for_a_secret_without_being_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    def look(text: str) -> bool:
        raise AssertionError(f"{len(text)} letters were searched")

    monkeypatch.setattr(idempotency, "looks_secret", look)
    request = IdempotentRequest.of("key", "u-1", "/v1/agents", b"12 " * 100_000, holds_secrets=False)
    assert request.holds_secrets
