"""Reading and listing, within the jurisdiction and with an event each."""

from base64 import urlsafe_b64encode

import pytest

from lacre.model.place import Place
from tests.unit.network.kinds import AGENTS, EACH_KIND, MARKETS, WITH_ACCOUNT, Kind
from tests.unit.network.worlds import FAR, HOME, HOSTILE_IDS, NEXT, NetworkWorld, at, by


@EACH_KIND
@pytest.mark.parametrize(
    ("name", "place", "status"),
    [
        ("clerk", HOME, 200),
        ("clerk", NEXT, 403),
        ("clerk", FAR, 403),
        ("supervisor", NEXT, 200),
        ("supervisor", FAR, 403),
        ("admin", FAR, 200),
    ],
)
def test_one_is_read_within_the_jurisdiction(kind: Kind, name: str, place: Place, status: int) -> None:
    world = NetworkWorld()
    entity = kind.there(world, place)
    answer = world.client.get(f"{kind.path}/{entity.id}", headers=by(name))
    assert answer.status_code == status
    event = world.only_event
    assert (event.entity_type, event.entity_id) == (kind.code, entity.id)
    if status == 200:
        assert (event.action, answer.json()["id"], answer.headers["ETag"]) == ("READ_ENTITY", entity.id, '"1"')
    else:
        assert (event.action, event.severity) == ("ACCESS_OUTSIDE_JURISDICTION", "HIGH")
        assert world.body_of(event)["after"]["jurisdiction_of_entity"] == place.shown()
        assert "Eva" not in answer.text


@WITH_ACCOUNT
def test_an_agent_and_a_merchant_read_themselves_alone(kind: Kind) -> None:
    world = NetworkWorld()
    own, another = kind.there(world), kind.there(world)
    assert world.client.get(f"{kind.path}/{own.id}", headers=by(kind.word)).status_code == 200
    assert world.client.get(f"{kind.path}/{another.id}", headers=by(kind.word)).status_code == 403
    assert world.events[-1].action == "ACCESS_OUTSIDE_JURISDICTION"


@WITH_ACCOUNT
@pytest.mark.parametrize("place", [NEXT, FAR])
def test_an_account_that_does_not_belong_where_its_agent_does_reads_none(kind: Kind, place: Place) -> None:
    world = NetworkWorld()
    own = kind.there(world, place)
    assert world.client.get(f"{kind.path}/{own.id}", headers=by(kind.word)).status_code == 403
    assert (world.only_event.action, world.only_event.entity_id) == ("ACCESS_OUTSIDE_JURISDICTION", own.id)


def test_an_account_of_no_agent_reads_none() -> None:
    world = NetworkWorld()
    agent = world.agent()
    assert world.client.get(f"{AGENTS.path}/{agent.id}", headers=by("agent of nobody")).status_code == 403


@EACH_KIND
@pytest.mark.parametrize("method", ["GET", "PATCH"])
def test_an_unknown_id_is_not_found_and_recorded_once(kind: Kind, method: str) -> None:
    world = NetworkWorld()
    for entity_id in HOSTILE_IDS:
        world.trail.events.rows.clear()
        body = {"name": "Eva"} if method == "PATCH" else None
        answer = world.client.request(method, f"{kind.path}/{entity_id}", json=body, headers=at("admin"))
        assert (answer.status_code, answer.json()["code"]) == (404, f"NO_SUCH_{kind.code}"), entity_id
        assert (world.only_event.action, world.only_event.entity_type) == ("UNAUTHORIZED_ACCESS_ATTEMPT", kind.code)
        assert "482913112233" not in world.kept + answer.text


def test_an_id_of_another_kind_is_not_found() -> None:
    world = NetworkWorld()
    market = world.market()
    assert world.client.get(f"{AGENTS.path}/{market.id}", headers=by("admin")).status_code == 404


@EACH_KIND
@pytest.mark.parametrize("name", ["auditor", "trader", None])
def test_others_are_refused_and_recorded_once(kind: Kind, name: str | None) -> None:
    world = NetworkWorld()
    entity = kind.there(world)
    assert world.client.get(f"{kind.path}/{entity.id}", headers=by(name)).status_code == (403 if name else 401)
    assert len(world.events) == 1


@EACH_KIND
@pytest.mark.parametrize("name", ["auditor", "agent", "merchant", "homeless clerk", None])
def test_others_do_not_list(kind: Kind, name: str | None) -> None:
    world = NetworkWorld()
    assert world.client.get(kind.path, headers=by(name)).status_code == (403 if name else 401)
    assert world.only_event.attempted_action == "LIST_ENTITIES"


@EACH_KIND
@pytest.mark.parametrize(("name", "number"), [("clerk", 3), ("supervisor", 5), ("admin", 9)])
@pytest.mark.parametrize("limit", [1, 2, 4, 100])
def test_a_list_is_complete_whatever_the_size_of_its_pages(kind: Kind, name: str, number: int, limit: int) -> None:
    world = NetworkWorld()
    for place, many in ((HOME, 3), (NEXT, 2), (FAR, 4)):
        for _ in range(many):
            kind.there(world, place)
    pages = world.pages_of(kind.path, name, limit)
    listed = [one["id"] for page in pages for one in page[f"{kind.word}s"]]
    assert len(listed) == len(set(listed)) == number
    assert {(one.action, one.entity_type, one.entity_id) for one in world.events} == {("LIST_ENTITIES", kind.code, "*")}
    assert len(world.events) == len(pages)


@EACH_KIND
@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({"limit": "0"}, 422, "INVALID_INPUT"),
        ({"limit": "101"}, 422, "INVALID_INPUT"),
        ({"limit": "x"}, 422, "INVALID_INPUT"),
        ({"cursor": "x" * 2049}, 400, "BAD_CURSOR"),
        ({"cursor": "x"}, 400, "BAD_CURSOR"),
        ({"cursor": "482913112233"}, 400, "BAD_CURSOR"),
        ({"cursor": urlsafe_b64encode(b"Zambezia").decode()}, 400, "BAD_CURSOR"),
    ],
)
def test_bad_queries_are_refused_and_recorded_once(kind: Kind, query: dict[str, str], status: int, code: str) -> None:
    world = NetworkWorld()
    answer = world.client.get(kind.path, params=query, headers=by("clerk"))
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (world.only_event.action, world.only_event.outcome) == ("LIST_ENTITIES", "FAILED")
    assert "482913112233" not in world.kept + answer.text


def test_a_cursor_of_another_scope_is_none() -> None:
    world = NetworkWorld()
    for place in (HOME, FAR, FAR, FAR):
        world.market(place)
    cursor = world.client.get(MARKETS.path, params={"limit": 2}, headers=by("admin")).json()["cursor"]
    answer = world.client.get(MARKETS.path, params={"cursor": cursor}, headers=by("clerk"))
    assert (answer.status_code, answer.json()["code"]) == (400, "BAD_CURSOR")
