"""Publishing and listing settlement prices."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.unit.hedge.ledger_world import ALUMINUM, PRICE, PRICES, LedgerWorld
from tests.unit.hedge.trading_world import ROLES, by, faults

OTHER = {**PRICE, "settlement_date": "2026-01-30", "price_usd": "2600"}
COPPER = {**PRICE, "symbol": "LME_CU_CASH_SETTLEMENT_DAILY", "price_usd": "9000.123456"}
OTHER_DAY = {"settlement_date": "2025-12-31"}
READERS = {"TRADER", "RISK_MANAGER", "AUDITOR"}


def days_of(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [one["settlement_date"] for one in answer.json()["prices"]]


@pytest.mark.parametrize("body", [PRICE, {"prices": [PRICE]}, [PRICE]])
def test_a_price_is_published_and_recorded(body: object) -> None:
    world = LedgerWorld()
    answer = world.post(PRICES, body)
    assert answer.status_code == 201
    (made,) = answer.json()["prices"]
    assert made == {**PRICE, "price_usd": "2550.250000", "recorded_at": made["recorded_at"]}
    (kept,) = world.prices.rows.values()
    assert kept.shown() == made
    event = world.only_event
    assert (event.action, event.entity_type, event.entity_id) == ("PUBLISH_PRICE", "PRICE", f"{ALUMINUM}/2026-01-29")
    assert (world.body_of(event)["before"], world.body_of(event)["after"]) == (None, made)


def test_many_are_published_together_each_with_its_event() -> None:
    world = LedgerWorld()
    answer = world.post(PRICES, {"prices": [PRICE, OTHER, COPPER]})
    assert [one["symbol"] for one in answer.json()["prices"]] == [ALUMINUM, ALUMINUM, COPPER["symbol"]]
    assert {one.entity_id for one in world.events} == {f"{symbol}/{day}" for symbol, day in world.prices.rows}
    assert len(world.events) == len(world.prices.rows) == 3
    assert len({one.correlation_id for one in world.events}) == 1


def test_many_are_taken_as_a_list_alone_too() -> None:
    one, other = LedgerWorld(), LedgerWorld()
    answers = one.post(PRICES, [PRICE, OTHER, COPPER]), other.post(PRICES, {"prices": [PRICE, OTHER, COPPER]})
    assert [answer.status_code for answer in answers] == [201, 201]
    assert [answer.content for answer in answers[1:]] == [answers[0].content]
    wrong = {**COPPER, "price_usd": "1.0000001"}
    assert faults(one.post(PRICES, [PRICE, wrong])) == {"body.prices.1.price_usd"}


def test_forty_are_published_together_and_no_more() -> None:
    world = LedgerWorld()
    days = [{**PRICE, "settlement_date": f"2026-{1 + number // 28:02d}-{1 + number % 28:02d}"} for number in range(41)]
    assert faults(world.post(PRICES, {"prices": days})) == {"body.prices"}
    assert not world.prices.rows
    assert world.post(PRICES, {"prices": days[:40]}).status_code == 201
    assert len(world.prices.rows) == 40


@pytest.mark.parametrize("again", [PRICE, {**PRICE, "price_usd": "2550.250000"}, {**PRICE, "source": "Reuters"}])
def test_the_same_price_again_is_accepted_without_a_second_row(again: dict[str, Any]) -> None:
    world = LedgerWorld()
    first = world.post(PRICES, PRICE)
    rows = dict(world.prices.rows)
    answer = world.post(PRICES, again)
    assert (answer.status_code, answer.json()) == (201, first.json())
    assert world.prices.rows == rows
    told = world.body_of(world.last_event)
    assert told["before"] == told["after"] == first.json()["prices"][0]


def test_known_and_new_ones_are_published_together() -> None:
    world = LedgerWorld()
    world.published(PRICE)
    assert world.post(PRICES, {"prices": [OTHER, PRICE]}).status_code == 201
    told = {one.entity_id: world.body_of(one)["before"] is None for one in world.events[1:]}
    assert told == {f"{ALUMINUM}/2026-01-30": True, f"{ALUMINUM}/2026-01-29": False}


def test_of_many_all_are_published_or_none() -> None:
    world = LedgerWorld()
    world.published(PRICE)
    rows = dict(world.prices.rows)
    answer = world.post(PRICES, {"prices": [OTHER, {**PRICE, "price_usd": "2550.250001"}, COPPER]})
    assert (answer.status_code, answer.json()["code"]) == (409, "PRICE_DIFFERS")
    assert [one["at"] for one in answer.json()["errors"]] == ["body.prices.1"]
    assert world.prices.rows == rows
    assert (world.last_event.action, world.last_event.outcome) == ("PUBLISH_PRICE", "FAILED")


def test_the_same_price_again_in_one_request_is_accepted_without_a_second_row() -> None:
    world = LedgerWorld()
    again = {**PRICE, "price_usd": "2550.250000", "source": "Reuters"}
    first, _, last = world.post(PRICES, {"prices": [PRICE, OTHER, again]}).json()["prices"]
    assert (last, last["source"]) == (first, "LME")
    assert [one.shown() for one in world.prices.rows.values()].count(first) == 1 == len(world.prices.rows) - 1
    told = [world.body_of(one) for one in world.events if one.entity_id.endswith("/2026-01-29")]
    assert {one["before"] is None for one in told} == {True, False}
    assert [one["after"] for one in told] == [first] * 2


def test_two_prices_of_a_symbol_and_day_in_one_request_differ() -> None:
    world = LedgerWorld()
    answer = world.post(PRICES, {"prices": [PRICE, OTHER, {**PRICE, "price_usd": "2551"}]})
    assert (answer.status_code, answer.json()["code"]) == (409, "PRICE_DIFFERS")
    assert [one["at"] for one in answer.json()["errors"]] == ["body.prices.2"]
    assert not world.prices.rows


def test_of_many_who_publish_at_once_one_decides() -> None:
    world = LedgerWorld()
    bodies = [{**PRICE, "price_usd": f"{2500 + number}"} for number in range(20)]
    with ThreadPoolExecutor(20) as threads:
        answers = sorted(threads.map(lambda body: world.post(PRICES, body).status_code, bodies))
    assert answers == [201, *[409] * 19]
    assert len(world.prices.rows) == 1
    assert len(world.events) == 20


@pytest.mark.parametrize(
    "wrong",
    [
        {"price_usd": 2550.25},
        {"price_usd": 2550},
        {"price_usd": "0"},
        {"price_usd": "-1"},
        {"price_usd": "1e3"},
        {"price_usd": "2550.1234567"},
        {"price_usd": "1234567890123"},
        {"price_usd": "٢٥٥٠"},
        {"price_usd": "NaN"},
        {"price_usd": None},
        {"symbol": "LME_AL"},
        {"symbol": "lme_alu_cash_settlement_daily"},
        {"symbol": "482913112233"},
        {"settlement_date": "2026-02-30"},
        {"settlement_date": "20260129"},
        {"settlement_date": "2026-01-29T00:00:00Z"},
        {"source": ""},
        {"source": "a\u202eb"},
        {"source": "482913112233"},
        {"currency": "USD"},
        {"prices": [PRICE]},
        {"prices": None},
    ],
)
def test_a_price_that_does_not_fit_is_refused_alone_and_among_others(wrong: dict[str, Any]) -> None:
    for body in ({**PRICE, **wrong}, {"prices": [OTHER, {**PRICE, **wrong}]}):
        world = LedgerWorld()
        answer = world.post(PRICES, body)
        assert answer.status_code == 422
        assert (world.only_event.action, world.only_event.outcome) == ("PUBLISH_PRICE", "FAILED")
        assert "482913112233" not in world.kept + answer.text
        assert not world.prices.rows


@pytest.mark.parametrize("body", [{}, [], None, {"prices": []}, {"prices": None}, {"prices": PRICE}, [[PRICE]], [None]])
def test_a_body_of_no_price_is_refused(body: object) -> None:
    world = LedgerWorld()
    assert world.post(PRICES, body).status_code == 422
    assert not world.prices.rows


def test_a_price_that_was_refused_is_told_beside_the_one_that_stands() -> None:
    world = LedgerWorld()
    world.published(PRICE)
    world.post(PRICES, [OTHER, {**PRICE, "price_usd": "2550.500000", "source": "Reuters"}])
    told = world.body_of(world.last_event)["after"]
    assert told["refused"] == [{**PRICE, "price_usd": "2550.500000", "source": "Reuters"}]
    assert [one["price_usd"] for one in told["published"]] == ["2550.250000"]


@pytest.mark.parametrize("role", ROLES)
def test_traders_publish_and_the_desk_reads(role: str) -> None:
    world = LedgerWorld()
    assert world.post(PRICES, PRICE, role).status_code == (201 if role == "TRADER" else 403)
    assert world.get(PRICES, role, symbol=ALUMINUM).status_code == (200 if role in READERS else 403)
    assert len(world.events) == 2


def test_a_symbols_prices_are_listed_by_day_page_by_page() -> None:
    world = LedgerWorld()
    days = [f"2026-01-{day:02d}" for day in (29, 5, 12, 30, 9)]
    world.published(*({**PRICE, "settlement_date": day} for day in days), COPPER)
    found: list[str] = []
    query: dict[str, Any] = {"symbol": ALUMINUM, "limit": 2}
    while query.get("cursor", "") is not None:
        answer = world.get(PRICES, **query)
        found += days_of(answer)
        query["cursor"] = answer.json()["cursor"]
    assert found == sorted(days)
    assert days_of(world.get(PRICES, symbol=ALUMINUM, start="2026-01-09", end="2026-01-29")) == sorted(days)[1:4]
    assert (world.last_event.action, world.last_event.entity_type) == ("LIST_ENTITIES", "PRICE")


@pytest.mark.parametrize("limit", range(1, 8))
def test_all_prices_are_listed_by_symbol_and_day_page_by_page(limit: int) -> None:
    world = LedgerWorld()
    tin = {**PRICE, "symbol": "LME_SN_CASH_SETTLEMENT_DAILY"}
    world.published(tin, OTHER, COPPER, PRICE, {**tin, "settlement_date": "2026-01-02"}, {**COPPER, **OTHER_DAY})
    found: list[tuple[str, str]] = []
    query: dict[str, Any] = {"limit": limit, "start": "2026-01-02"}
    while query.get("cursor", "") is not None:
        answer = world.get(PRICES, **query)
        assert days_of(answer)
        found += [(one["symbol"], one["settlement_date"]) for one in answer.json()["prices"]]
        query["cursor"] = answer.json()["cursor"]
    assert found == sorted(key for key in ((symbol, str(day)) for symbol, day in world.prices.rows) if key[1] > "2026")


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"symbol": ""}, 422),
        ({"symbol": "LME_AL"}, 422),
        ({"symbol": ALUMINUM, "start": "2026-01-30", "end": "2026-01-29"}, 422),
        ({"symbol": ALUMINUM, "limit": 101}, 422),
        ({"symbol": ALUMINUM, "since": "2026-01-30"}, 422),
        ({"symbol": ALUMINUM, "cursor": "x"}, 400),
        ({"symbol": ALUMINUM, "cursor": f"{ALUMINUM}:"}, 400),
        ({"cursor": ""}, 400),
        ({"cursor": "x"}, 400),
        ({"cursor": "x:"}, 400),
        ({"cursor": f"{ALUMINUM}:x"}, 400),
        ({"cursor": ALUMINUM}, 400),
    ],
)
def test_a_list_that_cannot_be_asked_for_is_refused(query: dict[str, Any], status: int) -> None:
    world = LedgerWorld()
    world.published(PRICE, OTHER)
    world.trail.events.rows.clear()
    assert world.get(PRICES, **query).status_code == status
    assert (world.only_event.action, world.only_event.outcome) == ("LIST_ENTITIES", "FAILED")


def test_the_same_request_with_its_key_is_answered_alike() -> None:
    world = LedgerWorld()
    first, again = (
        world.client.post(PRICES, json=PRICE, headers={**by("TRADER"), "Idempotency-Key": "k-1"}) for _ in range(2)
    )
    assert first.content == again.content
    assert len(world.prices.rows) == 1
