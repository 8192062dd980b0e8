"""The description of the ledger's routes: its examples are real, and its schemas take and refuse what the routes do."""

from typing import Any

import pytest
from fastapi import FastAPI
from jsonschema import Draft202012Validator

from lacre.http.documented import openapi_of
from tests.unit.hedge.ledger_world import FIXED_IN, FLOAT_OUT, PRICE, PRICES, LedgerWorld, event_id

SETTLE = "/v1/cashflow/contracts/{contract_id}/settle"


def validator(path: str) -> Any:
    app = LedgerWorld().client.app
    assert isinstance(app, FastAPI)
    document = openapi_of(app)
    body = document["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
    return Draft202012Validator({**body, "components": document["components"]})


def examples(path: str) -> list[Any]:
    checked = validator(path)
    name = checked.schema["$ref"].rpartition("/")[2]
    found: list[Any] = checked.schema["components"]["schemas"][name]["examples"]
    return found


@pytest.mark.parametrize("path", [PRICES, SETTLE])
def test_examples_are_as_the_schema_says(path: str) -> None:
    assert examples(path)
    for example in examples(path):
        validator(path).validate(example)


def test_examples_are_taken_by_the_routes() -> None:
    world = LedgerWorld()
    for example in examples(PRICES):
        assert world.post(PRICES, example).status_code == 201
    (settlement,) = examples(SETTLE)
    assert world.post(SETTLE.format(contract_id=world.short()), settlement).status_code == 201


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (PRICES, {}),
        (PRICES, {"prices": []}),
        (PRICES, []),
        (PRICES, [[PRICE]]),
        (PRICES, [{**PRICE, "price_usd": "1."}]),
        (PRICES, {"prices": None}),
        (PRICES, {**PRICE, "prices": None}),
        (PRICES, {**PRICE, "prices": [PRICE]}),
        (PRICES, {**PRICE, "source": None}),
        (PRICES, {**PRICE, "price_usd": "0.000000"}),
        (PRICES, {**PRICE, "price_usd": "1."}),
        (SETTLE, {"source_event_id": event_id(1)}),
        (SETTLE, {"source_event_id": "a b", "cashflow_date": "2026-01-30"}),
        (SETTLE, {"source_event_id": event_id(1), "cashflow_date": "2026-01-30", "legs": [FIXED_IN] * 3}),
        (
            SETTLE,
            {
                "source_event_id": event_id(1),
                "cashflow_date": "2026-01-30",
                "legs": [FIXED_IN, {**FLOAT_OUT, "amount": "+1"}],
            },
        ),
    ],
)
def test_what_the_schema_refuses_the_route_refuses(path: str, body: object) -> None:
    world = LedgerWorld().priced()
    assert not validator(path).is_valid(body)
    assert world.post(path.format(contract_id=world.short()), body).status_code == 422
