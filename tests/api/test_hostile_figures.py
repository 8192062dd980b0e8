"""Decimals and days of the hedge desk that must not be taken: another number of JSON, another form, another range."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.operation import Operation
from tests.api.operations import OPERATIONS, operation
from tests.api.test_hostile_requests import body_of, failed, over
from tests.api.world import World

DECIMALS = ("quantity_mt", "avg_entry_price", "fixed_price_value", "price_usd", "new_quantity_mt")
BODIED = [one for one in OPERATIONS if one.function == "hedge" and one.body is not None]
NO_DECIMALS = [
    *(
        1,
        1.5,
        True,
        None,
        "",
        " 1",
        "1 ",
        "-1",
        "+1",
        "1e3",
        "1E3",
        "0",
        "0.000",
        "NaN",
        "Infinity",
        "-0",
        "1_000",
        "1,5",
    ),
    *("1.", ".5", "0x10", "\u0661", "\uff11", "1" * 13, "1.0000001", "1\n"),
]
NO_DAYS = [20260130, "20260130", "2026-1-30", "2026-02-30", "2026-W05-5", "2026-01-30T00:00:00Z", "", "\u0662026-01-30"]
NO_SYMBOLS = ["ALUMINUM", "lme_alu_cash_settlement_daily", "LME_ALU_CASH_SETTLEMENT_DAILY ", "", 1]
NO_COMMODITIES = ["GOLD", "", " ALUMINUM", "ALUM\u0130NUM", 1]


def spoilt(body: Any, names: tuple[str, ...], value: object) -> Iterator[Any]:
    """The body with the value in the place of each member of these names, however deep."""
    if isinstance(body, dict):
        for name, of in body.items():
            if name in names:
                yield {**body, name: value}
            yield from ({**body, name: other} for other in spoilt(of, names, value))
    elif isinstance(body, list):
        for index, of in enumerate(body):
            yield from ([*body[:index], other, *body[index + 1 :]] for other in spoilt(of, names, value))


def days_of(body: Any) -> tuple[str, ...]:
    names = ("date", "period_", "observation_", "delivery_")
    if isinstance(body, list):
        return tuple(name for one in body for name in days_of(one))
    if not isinstance(body, dict):
        return ()
    own = tuple(name for name in body if name.endswith("_date") or name.startswith(names))
    return own + tuple(name for of in body.values() for name in days_of(of))


@over(BODIED)
def test_what_is_no_decimal(world: World, operation: Operation) -> None:
    for value in NO_DECIMALS:
        for body in spoilt(body_of(world, operation), DECIMALS, value):
            if value is not None or operation.action != "CREATE_ORDER":
                assert failed(world.ask(operation, body=body), operation, 422, "INVALID_INPUT"), value


@over(BODIED)
def test_what_is_no_day(world: World, operation: Operation) -> None:
    given = body_of(world, operation)
    for value in NO_DAYS:
        for body in spoilt(given, days_of(given), value):
            assert failed(world.ask(operation, body=body), operation, 422, "INVALID_INPUT"), value


@over([one for one in BODIED if one.action in ("CREATE_ORDER", "CREATE_CONTRACT", "PUBLISH_PRICE", "RUN_WHAT_IF")])
def test_what_is_no_metal(world: World, operation: Operation) -> None:
    given = body_of(world, operation)
    for names, values in ((("commodity",), NO_COMMODITIES), (("symbol",), NO_SYMBOLS)):
        for value in values:
            for body in spoilt(given, names, value):
                assert failed(world.ask(operation, body=body), operation, 422, "INVALID_INPUT"), value


def test_a_quantity_has_three_decimals_and_a_price_six(world: World) -> None:
    contract = operation("POST /v1/contracts/hedge")
    given = body_of(world, contract)
    assert failed(world.ask(contract, body={**given, "quantity_mt": "1.0001"}), contract, 422, "INVALID_INPUT")
    finest = {"quantity_mt": "0.001", "fixed_price_value": "0.000001"}
    largest = {"quantity_mt": "9" * 12 + ".999", "fixed_price_value": "9" * 12 + ".999999"}
    for bound in (finest, largest):
        answer = world.ask(contract, body={**given, **bound}).answer
        assert answer.status == 201, answer
        assert {name: answer.json[name] for name in bound} == bound


@pytest.mark.parametrize("alias", ["ALUMINUM", "aluminium", "Lme_Al"])
def test_a_metal_goes_by_its_aliases_in_any_case(world: World, alias: str) -> None:
    sale = operation("POST /v1/orders/sales")
    answer = world.ask(sale, body={**body_of(world, sale), "commodity": alias}).answer
    assert (answer.status, answer.json["commodity"]) == (201, "ALUMINUM")


def test_a_scenario_has_two_thousand_deltas_at_most(world: World) -> None:
    what_if = operation("POST /v1/scenario/what-if/run")
    body = body_of(world, what_if)
    added = next(one for one in body["deltas"] if "contract_id" in one)
    deltas = [{**added, "contract_id": f"one of many: {number}"} for number in range(2_001)]
    assert failed(world.ask(what_if, body={**body, "deltas": deltas}), what_if, 422, "INVALID_INPUT")
    twice = world.ask(what_if, body={**body, "deltas": deltas[:1] * 2})
    assert failed(twice, what_if, 422, "SAME_TARGET")


def test_forty_prices_at_most_are_published_together_and_all_or_none(world: World) -> None:
    publication, listing = (operation(f"{one} /v1/market-data/settlement-prices") for one in ("POST", "GET"))
    one = body_of(world, publication)
    days = [f"2026-{month:02}-{day:02}" for month in (4, 5) for day in range(1, 22)]
    prices = [{**one, "settlement_date": day} for day in days]
    told = world.ask(publication, body={"prices": prices[:41]})
    assert failed(told, publication, 422, "INVALID_INPUT")
    other = {**one, "settlement_date": "2026-01-30", "price_usd": "1"}
    assert failed(world.ask(publication, body={"prices": [*prices[:39], other]}), publication, 409, "PRICE_DIFFERS")
    assert len(world.ask(listing).answer.json["prices"]) == 2
    told = world.ask(publication, body={"prices": prices[:40]})
    assert (told.status, told.recorded) == (201, [("PUBLISH_PRICE", "SUCCEEDED")] * 40)
