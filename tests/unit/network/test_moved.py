"""Who was moved away from what they own does not act on it until it follows; a POS is never away from itself."""

from dataclasses import replace
from typing import Any

import pytest
from httpx2 import Response

from lacre.model.place import Place
from network.model.pos import Pos
from tests.unit.network.transaction_worlds import PATH, PAYMENT, TransactionWorld
from tests.unit.network.worlds import (
    FAR,
    FIRST_AGENT,
    HOME,
    NEXT,
    NetworkWorld,
    actor,
    at,
    by,
    id_of,
    key_of,
    with_key,
)

AWAY = pytest.mark.parametrize("away", [NEXT, FAR], ids=["other district", "other province"])
MISTAKE = {"reason": "Typed twice"}


def account_moves(world: NetworkWorld, name: str, place: Place) -> None:
    """The account of an agent or a merchant acts from another place."""
    actors = world.trail.tokens.actors
    actors[name] = replace(actors[name], province=place.province, district=place.district)


def is_outside(world: NetworkWorld, answer: Response, belongs: Place, lies: Place) -> bool:
    """Refused, with both jurisdictions told to the log alone."""
    event = world.events[-1]
    assert (answer.status_code, answer.json()["code"]) == (403, "OUTSIDE_JURISDICTION")
    assert (event.action, event.outcome, event.severity) == ("ACCESS_OUTSIDE_JURISDICTION", "DENIED", "HIGH")
    facts = world.body_of(event)["after"]
    assert lies.province not in answer.text
    return bool(facts["jurisdiction_of_actor"] == belongs.shown() and facts["jurisdiction_of_entity"] == lies.shown())


@AWAY
@pytest.mark.parametrize("name", ["agent", "merchant"])
def test_the_pos_that_stayed_is_neither_read_nor_given_a_key(name: str, away: Place) -> None:
    world = NetworkWorld()
    pos = world.pos()
    account_moves(world, name, away)
    assert is_outside(world, world.client.get(f"/v1/pos/{pos.id}", headers=by(name)), away, HOME)
    if name == "agent":
        assert is_outside(world, world.client.post(f"/v1/pos/{pos.id}/rotate-key", headers=at(name)), away, HOME)
    assert world.terminals.rows[pos.id] == pos
    world.terminals.rows[pos.id] = replace(pos, place=away, version=2)
    assert world.client.get(f"/v1/pos/{pos.id}", headers=by(name)).status_code == 200
    if name == "agent":
        assert world.client.post(f"/v1/pos/{pos.id}/rotate-key", headers=at(name, 2)).status_code == 200


def asks_of(world: TransactionWorld, name: str, made: Any) -> list[Response]:
    """The answers to all that one may ask about a transaction."""
    path = f"{PATH}/{made['id']}"
    answers: list[Response] = [world.client.get(path, headers=by(name))]
    if name != "merchant":
        answers.append(world.client.post(f"{path}/receipts", headers=by(name)))
        answers.append(world.client.post(f"{path}/cancel", json=MISTAKE, headers=at(name)))
    return answers


@AWAY
@pytest.mark.parametrize("name", ["agent", "merchant"])
def test_nothing_is_done_about_what_was_paid_where_one_is_no_more(name: str, away: Place) -> None:
    world = TransactionWorld()
    made = world.take()
    account_moves(world, name, away)
    for answer in asks_of(world, name, made):
        assert is_outside(world, answer, away, HOME)
    assert {one.entity_id for one in world.events} == {made["id"]}
    assert world.transactions.rows[made["id"]].version == 1
    assert not world.receipts.rows
    account_moves(world, name, HOME)
    assert {answer.status_code for answer in asks_of(world, name, made)} <= {200, 201}


@AWAY
def test_an_agent_takes_no_payment_on_a_pos_that_stayed(away: Place) -> None:
    world = TransactionWorld()
    account_moves(world, "agent", away)
    payment = {**PAYMENT, "pos_id": world.terminal.id}
    assert is_outside(world, world.client.post(PATH, json=payment, headers=by("agent")), away, HOME)
    assert not world.transactions.rows
    world.terminals.rows[world.terminal.id] = replace(world.terminal, place=away, version=2)
    assert world.client.post(PATH, json=payment, headers=by("agent")).json()["district"] == away.district


def test_what_somebody_else_owns_in_the_own_district_stays_out_of_sight() -> None:
    world = NetworkWorld()
    pos = world.pos(NEXT, agent_id=id_of(1))
    account_moves(world, "agent", NEXT)
    assert is_outside(world, world.client.get(f"/v1/pos/{pos.id}", headers=by("agent")), NEXT, NEXT)


def test_an_account_without_a_place_sees_nothing_of_its_own() -> None:
    world = NetworkWorld()
    pos = world.pos()
    world.trail.tokens.actors["agent"] = actor("AGENT", entity=FIRST_AGENT)
    assert world.client.get(f"/v1/pos/{pos.id}", headers=by("agent")).status_code == 403
    assert world.client.get("/v1/pos", headers=by("agent")).json() == {"pos": [], "cursor": None}


def pos_moves(world: NetworkWorld, pos: Pos, place: Place) -> None:
    world.terminals.rows[pos.id] = replace(pos, place=place, version=2)


def test_a_pos_that_moved_acts_from_there_on_what_it_takes_there() -> None:
    world = TransactionWorld()
    before = world.take()
    pos_moves(world, world.terminal, NEXT)
    after = world.take()
    assert (before["district"], after["district"]) == (HOME.district, NEXT.district)
    assert world.client.get(f"{PATH}/{after['id']}", headers=world.key).status_code == 200
    listed = world.client.get(PATH, headers=world.key).json()["transactions"]
    assert [one["id"] for one in listed] == [after["id"]]
    path = f"{PATH}/{before['id']}"
    assert is_outside(world, world.client.get(path, headers=world.key), NEXT, HOME)
    assert is_outside(world, world.client.post(f"{path}/receipts", headers=world.key), NEXT, HOME)


def test_a_pos_that_moves_between_two_looks_is_not_away_from_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    world = NetworkWorld()
    pos = world.pos()
    pos_moves(world, pos, FAR)
    looks = iter([pos])
    find = world.terminals.find
    # Its key is looked at just before it moves.
    monkeypatch.setattr(world.terminals, "find", lambda entity_id: next(looks, None) or find(entity_id))
    answer = world.client.get(f"/v1/pos/{pos.id}", headers=with_key(key_of(pos.id)))
    assert (answer.status_code, answer.json()["district"]) == (200, FAR.district)
    assert world.only_event.district == HOME.district


@pytest.mark.parametrize("name", ["agent", "merchant"])
@pytest.mark.parametrize("limit", [1, 2, 4, 100])
def test_a_list_leaves_out_what_lies_elsewhere_and_reads_no_more_for_it(name: str, limit: int) -> None:
    world = NetworkWorld()
    made = [world.pos(place) for place in (NEXT, NEXT, HOME, FAR, NEXT, HOME, FAR)]
    pages = world.pages_of("/v1/pos", name, limit)
    listed = [one["id"] for page in pages for one in page["pos"]]
    assert listed == [made[2].id, made[5].id]
    assert len(pages) == len(world.events) == -(-len(made) // limit), "a page is short rather than made up for"


@pytest.mark.parametrize("name", ["agent", "merchant"])
def test_a_list_of_payments_goes_by_where_they_were_made(name: str) -> None:
    world = TransactionWorld()
    before = [world.take()["id"] for _ in range(3)]
    pos_moves(world, world.terminal, NEXT)
    after = [world.take()["id"] for _ in range(2)]
    for place, expected in ((HOME, before), (NEXT, after)):
        account_moves(world, name, place)
        pages = world.pages_of(PATH, name, 2)
        assert [one["id"] for page in pages for one in page["transactions"]] == expected
        assert len(pages) == 3
