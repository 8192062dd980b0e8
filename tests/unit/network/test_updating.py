"""Changing agents, merchants and markets: the version that was read, or not at all."""

from dataclasses import replace
from typing import Any

import pytest

from lacre.model.place import Place
from tests.unit.network.kinds import EACH_KIND, MERCHANTS, WITH_ACCOUNT, Kind
from tests.unit.network.worlds import FAR, HOME, NEXT, NetworkWorld, at, by

A_CHANGE = "01a1ee56-5e00-75b1-a522-00000000c0de"


@WITH_ACCOUNT
def test_a_change_has_before_and_after_and_the_next_version(kind: Kind) -> None:
    world = NetworkWorld()
    entity = kind.there(world)
    world.clock.advance(1)
    answer = world.client.patch(f"{kind.path}/{entity.id}", json={"phone": "+258840000002"}, headers=at("clerk"))
    assert (answer.status_code, answer.headers["ETag"], answer.json()["version"]) == (200, '"2"', 2)
    assert (answer.json()["phone"], answer.json()["name"]) == ("+258840000002", "Eva")
    event = world.only_event
    assert (event.action, event.severity, event.entity_id) == (f"UPDATE_{kind.code}", "MEDIUM", entity.id)
    body = world.body_of(event)
    assert (body["before"]["phone"], body["after"]["phone"]) == ("+258840000009", "+258840000002")
    kept = kind.rows(world)[entity.id]
    assert (kept.version, kept.created_at, kept.place) == (2, entity.created_at, entity.place)
    assert kept.changed_at > entity.changed_at


def test_a_market_gets_another_name() -> None:
    world = NetworkWorld()
    market = world.market()
    answer = world.client.patch(f"/v1/markets/{market.id}", json={"name": "Lua"}, headers=at("clerk"))
    assert (answer.status_code, answer.json()["name"]) == (200, "Lua")
    assert (world.only_event.action, world.only_event.severity) == ("UPDATE_MARKET", "MEDIUM")


@pytest.mark.parametrize(("given", "kept"), [({"name": "Lua"}, "400000001"), ({"tax_number": None}, None)])
def test_a_tax_number_stays_unless_it_is_taken_away(given: dict[str, Any], kept: str | None) -> None:
    world = NetworkWorld()
    merchant = world.merchant(tax_number="400000001")
    answer = world.client.patch(f"{MERCHANTS.path}/{merchant.id}", json=given, headers=at("clerk"))
    assert (answer.status_code, answer.json()["tax_number"]) == (200, kept)


@EACH_KIND
@pytest.mark.parametrize(
    ("if_match", "status", "code"),
    [
        (None, 428, "IF_MATCH_MISSING"),
        ("", 422, "IF_MATCH_INVALID"),
        ("1", 422, "IF_MATCH_INVALID"),
        ("*", 422, "IF_MATCH_INVALID"),
        ('W/"1"', 422, "IF_MATCH_INVALID"),
        ('"1", "2"', 422, "IF_MATCH_INVALID"),
        ('"482913112233"', 422, "IF_MATCH_INVALID"),
        ('"2"', 409, "STALE_VERSION"),
    ],
)
def test_without_the_version_that_is_nothing_changes(kind: Kind, if_match: str | None, status: int, code: str) -> None:
    world = NetworkWorld()
    entity = kind.there(world)
    headers = {**by("clerk"), **({"If-Match": if_match} if if_match is not None else {})}
    answer = world.client.patch(f"{kind.path}/{entity.id}", json={"name": "Lia"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (world.only_event.action, world.only_event.outcome) == (f"UPDATE_{kind.code}", "FAILED")
    assert kind.rows(world)[entity.id] == entity
    assert "482913112233" not in world.kept + answer.text


@EACH_KIND
def test_of_two_changes_at_once_one_wins_and_both_are_recorded(kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    world = NetworkWorld()
    entity = kind.there(world)
    # Both read the same version: the condition of the write decides.
    monkeypatch.setattr(getattr(world, f"{kind.word}s"), "find", lambda _: entity)
    answers = [
        world.client.patch(f"{kind.path}/{entity.id}", json={"name": name}, headers=at("clerk"))
        for name in ("Lia", "Rui")
    ]
    assert [answer.status_code for answer in answers] == [200, 409]
    assert [one.outcome.value for one in world.events] == ["SUCCEEDED", "FAILED"]
    assert kind.rows(world)[entity.id].shown()["name"] == "Lia"


@WITH_ACCOUNT
def test_nothing_is_edited_while_a_move_waits_for_approval(kind: Kind) -> None:
    world = NetworkWorld()
    entity = replace(kind.there(world), pending_change=A_CHANGE)
    kind.rows(world)[entity.id] = entity
    answer = world.client.patch(f"{kind.path}/{entity.id}", json={"name": "Lia"}, headers=at("clerk"))
    assert (answer.status_code, answer.json()["code"]) == (409, "PENDING_APPROVAL")
    event = world.only_event
    assert (event.action, event.outcome) == ("EDIT_BLOCKED_PENDING_APPROVAL", "DENIED")
    assert (event.attempted_action, event.entity_type, event.entity_id) == (
        f"UPDATE_{kind.code}",
        "JURISDICTION_CHANGE",
        A_CHANGE,
    )
    assert world.body_of(event)["after"] == {"entity_type": kind.code, "entity_id": entity.id}
    assert kind.rows(world)[entity.id] == entity


@EACH_KIND
@pytest.mark.parametrize(
    ("name", "place", "status"),
    [("clerk", NEXT, 403), ("supervisor", NEXT, 200), ("supervisor", FAR, 403), ("admin", FAR, 200)],
)
def test_jurisdiction_holds(kind: Kind, name: str, place: Place, status: int) -> None:
    world = NetworkWorld()
    entity = kind.there(world, place)
    answer = world.client.patch(f"{kind.path}/{entity.id}", json={"name": "Lia"}, headers=at(name))
    assert answer.status_code == status
    assert world.only_event.action == (f"UPDATE_{kind.code}" if status == 200 else "ACCESS_OUTSIDE_JURISDICTION")


@EACH_KIND
@pytest.mark.parametrize("name", ["auditor", "agent", "merchant", None])
def test_others_are_refused_and_recorded_once(kind: Kind, name: str | None) -> None:
    world = NetworkWorld()
    entity = kind.there(world)
    headers = at(name) if name else {"If-Match": '"1"'}
    answer = world.client.patch(f"{kind.path}/{entity.id}", json={"name": "Lia"}, headers=headers)
    assert answer.status_code == (403 if name else 401)
    assert world.only_event.attempted_action == f"UPDATE_{kind.code}"


@EACH_KIND
@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": None},
        {"name": 5},
        {"name": ""},
        {"phone": ""},
        {"phone": None},
        {"phone": "482913112233"},
        {"tax_number": "482913112233"},
        {"tax_number": ""},
        {"name": "482913112233"},
        {"province": HOME.province},
        {"district": "Norte", "name": "Lia"},
        {"version": 2, "name": "Lia"},
        {"account_id": "u-other", "name": "Lia"},
        {"482913112233": 1, "name": "Lia"},
        [],
        "482913112233",
    ],
)
def test_a_body_that_does_not_fit_is_refused_and_recorded_once(kind: Kind, body: object) -> None:
    world = NetworkWorld()
    entity = kind.there(world)
    answer = world.client.patch(f"{kind.path}/{entity.id}", json=body, headers=at("clerk"))
    assert answer.status_code == 422
    assert (world.only_event.action, world.only_event.outcome) == (f"UPDATE_{kind.code}", "FAILED")
    assert "482913112233" not in world.kept + answer.text
    assert kind.rows(world)[entity.id] == entity
