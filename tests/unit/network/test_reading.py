"""Reading and listing agents, within the jurisdiction and with an event each."""

from base64 import urlsafe_b64encode

import pytest

from network.model.place import Place
from tests.unit.network.worlds import FAR, HOME, NEXT, NetworkWorld, by

PATH = "/v1/agents"


@pytest.mark.parametrize(
    ("name", "place", "status"),
    [
        ("clerk", HOME, 200),
        ("clerk", NEXT, 403),
        ("clerk", FAR, 403),
        ("supervisor", NEXT, 200),
        ("supervisor", FAR, 403),
        ("admin", FAR, 200),
        ("agent", HOME, 403),
    ],
)
def test_an_agent_is_read_within_the_jurisdiction(name: str, place: Place, status: int) -> None:
    world = NetworkWorld()
    agent = world.agent(place)
    answer = world.client.get(f"{PATH}/{agent.id}", headers=by(name))
    assert answer.status_code == status
    event = world.only_event
    assert (event.entity_type, event.entity_id) == ("AGENT", agent.id)
    if status == 200:
        assert (event.action, answer.json()["id"], answer.headers["ETag"]) == ("READ_ENTITY", agent.id, '"1"')
    else:
        assert (event.action, event.severity) == ("ACCESS_OUTSIDE_JURISDICTION", "HIGH")
        assert world.body_of(event)["after"]["jurisdiction_of_entity"] == place.shown()
        assert "Eva" not in answer.text


def test_an_agent_reads_itself() -> None:
    world = NetworkWorld()
    agent = world.agent(account_id="u-agent")
    assert world.client.get(f"{PATH}/{agent.id}", headers=by("agent")).status_code == 200


@pytest.mark.parametrize("agent_id", ["01a1ee56-5e00-75b1-a522-4a58b791df00", "5", "482913112233", "AGENT#1", "%2e"])
@pytest.mark.parametrize("method", ["GET", "PATCH"])
def test_an_unknown_id_is_not_found_and_recorded_once(agent_id: str, method: str) -> None:
    world = NetworkWorld()
    answer = world.client.request(
        method,
        f"{PATH}/{agent_id}",
        json={"name": "Eva"} if method == "PATCH" else None,
        headers={**by("admin"), "If-Match": '"1"'},
    )
    assert answer.status_code == 404
    assert world.only_event.action == "UNAUTHORIZED_ACCESS_ATTEMPT"
    assert "482913112233" not in world.kept + answer.text


@pytest.mark.parametrize("name", ["auditor", "trader", "merchant", None])
def test_others_are_refused_and_recorded_once(name: str | None) -> None:
    world = NetworkWorld()
    agent = world.agent()
    assert world.client.get(f"{PATH}/{agent.id}", headers=by(name)).status_code == (403 if name else 401)
    assert len(world.events) == 1


@pytest.mark.parametrize("name", ["auditor", "agent", "merchant", "homeless clerk", None])
def test_others_do_not_list(name: str | None) -> None:
    world = NetworkWorld()
    assert world.client.get(PATH, headers=by(name)).status_code == (403 if name else 401)
    assert world.only_event.attempted_action == "LIST_ENTITIES"


@pytest.mark.parametrize(("name", "count"), [("clerk", 3), ("supervisor", 5), ("admin", 9)])
@pytest.mark.parametrize("limit", [1, 2, 4, 100])
def test_a_list_is_complete_whatever_the_size_of_its_pages(name: str, count: int, limit: int) -> None:
    world = NetworkWorld()
    for place, number in ((HOME, 3), (NEXT, 2), (FAR, 4)):
        for _ in range(number):
            world.agent(place)
    listed: list[str] = []
    query: dict[str, str | int] = {"limit": limit}
    pages = 0
    while True:
        answer = world.client.get(PATH, params=query, headers=by(name)).json()
        listed += [agent["id"] for agent in answer["agents"]]
        pages += 1
        if answer["cursor"] is None:
            break
        query["cursor"] = answer["cursor"]
    assert len(listed) == len(set(listed)) == count
    assert {one.action for one in world.events} == {"LIST_ENTITIES"}
    assert len(world.events) == pages


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ({"limit": "0"}, 422, "INVALID_INPUT"),
        ({"limit": "101"}, 422, "INVALID_INPUT"),
        ({"limit": "x"}, 422, "INVALID_INPUT"),
        ({"cursor": "x"}, 400, "BAD_CURSOR"),
        ({"cursor": "482913112233"}, 400, "BAD_CURSOR"),
        ({"cursor": urlsafe_b64encode(b"Zambezia").decode()}, 400, "BAD_CURSOR"),
    ],
)
def test_bad_queries_are_refused_and_recorded_once(query: dict[str, str], status: int, code: str) -> None:
    world = NetworkWorld()
    answer = world.client.get(PATH, params=query, headers=by("clerk"))
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (world.only_event.action, world.only_event.outcome) == ("LIST_ENTITIES", "FAILED")
    assert "482913112233" not in world.kept + answer.text


def test_a_cursor_of_another_scope_is_none() -> None:
    world = NetworkWorld()
    for place in (HOME, FAR, FAR, FAR):
        world.agent(place)
    cursor = world.client.get(PATH, params={"limit": 2}, headers=by("admin")).json()["cursor"]
    answer = world.client.get(PATH, params={"cursor": cursor}, headers=by("clerk"))
    assert (answer.status_code, answer.json()["code"]) == (400, "BAD_CURSOR")
