"""Lists of orders, contracts and links by HTTP: complete, in order, page by page."""

from typing import Any

import pytest

from tests.unit.hedge.trading_world import CONTRACTS, LINKAGES, ORDERS, TradingWorld

LISTS = {"orders": (ORDERS, "ORDER"), "contracts": (CONTRACTS, "CONTRACT"), "linkages": (LINKAGES, "LINKAGE")}
EACH_LIST = pytest.mark.parametrize("name", LISTS)


def filled(count: int = 5) -> TradingWorld:
    world = TradingWorld()
    for _ in range(count):
        world.linked(world.sale(), world.short(), "1")
    return world


def pages(world: TradingWorld, path: str, limit: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    query: dict[str, Any] = {"limit": limit}
    while not found or found[-1]["cursor"] is not None:
        answer = world.get(path, **query)
        assert answer.status_code == 200, answer.text
        found.append(answer.json())
        query["cursor"] = found[-1]["cursor"]
    return found


@EACH_LIST
@pytest.mark.parametrize("limit", [1, 2, 5, 100])
def test_pages_are_complete_in_order_and_each_recorded(name: str, limit: int) -> None:
    world = filled()
    path, entity_type = LISTS[name]
    world.trail.events.rows.clear()
    found = pages(world, path, limit)
    listed = [one for page in found for one in page[name]]
    assert [one["id"] for one in listed] == sorted(getattr(world.desk, name))
    assert listed == [getattr(world.desk, name)[one["id"]].shown() for one in listed]
    assert len(found) == -(-5 // limit)
    assert {(one.action, one.entity_type) for one in world.events} == {("LIST_ENTITIES", entity_type)}
    assert len(world.events) == len(found)


@EACH_LIST
def test_there_may_be_nothing_to_list(name: str) -> None:
    assert TradingWorld().get(LISTS[name][0]).json() == {name: [], "cursor": None}


def test_what_ended_is_listed_too() -> None:
    world = filled(2)
    (order_id, _), (contract_id, _) = sorted(world.desk.orders), sorted(world.desk.contracts)
    world.patch(f"{ORDERS}/{order_id}/archive")
    world.patch(f"{CONTRACTS}/{contract_id}/archive")
    assert [len(world.get(path).json()[name]) for name, (path, _) in LISTS.items()] == [2, 2, 2]


@EACH_LIST
@pytest.mark.parametrize("cursor", ["x", "", "TmFtcHVsYQ", "orders/x", "%00"])
def test_a_cursor_that_is_none_is_refused_and_recorded(name: str, cursor: str) -> None:
    world = TradingWorld()
    answer = world.get(LISTS[name][0], cursor=cursor)
    assert (answer.status_code, answer.json()["code"]) == (400, "BAD_CURSOR")
    assert (world.only_event.action, world.only_event.outcome) == ("LIST_ENTITIES", "FAILED")


def test_a_cursor_of_another_list_is_refused() -> None:
    world = filled()
    cursors = {name: world.get(path, limit=1).json()["cursor"] for name, (path, _) in LISTS.items()}
    for name, (path, _) in LISTS.items():
        answers = {of: world.get(path, cursor=cursor).status_code for of, cursor in cursors.items()}
        assert answers == {of: 200 if of == name else 400 for of in cursors}


@EACH_LIST
@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 101}, {"limit": "x"}, {"page": 2}])
def test_a_query_that_does_not_fit_is_refused(name: str, query: dict[str, Any]) -> None:
    assert TradingWorld().get(LISTS[name][0], **query).status_code == 422
