"""A POS that waits to move goes on where it is; from the approval on, where it was moved to."""

from dataclasses import replace
from typing import Any

import pytest

from lacre.model.place import Place
from tests.unit.network.test_updating import A_CHANGE
from tests.unit.network.transaction_worlds import PATH, PAYMENT, TransactionWorld
from tests.unit.network.uploading import actions, before_each_append, item, results, upload
from tests.unit.network.worlds import HOME, NEXT, by

WAITING: dict[str, Any] = {"pending_change": A_CHANGE}
APPROVED: dict[str, Any] = {"pending_change": None, "place": NEXT, "market_id": None}
REJECTED: dict[str, Any] = {"pending_change": None}


def becomes(world: TransactionWorld, change: dict[str, Any]) -> None:
    """The POS's next version."""
    before = world.terminals.rows[world.terminal.id]
    world.terminals.rows[before.id] = replace(before, version=before.version + 1, **change)


def place_of(made: Any) -> Place:
    return Place(made["province"], made["district"])


@pytest.mark.parametrize("name", ["POS", "agent", "supervisor", "admin"])
def test_it_takes_payments_prints_and_cancels(name: str) -> None:
    world = TransactionWorld()
    becomes(world, WAITING)
    headers = world.key if name == "POS" else by(name)
    made = world.client.post(PATH, json={**PAYMENT, "pos_id": world.terminal.id}, headers=headers).json()
    assert (place_of(made), made["market_id"]) == (HOME, world.terminal.market_id)
    printed = world.client.post(f"{PATH}/{made['id']}/receipts", headers=headers)
    because = {"reason": "Typed twice"}
    cancelled = world.client.post(f"{PATH}/{made['id']}/cancel", json=because, headers={**headers, "If-Match": '"1"'})
    assert (printed.status_code, cancelled.status_code) == (201, 200)
    assert [(one.action, one.outcome) for one in world.events] == [
        ("TRANSACTION_CREATED", "SUCCEEDED"),
        ("RECEIPT_PRINTED", "SUCCEEDED"),
        ("TRANSACTION_CANCELLED", "SUCCEEDED"),
    ]
    assert world.terminals.rows[world.terminal.id].version == 2, "the approval finds what it was decided on"


def test_it_uploads_what_it_did_offline() -> None:
    world = TransactionWorld()
    becomes(world, WAITING)
    assert results(upload(world, [item(1, print_receipt=True), item(2)])) == ["CREATED", "CREATED"]
    assert {one.place for one in world.transactions.rows.values()} == {HOME}
    assert actions(world.events) == {"TRANSACTION_CREATED": 2, "RECEIPT_PRINTED": 1, "OFFLINE_SYNC": 1}


@pytest.mark.parametrize("change", [WAITING, APPROVED, REJECTED], ids=["request", "approval", "rejection"])
def test_a_payment_that_meets_a_decision_is_refused_and_taken_where_it_is_by_then(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, Any]
) -> None:
    world = TransactionWorld()
    before_each_append(world, monkeypatch, lambda number: becomes(world, change) if number == 1 else None)
    refused = world.client.post(PATH, json=PAYMENT, headers=world.key)
    assert (refused.status_code, refused.json()["code"]) == (409, "CONFLICT")
    assert (world.only_event.action, world.only_event.outcome) == ("TRANSACTION_FAILED", "FAILED")
    assert not world.transactions.rows
    assert place_of(world.take()) == world.terminals.rows[world.terminal.id].place


def test_an_upload_that_meets_request_and_approval_is_done_once_each_item_where_it_was_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = TransactionWorld()
    met = {2: WAITING, 5: APPROVED}

    def meet(number: int) -> None:
        if number in met:
            becomes(world, met[number])

    before_each_append(world, monkeypatch, meet)
    answer = upload(world, [item(number) for number in range(1, 101)])
    assert results(answer) == ["CREATED"] * 100
    places = [world.transactions.rows[one["transaction_id"]].place for one in answer["results"]]
    moved = places.index(NEXT)
    assert places == [HOME] * moved + [NEXT] * (100 - moved)
    assert moved > 0
    told = [world.told_by(one) for one in world.events if one.action == "TRANSACTION_CREATED"]
    assert sorted(one["sequence"] for one in told if place_of(one) == HOME) == list(range(1, moved + 1))
    assert len(told) == len(world.uploads.items) == len(world.transactions.rows) == 100
