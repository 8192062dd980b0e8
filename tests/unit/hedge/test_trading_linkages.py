"""Links by HTTP: what goes together, how much of it, and what becomes of links when a side ends."""

from decimal import Decimal
from typing import Any

import pytest

from hedge.http import answering
from hedge.http.linkage_bodies import NewLinkageBody
from hedge.model.contract import Status
from hedge.model.transitions import MOST_LINKED, closed
from tests.unit.hedge.trading_world import (
    ABSENT_ID,
    CONTRACTS,
    FIXED,
    HOSTILE_IDS,
    LINKAGES,
    ORDERS,
    ROLES,
    SALES,
    TradingWorld,
    by,
    faults,
)


def numbers(world: TradingWorld, order_id: str, contract_id: str) -> tuple[str, str]:
    """What both sides tell of how much is linked."""
    order, contract = world.get(f"{ORDERS}/{order_id}").json(), world.get(f"{CONTRACTS}/{contract_id}").json()
    return order["linked_mt"], contract["linked_mt"]


def test_a_link_is_created_told_counted_on_both_sides_and_recorded() -> None:
    world = TradingWorld()
    order_id, contract_id = world.sale(), world.short()
    answer = world.link(order_id, contract_id, "40")
    assert answer.status_code == 201
    told = answer.json()
    assert (told["order_id"], told["contract_id"], told["quantity_mt"]) == (order_id, contract_id, "40.000")
    event = world.last_event
    assert (event.action, event.entity_type, event.entity_id) == ("CREATE_LINKAGE", "LINKAGE", told["id"])
    assert world.body_of(event)["after"] == told
    assert numbers(world, order_id, contract_id) == ("40.000", "40.000")
    assert world.contract(contract_id).links == {order_id: Decimal("40")}
    assert world.get(f"{LINKAGES}/{told['id']}").json() == told


def test_a_purchase_goes_with_a_long_contract_and_the_two_can_be_linked_again_until_full() -> None:
    world = TradingWorld()
    order_id, contract_id = world.purchase(), world.long()
    for quantity in ("12.5", "17.499", "0.001"):
        world.linked(order_id, contract_id, quantity)
    assert numbers(world, order_id, contract_id) == ("30.000", "30.000")
    assert world.contract(contract_id).links == {order_id: Decimal("30")}
    assert world.link(order_id, contract_id, "0.001").status_code == 400
    assert len(world.desk.linkages) == 3


@pytest.mark.parametrize(
    ("order", "contract", "at"),
    [
        ("sale", "long", {"body.contract_id"}),
        ("purchase", "short", {"body.contract_id"}),
        ("fixed", "short", {"body.order_id"}),
        ("copper", "short", {"body.contract_id"}),
        ("fixed", "long", {"body.order_id", "body.contract_id"}),
    ],
)
def test_what_does_not_go_together_is_refused(order: str, contract: str, at: set[str]) -> None:
    world = TradingWorld()
    orders = {
        "sale": world.sale(),
        "purchase": world.purchase(),
        "fixed": world.made(SALES, FIXED)["id"],
        "copper": world.sale(commodity="COPPER"),
    }
    answer = world.link(orders[order], {"short": world.short(), "long": world.long()}[contract], "1")
    assert faults(answer) == at
    assert answer.json()["code"] == "LINKAGE_INVALID"
    assert (world.last_event.action, world.last_event.outcome) == ("CREATE_LINKAGE", "FAILED")
    assert not world.desk.linkages


@pytest.mark.parametrize("given", HOSTILE_IDS)
def test_what_is_not_there_is_not_found(given: str) -> None:
    world = TradingWorld()
    order_id, contract_id = world.sale(), world.short()
    absent = {"ORDER": [(given, contract_id), (given, given), (contract_id, order_id)], "CONTRACT": [(order_id, given)]}
    for entity, pairs in absent.items():
        for pair in pairs:
            answer = world.link(*pair, "1")
            assert (answer.status_code, answer.json()["code"]) == (404, f"NO_SUCH_{entity}")
            assert (world.last_event.action, world.last_event.entity_type) == ("UNAUTHORIZED_ACCESS_ATTEMPT", entity)
    assert "482913112233" not in world.kept


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("order_id", None),
        ("order_id", 1),
        ("contract_id", "x" * 201),
        ("quantity_mt", "0"),
        ("quantity_mt", "-1"),
        ("quantity_mt", "1.0001"),
        ("quantity_mt", 1),
        ("quantity_mt", None),
    ],
)
def test_a_value_that_is_none_of_its_kind_is_refused(name: str, value: Any) -> None:
    body = {"order_id": ABSENT_ID, "contract_id": ABSENT_ID, "quantity_mt": "1", name: value}
    assert faults(TradingWorld().post(LINKAGES, body)) == {f"body.{name}"}


def test_the_example_of_the_document_fits_the_route() -> None:
    (example,) = NewLinkageBody.model_json_schema()["examples"]
    assert TradingWorld().post(LINKAGES, example).json()["code"] == "NO_SUCH_ORDER"


@pytest.mark.parametrize(
    ("order_t", "contract_t", "at"),
    [("10", "20", ["The order has 0.001 t left."]), ("20", "10", ["The contract has 0.001 t left."])],
)
def test_neither_side_is_over_allocated(order_t: str, contract_t: str, at: list[str]) -> None:
    world = TradingWorld()
    order_id, contract_id = world.sale(quantity_mt=order_t), world.short(quantity_mt=contract_t)
    world.linked(order_id, contract_id, "9.999")
    answer = world.link(order_id, contract_id, "0.002")
    assert (answer.status_code, answer.json()["code"]) == (400, "OVER_ALLOCATED")
    assert answer.json()["errors"] == [{"at": "body.quantity_mt", "what": what} for what in at]
    event = world.last_event
    assert (event.action, event.outcome) == ("CREATE_LINKAGE", "FAILED")
    left = world.body_of(event)["after"]
    assert {left["left_of_order_mt"], left["left_of_contract_mt"]} == {"0.001", "10.001"}
    world.linked(order_id, contract_id, "0.001")
    assert numbers(world, order_id, contract_id) == ("10.000", "10.000")


def test_several_orders_share_a_contract_and_several_contracts_an_order() -> None:
    world = TradingWorld()
    orders, contracts = [world.sale() for _ in range(2)], [world.short() for _ in range(3)]
    for order_id in orders:
        for contract_id in contracts:
            world.linked(order_id, contract_id, "25")
    assert {world.order(one).linked for one in orders} == {Decimal("75")}
    assert {world.contract(one).linked for one in contracts} == {Decimal("50")}
    assert world.link(orders[0], contracts[0], "0.001").json()["code"] == "OVER_ALLOCATED"


def test_what_is_not_live_or_not_active_is_not_linked() -> None:
    world = TradingWorld()
    order_id, archived_order = world.sale(), world.sale()
    active, archived, cancelled, settled = (world.short() for _ in range(4))
    assert world.patch(f"{ORDERS}/{archived_order}/archive").status_code == 200
    assert world.patch(f"{CONTRACTS}/{archived}/archive").status_code == 200
    assert world.patch(f"{CONTRACTS}/{cancelled}/status", {"status": "cancelled"}).status_code == 200
    world.desk.contracts[settled] = closed(world.contract(settled), Status.SETTLED)
    for order, contract, code in (
        (archived_order, active, "NOT_LIVE"),
        (order_id, archived, "NOT_LIVE"),
        (order_id, cancelled, "NOT_ACTIVE"),
        (order_id, settled, "NOT_ACTIVE"),
    ):
        answer = world.link(order, contract, "1")
        assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert not world.desk.linkages


@pytest.mark.parametrize("end", ["cancel", "archive"])
def test_a_contract_that_ends_gives_back_what_it_took_of_its_orders(end: str) -> None:
    world = TradingWorld()
    first, second, ending, staying = world.sale(), world.sale(), world.short(), world.short()
    world.linked(first, ending, "20")
    world.linked(second, ending, "30")
    world.linked(first, staying, "5")
    path = f"{CONTRACTS}/{ending}/{'status' if end == 'cancel' else 'archive'}"
    answer = world.patch(path, {"status": "cancelled"} if end == "cancel" else None)
    assert (answer.status_code, answer.json()["linked_mt"]) == (200, "0.000")
    assert world.body_of(world.last_event)["after"]["released"] == {first: "20.000", second: "30.000"}
    assert world.order(first).linked == 5
    assert world.order(second).linked == 0
    assert world.contract(staying).links == {first: Decimal("5")}
    world.linked(first, staying, "45")
    assert len(world.desk.linkages) == 4


def test_an_order_that_is_archived_gives_back_what_it_took_of_its_contracts() -> None:
    world = TradingWorld()
    ending, staying, one, other = world.sale(), world.sale(), world.short(), world.short()
    world.linked(ending, one, "20")
    world.linked(ending, other, "50")
    world.linked(staying, one, "30")
    answer = world.patch(f"{ORDERS}/{ending}/archive")
    assert (answer.status_code, answer.json()["linked_mt"]) == (200, "0.000")
    assert world.body_of(world.last_event)["after"]["released"] == {one: "20.000", other: "50.000"}
    assert world.contract(one).links == {staying: Decimal("30")}
    assert (world.contract(one).linked, world.contract(other).linked) == (Decimal("30"), Decimal("0"))
    world.linked(staying, other, "50")


def test_links_are_limited_on_both_sides_but_one_that_is_there_can_grow() -> None:
    world = TradingWorld()
    order_id, contract_id = world.sale(), world.short()
    contracts = [world.short() for _ in range(MOST_LINKED)]
    orders = [world.sale() for _ in range(MOST_LINKED)]
    for one in contracts:
        world.linked(order_id, one, "1")
    for one in orders:
        world.linked(one, contract_id, "1")
    for answer in (world.link(order_id, world.short(), "1"), world.link(world.sale(), contract_id, "1")):
        assert (answer.status_code, answer.json()["code"]) == (409, "TOO_MANY_LINKAGES")
    world.linked(order_id, contracts[0], "1")
    world.linked(orders[0], contract_id, "1")


def test_who_loses_a_race_is_told_and_nothing_of_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    world = TradingWorld()
    order_id, contract_id = world.sale(), world.short()
    stale = world.contract(contract_id)
    world.linked(order_id, contract_id, "40")
    monkeypatch.setattr("tests.fakes.hedge_desk.MemoryContracts.find", lambda *_: stale)
    monkeypatch.setattr(answering, "PAUSES_S", [0.0] * 3)
    answer = world.link(order_id, contract_id, "20")
    assert (answer.status_code, answer.json()["code"]) == (409, "CONFLICT")
    assert world.contract(contract_id).linked == world.order(order_id).linked == 40
    assert len(world.desk.linkages) == 1


def test_a_contract_that_ends_while_its_order_is_archived_makes_a_conflict(monkeypatch: pytest.MonkeyPatch) -> None:
    world = TradingWorld()
    order_id, contract_id = world.sale(), world.short()
    world.linked(order_id, contract_id, "40")
    stale = world.order(order_id)
    assert world.patch(f"{CONTRACTS}/{contract_id}/status", {"status": "cancelled"}).status_code == 200
    monkeypatch.setattr("tests.fakes.hedge_desk.MemoryOrders.find", lambda *_: stale)
    monkeypatch.setattr("tests.fakes.hedge_desk.MemoryOrders.hedged_by", lambda *_: {contract_id})
    monkeypatch.setattr(answering, "PAUSES_S", [0.0] * 3)
    answer = world.patch(f"{ORDERS}/{order_id}/archive")
    assert (answer.status_code, answer.json()["code"]) == (409, "CONFLICT")
    assert world.order(order_id).is_live


@pytest.mark.parametrize("linkage_id", HOSTILE_IDS)
def test_what_is_no_link_is_not_found_and_recorded_once(linkage_id: str) -> None:
    world = TradingWorld()
    answer = world.get(f"{LINKAGES}/{linkage_id}")
    assert (answer.status_code, answer.json()["code"]) == (404, "NO_SUCH_LINKAGE")
    assert (world.only_event.action, world.only_event.entity_type) == ("UNAUTHORIZED_ACCESS_ATTEMPT", "LINKAGE")


@pytest.mark.parametrize("role", ROLES)
def test_traders_act_and_those_who_watch_read(role: str) -> None:
    world = TradingWorld()
    order_id, contract_id = world.sale(), world.short()
    linkage_id = world.link(order_id, contract_id, "1").json()["id"]
    body = {"order_id": order_id, "contract_id": contract_id, "quantity_mt": "1"}
    assert world.post(LINKAGES, body, role).status_code == (201 if role == "TRADER" else 403)
    for answer in (world.get(LINKAGES, role), world.get(f"{LINKAGES}/{linkage_id}", role)):
        assert answer.status_code == (200 if role in ("TRADER", "RISK_MANAGER", "AUDITOR") else 403)
    assert len(world.events) == 6


def test_without_a_token_nothing_is_linked() -> None:
    world = TradingWorld()
    body = {"order_id": world.sale(), "contract_id": world.short(), "quantity_mt": "1"}
    assert world.client.post(LINKAGES, json=body, headers=by("nobody")).status_code == 401
    assert (world.last_event.action, world.last_event.attempted_action) == ("TOKEN_INVALID", "CREATE_LINKAGE")
    assert not world.desk.linkages
