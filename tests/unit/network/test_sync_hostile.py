"""Items that are none: each is invalid by itself, remembered, and spoils no other."""

import json
from typing import Any

import pytest

from tests.unit.network.transaction_worlds import TransactionWorld
from tests.unit.network.uploading import SYNC, actions, item, results, upload

CARD, PIN = "4111111111111111", "482913"


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in item(2).items() if key != name}


NO_AMOUNTS: list[object] = [12.5, 12, None, "0", "-1", "1e3", "1,5", "1" * 400, [], {}, True, "NaN"]
NO_SEQUENCES: list[object] = [0, -1, 1.0, 1.5, True, None, "2", [], 2**53, 10**400]
NO_ITEMS: list[object] = [
    *[item(2, amount=value) for value in NO_AMOUNTS],
    *[item(2, currency=value) for value in ("mzn", "ZZZ", None, 7, ["MZN"])],
    *[item(2, method=value) for value in ("BITCOIN", None, 7)],
    *[item(2, description=value) for value in (CARD, "\ud800", "a\x00b", 7, "x" * 10_000, {"a": {"b": [1.5]}})],
    *[item(2, print_receipt=value) for value in ("true", 1, None)],
    *[item(2, occurred_at=value) for value in ("yesterday", "2026-02-30T00:00:00.000Z", "0001-01-01T00:00:00.000Z", 5)],
    *[item(2, occurred_at=value) for value in ("2026-11-22T08:15:00Z", "2026-11-22T08:15:00.000+02:00", None)],
    *[item(2, **{name: 1}) for name in ("extra", "pin", CARD)],
    *[without(name) for name in ("amount", "currency", "method", "occurred_at")],
]
NO_NUMBERS: list[object] = [
    *[{**item(2), "sequence": value} for value in NO_SEQUENCES],
    without("sequence"),
    *(None, 5, "junk", [], {}, [[]], {"pin": PIN}),
]


def sent(world: TransactionWorld, items: list[object], **more: Any) -> Any:
    # As text, since a client of good manners would not send NaN.
    body = json.dumps({"items": items})
    answer = world.client.post(SYNC, content=body, headers={**world.key, "Content-Type": "application/json"}, **more)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("given", NO_ITEMS)
def test_one_bad_item_spoils_no_other_and_is_remembered(given: object) -> None:
    world = TransactionWorld()
    first, second = (sent(world, [item(1), given, item(3)]) for _ in range(2))
    assert results(first) == ["CREATED", "INVALID", "CREATED"]
    assert results(second) == ["DUPLICATE"] * 3
    assert first["results"][1]["code"] == "INVALID_ITEM"
    assert first["results"][1]["sequence"] == 2
    assert first["results"][1]["errors"] == second["results"][1]["errors"] != []
    assert actions(world.events) == {"TRANSACTION_CREATED": 2, "TRANSACTION_FAILED": 1, "OFFLINE_SYNC": 2}
    assert CARD not in world.kept + json.dumps(first)


@pytest.mark.parametrize("given", NO_NUMBERS)
def test_an_item_without_a_number_is_known_by_its_content(given: object) -> None:
    world = TransactionWorld()
    first, second = (sent(world, [item(1), given]) for _ in range(2))
    assert (results(first), results(second)) == (["CREATED", "INVALID"], ["DUPLICATE"] * 2)
    assert first["results"][1]["sequence"] is None
    assert first["gaps"] == []
    assert actions(world.events) == {"TRANSACTION_CREATED": 1, "TRANSACTION_FAILED": 1, "OFFLINE_SYNC": 2}
    assert PIN not in world.kept


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "-0.0"])
def test_numbers_that_json_does_not_have_are_invalid(number: str) -> None:
    world = TransactionWorld()
    body = json.dumps({"items": [item(1), item(2, amount="@")]}).replace('"@"', number)
    headers = {**world.key, "Content-Type": "application/json"}
    answer = world.client.post(SYNC, content=body, headers=headers)
    assert (answer.status_code, results(answer.json())) == (200, ["CREATED", "INVALID"])


def test_deep_nesting_in_an_item_spoils_no_other() -> None:
    world = TransactionWorld()
    deep: Any = []
    for _ in range(300):
        deep = [deep]
    assert results(sent(world, [item(1), item(2, description=deep), deep])) == ["CREATED", "INVALID", "INVALID"]


def test_a_body_nested_beyond_reading_is_refused() -> None:
    world = TransactionWorld()
    body = '{"items": [' + "[" * 100_000 + "]" * 100_000 + "]}"
    answer = world.client.post(SYNC, content=body, headers={**world.key, "Content-Type": "application/json"})
    assert (answer.status_code, world.only_event.outcome) == (422, "FAILED")


def test_500_items_of_the_worst_kind_are_answered_and_recorded() -> None:
    world = TransactionWorld()
    worst = [{**item(number), **dict.fromkeys(("amount", "currency", "method"), "é" * 200)} for number in range(1, 501)]
    answer = sent(world, [*worst])
    assert set(results(answer)) == {"INVALID"}
    assert max(len(one["errors"]) for one in answer["results"]) == 3
    assert len(json.dumps(answer)) < 300_000, "it has to fit beside an idempotency key"
    assert actions(world.events) == {"TRANSACTION_FAILED": 500, "OFFLINE_SYNC": 1}


def test_a_secret_in_a_field_that_no_item_has_is_not_told_apart_from_another() -> None:
    world = TransactionWorld()
    first = upload(world, [item(1, pin=PIN)])
    second = upload(world, [item(1, pin="593024")])
    assert (results(first), results(second)) == (["INVALID"], ["DUPLICATE"])
