"""Reading and listing POS: officials by jurisdiction, agents and merchants their own, a POS itself."""

import pytest

from lacre.model.place import Place
from tests.unit.network.worlds import (
    FAR,
    FIRST_AGENT,
    FIRST_MERCHANT,
    HOME,
    HOSTILE_IDS,
    NEXT,
    NetworkWorld,
    at,
    by,
    id_of,
    key_of,
    with_key,
)

PATH = "/v1/pos"


@pytest.mark.parametrize(
    ("name", "place", "status"),
    [
        ("clerk", HOME, 200),
        ("clerk", NEXT, 403),
        ("supervisor", NEXT, 200),
        ("supervisor", FAR, 403),
        ("admin", FAR, 200),
        ("agent", HOME, 200),
        ("agent", NEXT, 403),
        ("merchant", HOME, 200),
        ("merchant", FAR, 403),
        ("agent of nobody", HOME, 403),
        ("homeless clerk", HOME, 403),
        ("auditor", HOME, 403),
    ],
)
def test_a_pos_is_read_within_the_jurisdiction_and_there_by_those_whose_it_is(
    name: str, place: Place, status: int
) -> None:
    world = NetworkWorld()
    pos = world.pos(place)
    answer = world.client.get(f"{PATH}/{pos.id}", headers=by(name))
    assert answer.status_code == status
    assert (world.only_event.entity_type, world.only_event.entity_id) == ("POS", pos.id)
    if status == 200:
        assert (answer.json()["id"], answer.headers["ETag"]) == (pos.id, '"1"')


@pytest.mark.parametrize("name", ["agent", "merchant"])
def test_a_pos_of_another_is_not_read(name: str) -> None:
    world = NetworkWorld()
    pos = world.pos(agent_id=id_of(1), merchant_id=id_of(2))
    assert world.client.get(f"{PATH}/{pos.id}", headers=by(name)).status_code == 403
    assert world.only_event.action == "ACCESS_OUTSIDE_JURISDICTION"


def test_an_agent_does_not_read_by_a_merchants_id_that_is_like_its_own() -> None:
    world = NetworkWorld()
    pos = world.pos(agent_id=id_of(1), merchant_id=id_of(2), market_id=FIRST_AGENT)
    assert world.client.get(f"{PATH}/{pos.id}", headers=by("agent")).status_code == 403


def test_a_pos_reads_itself_alone() -> None:
    world = NetworkWorld()
    pos, another = world.pos(), world.pos()
    key = with_key(key_of(pos.id))
    assert world.client.get(f"{PATH}/{pos.id}", headers=key).status_code == 200
    assert (world.only_event.actor_type, world.only_event.actor_id) == ("POS", pos.id)
    assert world.client.get(f"{PATH}/{another.id}", headers=key).status_code == 403
    assert world.client.get(PATH, headers=key).status_code == 403
    assert [one.action for one in world.events] == [
        "READ_ENTITY",
        "ACCESS_OUTSIDE_JURISDICTION",
        "UNAUTHORIZED_ACCESS_ATTEMPT",
    ]


@pytest.mark.parametrize("pos_id", HOSTILE_IDS)
@pytest.mark.parametrize("way", ["", "/block", "/rotate-key"])
def test_an_unknown_id_is_not_found_and_recorded_once(pos_id: str, way: str) -> None:
    world = NetworkWorld()
    body = {"reason": "Lost"} if way == "/block" else None
    answer = world.client.request("POST" if way else "GET", f"{PATH}/{pos_id}{way}", json=body, headers=at("admin"))
    assert (answer.status_code, answer.json()["code"]) == (404, "NO_SUCH_POS")
    assert (world.only_event.action, world.only_event.entity_type) == ("UNAUTHORIZED_ACCESS_ATTEMPT", "POS")
    assert "482913112233" not in world.kept + answer.text


def many(world: NetworkWorld) -> None:
    """Nine POS: three at home and two next to it of the first agent and merchant, four far away of others."""
    for place, number in ((HOME, 3), (FAR, 4), (NEXT, 2)):
        of_others = {"agent_id": id_of(1), "merchant_id": id_of(2)} if place == FAR else {}
        for _ in range(number):
            world.pos(place, **of_others)


@pytest.mark.parametrize(
    ("name", "number"), [("clerk", 3), ("supervisor", 5), ("admin", 9), ("agent", 3), ("merchant", 3)]
)
@pytest.mark.parametrize("limit", [1, 2, 5, 100])
def test_a_list_is_complete_whatever_the_size_of_its_pages(name: str, number: int, limit: int) -> None:
    world = NetworkWorld()
    many(world)
    pages = world.pages_of(PATH, name, limit)
    listed = [one["id"] for page in pages for one in page["pos"]]
    assert len(listed) == len(set(listed)) == number
    assert {(one.action, one.entity_type, one.entity_id) for one in world.events} == {("LIST_ENTITIES", "POS", "*")}
    if name in ("agent", "merchant"):
        there = [one for one in world.terminals.rows.values() if one.place == HOME]
        owned = [one for one in there if {FIRST_AGENT, FIRST_MERCHANT} & set(one.owners)]
        assert listed == sorted(one.id for one in owned)


@pytest.mark.parametrize("name", ["agent", "merchant", "clerk"])
@pytest.mark.parametrize("giver", ["agent", "merchant", "admin"])
def test_a_cursor_of_another_list_is_none(giver: str, name: str) -> None:
    world = NetworkWorld()
    many(world)
    world.pos(Place("A", "A"))
    cursor = world.client.get(PATH, params={"limit": 1}, headers=by(giver)).json()["cursor"]
    answer = world.client.get(PATH, params={"cursor": cursor}, headers=by(name))
    assert answer.status_code == (200 if name == giver else 400)


@pytest.mark.parametrize("name", ["agent", "merchant", "supervisor"])
@pytest.mark.parametrize("cursor", ["x", "", "482913112233", FIRST_AGENT, "é"])
def test_a_cursor_that_is_none_is_refused_and_recorded_once(name: str, cursor: str) -> None:
    world = NetworkWorld()
    many(world)
    answer = world.client.get(PATH, params={"cursor": cursor}, headers=by(name))
    assert (answer.status_code, answer.json()["code"]) == (400, "BAD_CURSOR")
    assert (world.only_event.action, world.only_event.outcome) == ("LIST_ENTITIES", "FAILED")


@pytest.mark.parametrize("name", ["auditor", "trader", "homeless clerk", "agent of nobody", None])
def test_others_do_not_list(name: str | None) -> None:
    world = NetworkWorld()
    assert world.client.get(PATH, headers=by(name)).status_code == (403 if name else 401)
    assert world.only_event.attempted_action == "LIST_ENTITIES"
