"""A request that is sent twice with one key: the second is read after the first was done, and finds it in its way."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.fakes.hedge_desk import MemoryContracts, MemoryOrders
from tests.unit.hedge.ledger_world import LedgerWorld, event_id
from tests.unit.hedge.trading_world import CONTRACTS, LINKAGES, ORDERS, by

KEY = {**by("TRADER"), "Idempotency-Key": "key-one"}
Kept = MemoryContracts | MemoryOrders


def overtaken(monkeypatch: pytest.MonkeyPatch, kept: type[Kept], send: Callable[[], Any]) -> tuple[Any, Any]:
    """The answers to the first and the second, which begins before the first and reads after it."""
    find = kept.find
    first: list[Any] = []

    def find_after_the_other(keeper: Any, entity_id: str) -> Any:
        if not first:
            first.append(None)
            first[0] = send()
        return find(keeper, entity_id)

    monkeypatch.setattr(kept, "find", find_after_the_other)
    second = send()
    return first[0], second


@pytest.mark.parametrize("what", ["settle", "cancel", "archive contract", "archive order", "link"])
def test_both_get_the_first_answer(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    world = LedgerWorld().priced()
    order, contract = world.sale(), world.short()
    method, path, body = {
        "settle": (
            "POST",
            f"/v1/cashflow/contracts/{contract}/settle",
            {"source_event_id": event_id(0), "cashflow_date": "2026-01-30"},
        ),
        "cancel": ("PATCH", f"{CONTRACTS}/{contract}/status", {"status": "cancelled"}),
        "archive contract": ("PATCH", f"{CONTRACTS}/{contract}/archive", None),
        "archive order": ("PATCH", f"{ORDERS}/{order}/archive", None),
        "link": ("POST", LINKAGES, {"order_id": order, "contract_id": contract, "quantity_mt": "50"}),
    }[what]
    world.trail.events.rows.clear()
    kept = MemoryOrders if what == "archive order" else MemoryContracts
    first, second = overtaken(monkeypatch, kept, lambda: world.client.request(method, path, json=body, headers=KEY))
    assert (second.status_code, second.content) == (first.status_code, first.content)
    assert first.status_code in (200, 201)
    assert second.headers["Idempotent-Replayed"] == "true"
    assert {one.outcome for one in world.events} == {"SUCCEEDED"}
