"""From failed logins to a block and back: detected, enforced on the next request, undone by a second person, told."""

from typing import Any

import pytest

from tests.api.operation import Caller, Where
from tests.api.operations import operation
from tests.api.targets import PIN, REASON
from tests.api.world import Told, World

LOGIN, LISTING = operation("POST /v1/auth/login"), operation("GET /v1/transactions")
ALERTS, ALERT = operation("GET /v1/alerts"), operation("GET /v1/alerts/{alert_id}")
BLOCK, UNBLOCK = operation("GET /v1/blocks/{block_id}"), operation("POST /v1/blocks/{block_id}/unblock")
PAYMENT = operation("POST /v1/transactions")
WRONG = PIN[::-1]


def login(world: World, pin: str) -> Told:
    return world.ask(LOGIN, body={"username": "own", "pin": pin})


@pytest.fixture
def guessed(world: World) -> World:
    """Somebody guesses at the PIN of an agent who is logged in, until the detector has seen it."""
    for _ in range(10):
        world.cloud.clock.advance(17)
        assert login(world, WRONG).answer.code == "LOGIN_FAILED"
    world.cloud.stream()
    assert world.ask(LISTING, Caller.AGENT).status == 200, "not before it is certain"
    world.cloud.clock.advance(6 * 60)
    assert world.cloud.sweep({"job": "decide"}, None)["windows"]["raised"] == 1
    return world


def alert_of(world: World) -> Any:
    found = [one for one in world.ask(ALERTS).answer.json["alerts"] if one["rule"] == "consecutive_failed_logins"]
    return world.ask(ALERT, ids={"alert_id": found[0]["id"]}).answer.json


def unblock(world: World, block_id: str, caller: Caller = Caller.ADMIN) -> Told:
    found = world.ask(BLOCK, ids={"block_id": block_id}).answer
    return world.ask(UNBLOCK, caller, ids={"block_id": block_id}, headers={"If-Match": found.headers["etag"]})


def test_the_agents_next_request_is_refused_and_anothers_works(guessed: World) -> None:
    agent = guessed.accounts[Caller.AGENT]
    told = guessed.ask(LISTING, Caller.AGENT)
    assert (told.status, told.answer.code) == (403, "ACTOR_BLOCKED")
    header = told.only.header
    assert (header.action, header.outcome, header.actor_id) == ("UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED", agent)
    assert header.attempted_action == "LIST_ENTITIES"
    assert guessed.ask(LISTING, Caller.MERCHANT).status == 200
    assert guessed.ask(PAYMENT, Caller.POS).status == 201, "the terminal is another actor"


def test_the_alert_explains_itself_from_its_evidence(guessed: World) -> None:
    alert = alert_of(guessed)
    explanation = alert["explanation"]
    assert explanation["fires_again"] is True
    assert (explanation["condition"], alert["evidence_count"]) == (">= 10 events in 24 h", 10)
    headers = [one["header"] for one in explanation["evidence"]]
    assert {one["action"] for one in headers} == {"LOGIN_FAILED"}
    assert explanation["fulfilled_by"] == headers[-1]["id"]
    assert {one["entity_id"] for one in headers} == {guessed.accounts[Caller.AGENT]} == {alert["entity_id"]}


def test_evidence_that_somebody_changed_fires_no_more(guessed: World) -> None:
    alert = alert_of(guessed)
    one = alert["explanation"]["evidence"][3]["id"]
    dynamodb = guessed.cloud.dynamodb
    row = dynamodb.get_item(TableName="events", Key={"id": {"S": one}})["Item"]
    dynamodb.put_item(TableName="events", Item={**row, "body": {"S": row["body"]["S"].replace("LOGIN", "LOGON")}})
    explanation = guessed.ask(ALERT, ids={"alert_id": alert["id"]}).answer.json["explanation"]
    assert [found["id"] for found in explanation["evidence"] if found["header"] is None] == [one]
    assert explanation["fires_again"] is False


def test_a_second_person_undoes_it_and_all_of_it_is_in_the_log(guessed: World) -> None:
    block_id = alert_of(guessed)["block_id"]
    assert unblock(guessed, block_id, Caller.AUDITOR).answer.code == "ROLE_MISSING"
    assert unblock(guessed, block_id, Caller.AGENT).answer.code == "ACTOR_BLOCKED"
    assert guessed.ask(LISTING, Caller.AGENT).status == 403
    undone = unblock(guessed, block_id)
    assert (undone.status, undone.recorded) == (200, [("ACTOR_UNBLOCKED", "SUCCEEDED")])
    assert undone.only.body["after"]["undone_reason"] == REASON
    assert guessed.ask(LISTING, Caller.AGENT).status == 200
    told = {one.header.action: one for one in guessed.events()}
    blocked, raised = told["ACTOR_BLOCKED"], told["MULTIPLE_FAILED_LOGINS"]
    assert blocked.header.entity_id == block_id
    assert blocked.body["after"]["actor_id"] == guessed.accounts[Caller.AGENT]
    assert blocked.header.correlation_id == raised.header.id


def test_the_right_pin_is_told_of_the_block_and_lets_nobody_in_until_it_is_over(guessed: World) -> None:
    guessed.cloud.clock.advance(26 * 60)
    told = login(guessed, PIN)
    assert (told.status, told.answer.code) == (403, "ACTOR_BLOCKED")
    assert told.only.header.attempted_action == "LOGIN_SUCCESS"
    guessed.cloud.clock.advance(5 * 60)
    guessed.cloud.sweep({"job": "sweep"}, None)
    (ended,) = [one for one in guessed.events() if one.header.action == "ACTOR_UNBLOCKED"]
    assert (ended.header.actor_id, ended.body["after"]["state"]) == ("system:sweep", "EXPIRED")
    assert login(guessed, PIN).status == 200


def test_a_terminal_whose_key_is_guessed_is_blocked_with_the_right_key_too(world: World) -> None:
    key = world.credentials[Caller.POS]["X-Api-Key"]
    for turn in range(65):
        # Of one address twenty a minute are told one by one.
        world.cloud.clock.advance(5)
        wrong = key[:-2] + f"{turn % 10}a"
        assert world.ask(PAYMENT, Caller.POS, headers={"X-Api-Key": wrong}).answer.code == "API_KEY_INVALID"
    world.cloud.stream()
    assert world.ask(PAYMENT, Caller.POS).answer.code == "ACTOR_BLOCKED"
    others = {"X-Api-Key": world.targets[Where.DISTRICT].secrets["pos"]}
    assert world.ask(PAYMENT, Caller.POS, headers=others).status == 201
