"""Registering a POS: where its agent, its merchant and its market are, and only if none of them moves."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from httpx2 import Response

from lacre.model.api_key import digest_of, read_key
from lacre.model.place import Place
from tests.unit.network.test_updating import A_CHANGE
from tests.unit.network.worlds import FAR, HOME, HOSTILE_IDS, NEXT, NetworkWorld, by, with_key

PATH = "/v1/pos"
KINDS = ("agent", "merchant", "market")


def around(world: NetworkWorld, place: Place = HOME) -> dict[str, Any]:
    """A body that registers a POS with an agent, a merchant and a market of a place."""
    return {
        "label": "Lua 1",
        **{f"{kind}_id": getattr(world, kind)(place).id for kind in KINDS},
        "maximum_amount": "2500.5",
    }


def register(world: NetworkWorld, body: object, name: str | None = "clerk") -> Response:
    return world.client.post(PATH, json=body, headers=by(name))


def test_a_pos_is_registered_where_its_market_is_and_its_key_shown_once() -> None:
    world = NetworkWorld()
    body = around(world)
    answer = register(world, body)
    assert (answer.status_code, answer.headers["ETag"], answer.headers["Cache-Control"]) == (201, '"1"', "no-store")
    made = answer.json()
    (pos,) = world.terminals.rows.values()
    assert (pos.id, pos.place, pos.state, pos.maximum_amount) == (made["id"], HOME, "ACTIVE", "2500.50")
    assert {name: made[name] for name in body} == {**body, "maximum_amount": "2500.50"}
    event = world.only_event
    assert (event.action, event.severity, event.entity_type, event.entity_id) == ("CREATE_POS", "MEDIUM", "POS", pos.id)
    presented = read_key(made["api_key"])
    assert presented is not None
    assert (presented.holder_id, presented.digest) == (pos.id, pos.key_digest)
    assert "api_key" not in world.client.get(f"{PATH}/{pos.id}", headers=with_key(made["api_key"])).json()


def test_neither_key_nor_digest_is_kept_or_shown() -> None:
    world = NetworkWorld()
    answer = register(world, around(world))
    key = answer.json()["api_key"]
    (pos,) = world.terminals.rows.values()
    shown = answer.text + world.kept + repr(pos)
    assert digest_of(key) not in shown
    assert key not in world.kept + repr(pos)


def test_sent_again_with_its_key_it_is_answered_again_without_the_api_key() -> None:
    world = NetworkWorld()
    body, headers = around(world), {**by("clerk"), "Idempotency-Key": "lua"}
    first, second = (world.client.post(PATH, json=body, headers=headers) for _ in range(2))
    assert (second.status_code, second.headers["Idempotent-Replayed"]) == (201, "true")
    assert second.json() == {name: value for name, value in first.json().items() if name != "api_key"}
    (kept,) = world.trail.answers.rows.values()
    assert kept.body is not None
    assert first.json()["api_key"] not in kept.body
    assert (len(world.terminals.rows), len(world.events)) == (1, 1)


@pytest.mark.parametrize("amount", [None, ..., "0.01", "1", "999999999999.99"])
def test_a_maximum_is_optional(amount: Any) -> None:
    world = NetworkWorld()
    body = {**around(world), "maximum_amount": amount}
    if amount is ...:
        del body["maximum_amount"]
    assert register(world, body).status_code == 201


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("hostile", HOSTILE_IDS)
def test_what_does_not_exist_is_not_found(kind: str, hostile: str) -> None:
    world = NetworkWorld()
    answer = register(world, {**around(world), f"{kind}_id": hostile})
    assert (answer.status_code, answer.json()["code"]) == (404, f"NO_SUCH_{kind.upper()}")
    event = world.only_event
    assert (event.action, event.attempted_action) == ("UNAUTHORIZED_ACCESS_ATTEMPT", "CREATE_POS")
    assert event.entity_type == kind.upper()
    assert "482913112233" not in world.kept + answer.text
    assert not world.terminals.rows


@pytest.mark.parametrize(
    ("name", "place", "status"),
    [
        ("clerk", HOME, 201),
        ("clerk", NEXT, 403),
        ("homeless clerk", HOME, 403),
        ("supervisor", NEXT, 201),
        ("supervisor", FAR, 403),
        ("admin", FAR, 201),
    ],
)
def test_jurisdiction_holds(name: str, place: Place, status: int) -> None:
    world = NetworkWorld()
    assert register(world, around(world, place), name).status_code == status
    assert world.only_event.action == ("CREATE_POS" if status == 201 else "ACCESS_OUTSIDE_JURISDICTION")
    assert len(world.terminals.rows) == (1 if status == 201 else 0)


@pytest.mark.parametrize("kind", KINDS)
def test_a_part_from_outside_is_refused_as_such(kind: str) -> None:
    world = NetworkWorld()
    answer = register(world, {**around(world), f"{kind}_id": getattr(world, kind)(NEXT).id})
    assert (answer.status_code, answer.json()["code"]) == (403, "OUTSIDE_JURISDICTION")
    event = world.only_event
    assert (event.entity_type, event.entity_id) == (kind.upper(), list(getattr(world, f"{kind}s").rows)[-1])
    assert world.body_of(event)["after"]["jurisdiction_of_entity"] == NEXT.shown()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("name", "place"), [("supervisor", NEXT), ("admin", FAR)])
def test_agent_merchant_and_market_belong_together(kind: str, name: str, place: Place) -> None:
    world = NetworkWorld()
    answer = register(world, {**around(world), f"{kind}_id": getattr(world, kind)(place).id}, name)
    assert (answer.status_code, answer.json()["code"]) == (409, "PLACES_DIFFER")
    assert (world.only_event.action, world.only_event.outcome) == ("CREATE_POS", "FAILED")
    assert not world.terminals.rows


@pytest.mark.parametrize("kind", ["agent", "merchant"])
def test_nobody_who_is_to_move_gets_a_pos(kind: str) -> None:
    world = NetworkWorld()
    moving = getattr(world, kind)(HOME, pending_change=A_CHANGE)
    answer = register(world, {**around(world), f"{kind}_id": moving.id})
    assert (answer.status_code, answer.json()["code"]) == (409, "PENDING_APPROVAL")
    event = world.only_event
    assert (event.action, event.attempted_action) == ("EDIT_BLOCKED_PENDING_APPROVAL", "CREATE_POS")
    assert (event.entity_type, event.entity_id) == ("JURISDICTION_CHANGE", A_CHANGE)
    assert not world.terminals.rows


@pytest.mark.parametrize("kind", ["agent", "merchant"])
def test_a_move_that_begins_between_look_and_write_stops_it(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    world = NetworkWorld()
    body, entities = around(world), getattr(world, f"{kind}s")
    found: Callable[[str], Any] = entities.find

    def find(entity_id: str) -> Any:
        before = found(entity_id)
        entities.rows[entity_id] = replace(before, pending_change=A_CHANGE, version=2)
        return before

    monkeypatch.setattr(entities, "find", find)
    answer = register(world, body)
    assert (answer.status_code, answer.json()["code"]) == (409, "CONFLICT")
    assert (world.only_event.action, world.only_event.outcome) == ("CREATE_POS", "FAILED")
    assert not world.terminals.rows


@pytest.mark.parametrize("name", ["auditor", "trader", "agent", "merchant", None])
def test_others_are_refused_and_recorded_once(name: str | None) -> None:
    world = NetworkWorld()
    assert register(world, around(world), name).status_code == (403 if name else 401)
    assert world.only_event.attempted_action == "CREATE_POS"


@pytest.mark.parametrize(
    "wrong",
    [
        *[
            {name: value}
            for name in ("label", "agent_id", "merchant_id", "market_id")
            for value in (None, 5, ["a"], ...)
        ],
        *[{"maximum_amount": value} for value in (12.5, 12, "0", "0.00", "-1", "1.005", "1e3", "1_0", "٥", "", "1\n")],
        *[{"maximum_amount": value} for value in ("NaN", "Infinity", "1000000000000", " 1", "1,5")],
        {"label": "482913112233"},
        {"label": ""},
        {"market_id": "x" * 201},
        {"state": "BLOCKED"},
        {"key_digest": "482913112233"},
        {"province": "Nampula"},
    ],
)
def test_a_body_that_does_not_fit_is_refused_and_recorded_once(wrong: dict[str, Any]) -> None:
    world = NetworkWorld()
    body = {name: value for name, value in {**around(world), **wrong}.items() if value is not ...}
    answer = register(world, body)
    assert answer.status_code == 422
    assert (world.only_event.action, world.only_event.outcome) == ("CREATE_POS", "FAILED")
    assert "482913112233" not in world.kept + answer.text
    assert not world.terminals.rows
