"""What a POS did offline is uploaded: each item once, whatever is sent again, and what is missing is told."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from lacre.model import moment
from tests.unit.network.transaction_worlds import PATH, TransactionWorld
from tests.unit.network.uploading import HOUR_MS, SYNC, Item, actions, item, own_event, results, upload
from tests.unit.network.worlds import by


def a_day(world: TransactionWorld) -> list[Item]:
    """500 items: 493 numbers with two gaps, seven sent twice, one without an amount, one 8 hours ahead."""
    numbers = [number for number in range(1, 497) if number not in (100, 300, 301)]
    items = [item(number, print_receipt=number % 10 == 0) for number in numbers]
    items[41]["amount"] = "much"
    items[7]["occurred_at"] = moment.to_text(world.clock.now() + 8 * HOUR_MS)
    return items + [items[place] for place in (0, 1, 2, 7, 41, 400, 492)]


def test_a_day_of_500_items_twice() -> None:
    world = TransactionWorld()
    items = a_day(world)
    first = upload(world, items)
    assert len(items) == len(first["results"]) == 500
    assert Counter(results(first)) == {"CREATED": 492, "DUPLICATE": 7, "INVALID": 1}
    assert first["gaps"] == [[100, 100], [300, 301]]
    assert first["gaps_given_up_to"] is None
    assert first["results"][7]["flags"] == ["CLOCK_AHEAD"]
    assert first["results"][41] == {
        "sequence": 42,
        "result": "INVALID",
        "code": "INVALID_ITEM",
        "errors": [{"at": "item.amount", "what": "Not acceptable: value error."}],
    }
    assert len(world.transactions.rows) == 492
    # One number of the 49 that end in 0 is missing.
    receipts = sum(one["sequence"] % 10 == 0 for one in items[:493])
    assert len(world.receipts.rows) == receipts
    once = {"TRANSACTION_CREATED": 492, "RECEIPT_PRINTED": receipts, "TRANSACTION_FAILED": 1, "OFFLINE_SYNC": 1}
    assert actions(world.events) == once

    second = upload(world, items)
    assert set(results(second)) == {"DUPLICATE"}
    for before, after in zip(first["results"], second["results"], strict=True):
        assert after == {**before, "result": "DUPLICATE"}
    assert second["gaps"] == first["gaps"]
    assert len(world.transactions.rows) == 492
    assert actions(world.events) == {**once, "OFFLINE_SYNC": 2}


def test_the_event_tells_which_numbers_were_sent_twice() -> None:
    world = TransactionWorld()
    upload(world, [item(1), item(2), item(5), item(6), item(6)])
    assert world.told_by(own_event(world))["duplicates"] == [[6, 6]]
    upload(world, [item(number) for number in (1, 2, 3, 5)])
    told = world.told_by(own_event(world))
    assert (told["ranges"], told["duplicates"]) == ([[1, 3], [5, 5]], [[1, 2], [5, 5]])


def test_the_event_has_room_for_500_scattered_numbers_sent_twice() -> None:
    world = TransactionWorld()
    items = [{**item(1), "sequence": 2**53 - 1 - 2 * number} for number in range(500)]
    upload(world, items)
    assert set(results(upload(world, items))) == {"DUPLICATE"}
    assert len(world.told_by(own_event(world))["duplicates"]) == 500


def test_the_events_of_an_upload_belong_together_and_tell_whose_and_when() -> None:
    world = TransactionWorld()
    given = item(1, print_receipt=True)
    answer = upload(world, [given, item(2, amount="0")])
    own = own_event(world)
    assert {one.correlation_id for one in world.events} == {own.id}
    assert (own.entity_type, own.entity_id, own.actor_id, own.source) == ("JOB", own.id, world.terminal.id, "API")
    assert world.told_by(own) == {
        "producer": world.terminal.id,
        "ranges": [[1, 2]],
        "duplicates": [],
        "not_processed": [],
        "counts": {"CREATED": 1, "INVALID": 1},
        "gaps": [],
        "gaps_given_up_to": None,
    }
    parts = {one.action: one for one in world.events if one is not own}
    assert {one.source.value for one in parts.values()} == {"OFFLINE_SYNC"}
    created, failed = parts["TRANSACTION_CREATED"], parts["TRANSACTION_FAILED"]
    assert (created.entity_id, created.occurred_at) == (answer["results"][0]["transaction_id"], given["occurred_at"])
    assert world.told_by(created)["sequence"] == 1
    assert parts["RECEIPT_PRINTED"].occurred_at == given["occurred_at"]
    assert (failed.outcome, failed.severity, failed.actor_type) == ("FAILED", "LOW", "POS")
    assert world.body_of(failed)["reason"]["code"] == "INVALID_ITEM"
    assert world.told_by(failed)["errors"][0]["at"] == "item.amount"
    read = world.client.get(f"{PATH}/{created.entity_id}", headers=world.key).json()
    assert (read["sequence"], read["occurred_at"]) == (1, given["occurred_at"])


def test_the_same_number_with_other_content_is_a_conflict_each_time() -> None:
    world = TransactionWorld()
    first = upload(world, [item(1), item(1, amount="99.00")])
    second = upload(world, [item(1, amount="99.00")])
    made = first["results"][0]["transaction_id"]
    expected = {"sequence": 1, "result": "CONFLICT", "transaction_id": made, "code": "SEQUENCE_REUSED"}
    assert first["results"][1] == second["results"][0] == expected
    assert len(world.transactions.rows) == 1
    failed = [one for one in world.events if one.action == "TRANSACTION_FAILED"]
    assert [(one.outcome, one.source, one.entity_id) for one in failed] == [("FAILED", "OFFLINE_SYNC", made)] * 2
    assert world.told_by(own_event(world))["counts"] == {"CONFLICT": 1}


def test_another_pos_has_numbers_of_its_own() -> None:
    world = TransactionWorld()
    upload(world, [item(1)])
    world.terminal = world.pos()
    assert results(upload(world, [item(1)])) == ["CREATED"]


@pytest.mark.parametrize("ahead_ms", [-8 * HOUR_MS, 0, 60_000])
def test_a_clock_behind_or_a_little_ahead_is_not_flagged(ahead_ms: int) -> None:
    world = TransactionWorld()
    given = item(1, occurred_at=moment.to_text(world.clock.now() + ahead_ms))
    assert "flags" not in upload(world, [given])["results"][0]


def test_what_the_pos_may_not_take_is_invalid_and_flagged_alike() -> None:
    world = TransactionWorld()
    world.terminals.rows[world.terminal.id] = replace(world.terminal, maximum_amount="10.00")
    late = moment.to_text(world.clock.now() + 8 * HOUR_MS)
    (result,) = upload(world, [item(1, occurred_at=late)])["results"]
    assert (result["result"], result["code"], result["flags"]) == ("INVALID", "AMOUNT_OVER_MAXIMUM", ["CLOCK_AHEAD"])
    assert result["errors"][0]["at"] == "item.amount"
    failed = world.events[0]
    assert (failed.action, failed.occurred_at, world.told_by(failed)["flags"]) == (
        "TRANSACTION_FAILED",
        late,
        ["CLOCK_AHEAD"],
    )


def test_gaps_close_when_the_missing_numbers_come() -> None:
    world = TransactionWorld()
    assert upload(world, [item(5), item(9)])["gaps"] == [[1, 4], [6, 8]]
    assert upload(world, [item(number) for number in (1, 2, 3, 4, 7)])["gaps"] == [[6, 6], [8, 8]]
    assert upload(world, [item(6), item(8)])["gaps"] == []
    assert world.told_by(own_event(world))["ranges"] == [[6, 6], [8, 8]]


def test_more_than_500_gaps_are_said_to_be_given_up() -> None:
    world = TransactionWorld()
    upload(world, [item(number) for number in range(2, 1002, 2)])
    answer = upload(world, [item(number) for number in range(1002, 1012, 2)])
    assert (len(answer["gaps"]), answer["gaps"][0], answer["gaps_given_up_to"]) == (500, [11, 11], 9)


@pytest.mark.parametrize(
    "body",
    [
        *({}, [], None, {"items": []}, {"items": None}, {"items": {"sequence": 1}}),
        *({"items": [item(1)], "extra": 1}, {"items": [{}] * 501}),
    ],
)
def test_what_is_no_batch_is_refused_and_recorded_once(body: Any) -> None:
    world = TransactionWorld()
    answer = world.client.post(SYNC, json=body, headers=world.key)
    assert (answer.status_code, answer.json()["code"]) == (422, "INVALID_INPUT")
    assert (world.only_event.action, world.only_event.outcome) == ("OFFLINE_SYNC", "FAILED")
    assert not world.uploads.items


@pytest.mark.parametrize("name", ["admin", "agent", "merchant", "clerk"])
def test_nobody_but_a_pos_uploads(name: str) -> None:
    world = TransactionWorld()
    assert world.client.post(SYNC, json={"items": [item(1)]}, headers=by(name)).status_code == 403
    assert (world.only_event.action, world.only_event.attempted_action) == (
        "UNAUTHORIZED_ACCESS_ATTEMPT",
        "OFFLINE_SYNC",
    )
