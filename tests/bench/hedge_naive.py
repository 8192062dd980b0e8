"""The same two routes as anybody would write them first: FastAPI, boto3's resource, an item at a time.

The ledger has an item for each entry and is queried; orders, contracts and links are queried from the desk's own rows;
a price is got whenever one is needed, and whether a contract exists is asked for each. Nobody is authenticated and
nothing recorded, which is to this one's advantage.
"""

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from boto3.dynamodb.conditions import Key
from fastapi import FastAPI
from pydantic import BaseModel

from tests.bench.hedge_database import resource
from tests.bench.hedge_naive_figures import Position, figures

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table


class Entry(BaseModel):
    cashflow_date: str
    id: str
    hedge_contract_id: str
    source_event_id: str
    leg_id: str
    direction: str
    amount: str
    currency: str
    created_at: str


class Entries(BaseModel):
    entries: list[Entry]


class Scenario(BaseModel):
    as_of_date: date
    period_start: date
    period_end: date
    deltas: list[dict[str, str]]


def naive_application(address: str, ledger_table: str) -> FastAPI:
    app = FastAPI()
    database = resource(address)
    desk, ledger = database.Table("hedge"), database.Table(ledger_table)

    @app.get("/v1/cashflow/ledger", response_model=Entries)
    def list_ledger(limit: int) -> Entries:
        items = _queried(ledger, Key("pk").eq("LEDGER"))[:limit]
        return Entries(entries=[_entry(item) for item in items])

    @app.post("/v1/scenario/what-if/run")
    def run_what_if(scenario: Scenario) -> dict[str, Any]:
        positions = {one.id: one for one in _positions(desk)}
        overrides: dict[tuple[str, str], Decimal] = {}
        for delta in scenario.deltas:
            _apply(desk, positions, overrides, delta)

        def price(symbol: str, day: str) -> Decimal:
            if (symbol, day) in overrides:
                return overrides[symbol, day]
            found = desk.get_item(Key={"pk": f"PRICE#{symbol}", "sk": day}, ConsistentRead=True)
            return Decimal(str(found["Item"]["price"]))

        start, end = scenario.period_start.isoformat(), scenario.period_end.isoformat()
        entries = _queried(ledger, Key("pk").eq("LEDGER") & Key("sk").between(start, end + "~"))
        days = (scenario.as_of_date, scenario.period_start, scenario.period_end)
        return figures(list(positions.values()), _links(desk), entries, price, days)

    return app


def _queried(table: "Table", condition: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    more: dict[str, Any] = {}
    while True:
        answer = table.query(KeyConditionExpression=condition, ConsistentRead=True, **more)
        found += answer["Items"]
        if "LastEvaluatedKey" not in answer:
            return found
        more = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


def _entry(item: dict[str, Any]) -> Entry:
    amount = item["amount"].quantize(Decimal("0.000001"))
    return Entry(**{**{name: item[name] for name in Entry.model_fields}, "amount": str(amount)})


def _positions(desk: "Table") -> list[Position]:
    found = []
    for item in _queried(desk, Key("pk").eq("ORDER")):
        if "archived_at" not in item:
            found.append(Position.of_order(json.loads(item["body"])))
    for item in _queried(desk, Key("pk").eq("CONTRACT")):
        contract = json.loads(item["body"])
        if contract["status"] == "active" and contract["archived_at"] is None:
            found.append(Position.of_contract(contract))
    return found


def _links(desk: "Table") -> list[tuple[str, str, Decimal]]:
    """Order, contract, metric tons."""
    items = _queried(desk, Key("pk").eq("LINKAGE"))
    return [(item["order_id"], item["contract_id"], item["quantity"] / 1000) for item in items]


def _apply(
    desk: "Table", positions: dict[str, Position], overrides: dict[tuple[str, str], Decimal], delta: dict[str, str]
) -> None:
    match delta["delta_type"]:
        case "add_unlinked_hedge_contract":
            contract_id = delta["contract_id"]
            assert "Item" not in desk.get_item(Key={"pk": "CONTRACT", "sk": contract_id}, ConsistentRead=True)
            positions[contract_id] = Position.of_delta(delta)
        case "adjust_order_quantity_mt":
            positions[delta["order_id"]].quantity = Decimal(delta["new_quantity_mt"])
        case _:
            overrides[delta["symbol"], delta["settlement_date"]] = Decimal(delta["price_usd"])
