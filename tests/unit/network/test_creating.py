"""Creating agents, merchants and markets: with account and both events, or nothing."""

from typing import Any

import pytest

from lacre.http.recorded_answer import RECEIPT_HEADER
from tests.unit.network.kinds import AGENTS, EACH_KIND, MERCHANTS, WITH_ACCOUNT, Kind
from tests.unit.network.worlds import FAR, HOME, NEXT, NetworkWorld, by


@WITH_ACCOUNT
def test_it_is_created_with_its_account_in_one_transaction(kind: Kind) -> None:
    world = NetworkWorld()
    answer = world.client.post(kind.path, json=kind.new, headers=by("clerk"))
    assert answer.status_code == 201
    assert (answer.headers["ETag"], answer.headers["Cache-Control"]) == ('"1"', "no-store")
    assert RECEIPT_HEADER in answer.headers
    made, account = answer.json(), answer.json()["account"]
    (entity,) = kind.rows(world).values()
    (user,) = world.users.rows.values()
    assert (made["id"], made["version"], made["account_id"]) == (entity.id, 1, user.id)
    assert (user.role, user.entity_type, user.entity_id) == (kind.code, kind.code, entity.id)
    assert (user.province, user.district, user.username) == (HOME.province, HOME.district, account["username"])
    assert len(account["pin"]) == 6


@WITH_ACCOUNT
def test_both_are_recorded_and_belong_together(kind: Kind) -> None:
    world = NetworkWorld()
    answer = world.client.post(kind.path, json=kind.new, headers=by("clerk"))
    created, account = sorted(world.events, key=lambda one: one.action)
    assert (created.action, created.entity_type) == (f"CREATE_{kind.code}", kind.code)
    assert created.entity_id == answer.json()["id"]
    assert (account.action, account.entity_type) == ("CREATE_USER", "USER")
    assert account.entity_id == answer.json()["account_id"]
    assert account.correlation_id == created.correlation_id == created.id
    assert {created.actor_id, account.actor_id} == {"u-funcionario"}
    assert {created.ip_address, account.ip_address} == {"testclient"}
    assert world.body_of(created)["after"]["name"] == kind.new["name"]
    assert world.body_of(account)["after"]["entity_id"] == created.entity_id
    assert answer.json()["account"]["pin"] not in world.kept


def test_a_market_is_created_without_an_account() -> None:
    world = NetworkWorld()
    answer = world.client.post("/v1/markets", json={"name": "Lua", **NEXT.shown()}, headers=by("supervisor"))
    assert (answer.status_code, answer.headers["ETag"]) == (201, '"1"')
    (market,) = world.markets.rows.values()
    assert (market.id, market.place) == (answer.json()["id"], NEXT)
    assert (world.only_event.action, world.only_event.entity_id) == ("CREATE_MARKET", market.id)
    assert not world.users.rows


@pytest.mark.parametrize("tax_number", [None, "400000001"])
def test_a_merchant_may_have_a_tax_number(tax_number: str | None) -> None:
    world = NetworkWorld()
    body = {**MERCHANTS.without("tax_number"), **({"tax_number": tax_number} if tax_number else {})}
    answer = world.client.post("/v1/merchants", json=body, headers=by("clerk"))
    assert (answer.status_code, answer.json()["tax_number"]) == (201, tax_number)


@EACH_KIND
@pytest.mark.parametrize(
    ("name", "place", "status"),
    [
        ("clerk", HOME, 201),
        ("clerk", NEXT, 403),
        ("clerk", FAR, 403),
        ("homeless clerk", HOME, 403),
        ("supervisor", HOME, 201),
        ("supervisor", NEXT, 201),
        ("supervisor", FAR, 403),
        ("admin", FAR, 201),
    ],
)
def test_jurisdiction_holds(kind: Kind, name: str, place: Any, status: int) -> None:
    world = NetworkWorld()
    answer = world.client.post(kind.path, json={**kind.new, **place.shown()}, headers=by(name))
    assert answer.status_code == status
    if status == 403:
        event = world.only_event
        assert (event.action, event.outcome) == ("ACCESS_OUTSIDE_JURISDICTION", "DENIED")
        assert event.attempted_action == f"CREATE_{kind.code}"
        told = world.body_of(event)["after"]
        assert told["jurisdiction_of_entity"] == place.shown()
        assert told["jurisdiction_of_actor"] == {"province": event.province, "district": event.district}
        assert "jurisdiction_of" not in answer.text
        assert not kind.rows(world)
        assert not world.users.rows


@EACH_KIND
@pytest.mark.parametrize("name", ["auditor", "trader", "merchant", "agent"])
def test_other_roles_are_refused_and_recorded_once(kind: Kind, name: str) -> None:
    world = NetworkWorld()
    assert world.client.post(kind.path, json=kind.new, headers=by(name)).status_code == 403
    assert world.only_event.action == "UNAUTHORIZED_ACCESS_ATTEMPT"
    assert world.only_event.attempted_action == f"CREATE_{kind.code}"


@EACH_KIND
def test_without_a_token_it_is_refused_and_recorded_once(kind: Kind) -> None:
    world = NetworkWorld()
    assert world.client.post(kind.path, json=kind.new).status_code == 401
    assert (world.only_event.action, world.only_event.attempted_action) == ("TOKEN_INVALID", f"CREATE_{kind.code}")


@EACH_KIND
def test_a_body_that_does_not_fit_is_refused_and_recorded_once(kind: Kind) -> None:
    unfit: list[Any] = [kind.without(name) for name in kind.new if name != "tax_number"]
    wrong: list[Any] = [482913112233, "482913112233", "", [], {}]
    unfit += [{**kind.new, name: value} for name in kind.new for value in wrong]
    unfit += [{**kind.new, name: None} for name in kind.new if name != "tax_number"]
    unfit += [{**kind.new, "extra": "482913112233"}, {**kind.new, "name": "a\u202eb"}, [], None]
    world = NetworkWorld()
    for body in unfit:
        world.trail.events.rows.clear()
        answer = world.client.post(kind.path, json=body, headers=by("admin"))
        assert answer.status_code == 422, body
        assert (world.only_event.action, world.only_event.outcome) == (f"CREATE_{kind.code}", "FAILED")
        assert "482913112233" not in world.kept + answer.text
        assert not kind.rows(world)


@pytest.mark.parametrize(
    "wrong",
    [
        {"phone": "258840000001"},
        {"phone": "+0258840000001"},
        {"phone": "+25884\n"},
        {"phone": "+2588400000012345"},
        {"username": "Lia"},
        {"tax_number": "40000000"},
        {"tax_number": "40000000a"},
        {"tax_number": "٤٠٠٠٠٠٠٠١"},
        {"tax_number": "400000001\n"},
    ],
)
def test_a_phone_a_tax_number_and_a_user_name_have_their_forms(wrong: dict[str, str]) -> None:
    world = NetworkWorld()
    answer = world.client.post("/v1/merchants", json={**MERCHANTS.new, **wrong}, headers=by("admin"))
    assert (answer.status_code, world.merchants.rows) == (422, {})


@WITH_ACCOUNT
def test_a_taken_user_name_is_a_conflict_and_nothing_is_made(kind: Kind) -> None:
    world = NetworkWorld()
    world.client.post(AGENTS.path, json=AGENTS.new, headers=by("clerk"))
    answer = world.client.post(kind.path, json={**kind.new, "name": "Another"}, headers=by("clerk"))
    assert (answer.status_code, answer.json()["code"]) == (409, "USERNAME_TAKEN")
    assert (world.events[-1].action, world.events[-1].outcome) == (f"CREATE_{kind.code}", "FAILED")
    assert len(world.agents.rows) + len(world.merchants.rows) == 1


@WITH_ACCOUNT
def test_of_two_creations_of_one_name_at_once_one_wins_and_both_are_recorded(
    kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = NetworkWorld()
    monkeypatch.setattr(world.users, "by_username", lambda _: None)
    answers = [world.client.post(kind.path, json=kind.new, headers=by("clerk")) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 409]
    assert [one.outcome.value for one in world.events] == ["SUCCEEDED", "SUCCEEDED", "FAILED"]
    assert (len(kind.rows(world)), len(world.users.rows)) == (1, 1)


@EACH_KIND
def test_without_the_table_nothing_is_made_and_the_event_waits(kind: Kind) -> None:
    world = NetworkWorld()
    world.trail.events.is_away = True
    assert world.client.post(kind.path, json=kind.new, headers=by("clerk")).status_code == 503
    assert (kind.rows(world), world.users.rows) == ({}, {})
    assert [draft.action for draft in world.trail.outage.drafts] == ["DATABASE_ERROR"]


@WITH_ACCOUNT
def test_sent_again_with_its_key_it_is_answered_again_without_the_pin(kind: Kind) -> None:
    world = NetworkWorld()
    headers = {**by("clerk"), "Idempotency-Key": "lua"}
    first, second = (world.client.post(kind.path, json=kind.new, headers=headers) for _ in range(2))
    assert (second.status_code, second.headers["Idempotent-Replayed"]) == (201, "true")
    assert second.json() == {name: value for name, value in first.json().items() if name != "account"}
    assert (len(kind.rows(world)), len(world.events)) == (1, 2)
