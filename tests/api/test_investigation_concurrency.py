"""Two who look into the same at once: an alert is in one case, a group has one snooze, a case one owner."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.api.meeting import Meeting, at_once, ids_of, sent_at_once, told_since
from tests.api.operation import Caller, Json, Where
from tests.api.operations import operation
from tests.api.targets import REASON
from tests.api.test_hostile_requests import failed
from tests.api.world import World

OPENING, READING = operation("POST /v1/cases"), operation("GET /v1/cases/{case_id}")
OWNING, CLOSING = (operation(f"POST /v1/cases/{{case_id}}/{one}") for one in ("owner", "close"))
ALERT = operation("GET /v1/alerts/{alert_id}")
SNOOZING = operation("POST /v1/alerts/{alert_id}/snooze")


def alerts_of(world: World) -> tuple[str, str]:
    """The one in no case, and the one of the case; they are of one group."""
    (kept,) = world.ask(READING).answer.json["alert_ids"]
    return world.targets[Where.OWN]["alert_id"], kept


@pytest.fixture
def kept(world: World) -> str:
    """An alert whose case is closed."""
    assert world.ask(CLOSING).status == 200
    return alerts_of(world)[1]


def case_of(world: World, alert_id: str) -> str:
    return str(world.ask(ALERT, ids={"alert_id": alert_id}).answer.json["case_id"])


def test_of_two_who_take_an_alert_out_of_a_closed_case_at_once_one_does(
    world: World, kept: str, meeting: Meeting, two: ThreadPoolExecutor
) -> None:
    known = ids_of(world)
    body = {"title": "Looked into again", "alert_ids": [kept]}
    sent = [("query", world.request(OPENING, caller, body=body)) for caller in (Caller.ADMIN, Caller.AUDITOR)]
    answers = sent_at_once(world, two, *sent)
    assert sorted(answer.status for answer in answers) == [201, 409]
    assert told_since(world, known) == [("ALERT_UPDATED", "FAILED"), ("ALERT_UPDATED", "SUCCEEDED")]
    (made,) = (answer.json for answer in answers if answer.status == 201)
    assert (case_of(world, kept), made["alert_ids"]) == (made["id"], [kept])
    assert world.ask(READING).answer.json["alert_ids"] == []
    assert len(world.cloud.rows("cases")) == len(world.targets) + 1


def test_an_alert_of_an_open_case_stays(world: World) -> None:
    kept = alerts_of(world)[1]
    assert failed(world.ask(OPENING, body={"title": "Mine", "alert_ids": [kept]}), OPENING, 409, "ALERT_IN_A_CASE")
    assert case_of(world, kept) == world.targets[Where.OWN]["case_id"]


def snoozed(world: World) -> Json:
    (row,) = [row for row in world.cloud.rows("windows") if row["pk"]["S"].startswith("SNOOZE#")]
    return {name: row[name]["S"] for name in ("by", "alert_id", "snooze_id")}


def test_of_two_who_snooze_a_group_at_once_at_two_of_its_alerts_one_does(
    world: World, meeting: Meeting, two: ThreadPoolExecutor
) -> None:
    known, (free, kept) = ids_of(world), alerts_of(world)
    tag = world.ask(ALERT, ids={"alert_id": kept}).answer.headers["etag"]
    first = world.request(SNOOZING, Caller.ADMIN)
    second = world.request(SNOOZING, Caller.AUDITOR, ids={"alert_id": kept}, headers={"If-Match": tag})
    answers = sent_at_once(world, two, ("query", first), ("query", second))
    assert sorted(answer.status for answer in answers) == [200, 409]
    alert_id, caller = (free, Caller.ADMIN) if answers[0].status == 200 else (kept, Caller.AUDITOR)
    found = snoozed(world)
    assert (found["alert_id"], found["by"]) == (alert_id, world.accounts[caller])
    assert told_since(world, known)[-2:] == [("READ_ALERTS", "SUCCEEDED")] * 2
    assert told_since(world, known)[:2] == [("ALERT_UPDATED", "FAILED"), ("ALERT_UPDATED", "SUCCEEDED")]


def test_a_snooze_is_replaced_by_whoever_has_seen_it(world: World) -> None:
    assert world.ask(SNOOZING, Caller.ADMIN).status == 200
    shown = world.ask(ALERT).answer
    match, body = {"If-Match": shown.headers["etag"]}, {"hours": 1, "reason": REASON}
    unseen = world.ask(SNOOZING, Caller.AUDITOR, body=body, headers=match)
    assert failed(unseen, SNOOZING, 409, "STALE_VERSION")
    seen = {**body, "replaces": shown.json["snooze"]["id"]}
    told = world.ask(SNOOZING, Caller.AUDITOR, body=seen, headers=match)
    assert told.status == 200
    assert told.only.body["before"]["snooze"] == shown.json["snooze"]
    assert told.only.body["after"]["snooze"]["id"] == snoozed(world)["snooze_id"]


def test_a_case_that_is_given_and_closed_at_once_is_one_of_both(
    world: World, meeting: Meeting, two: ThreadPoolExecutor
) -> None:
    assert at_once(world, two, (OWNING, Caller.ADMIN), (CLOSING, Caller.AUDITOR)) == [200, 409]
    found = world.ask(READING).answer.json
    auditor = world.accounts[Caller.AUDITOR]
    assert (found["owner"] == auditor) != (found["state"] == "closed")
    assert found["version"] == 2


@pytest.mark.parametrize("caller", [Caller.FUNCIONARIO, Caller.TRADER, Caller.POS, Caller.PRODUCER, Caller.AGENT])
def test_a_case_is_given_to_nobody_who_could_not_work_on_it(world: World, caller: Caller) -> None:
    told = world.ask(OWNING, body={"owner": world.accounts[caller]})
    assert failed(told, OWNING, 409, "NOT_AN_OWNER")
    assert world.ask(READING).answer.json["owner"] == world.accounts[Caller.ADMIN]


def test_a_case_is_given_to_nobody_who_is_suspended(world: World) -> None:
    suspending, user = operation("POST /v1/users/{user_id}/suspend"), operation("GET /v1/users/{user_id}")
    auditor = {"user_id": world.accounts[Caller.AUDITOR]}
    tag = world.ask(user, ids=auditor).answer.headers["etag"]
    assert world.ask(suspending, ids=auditor, headers={"If-Match": tag}).status == 200
    assert failed(world.ask(OWNING), OWNING, 409, "NOT_AN_OWNER")
