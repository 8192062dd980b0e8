"""What the events of the hedge desk must tell, derived from what the API shows and answers."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from tests.api.gateway import Answer
from tests.api.of_figures import SNAPSHOTS
from tests.api.of_hedge import LEDGER, PRICES
from tests.api.operation import Asked, Caller, Json, Operation, Where
from tests.api.world import World

_ENDED = {"linked_mt": "0.000"}
"""What ends hedges nothing any more, and is not hedged."""

CHANGED: Mapping[str, Json] = {
    "PATCH /v1/orders/{order_id}/archive": _ENDED,
    "PATCH /v1/contracts/hedge/{contract_id}/status": {**_ENDED, "status": "cancelled"},
    "PATCH /v1/contracts/hedge/{contract_id}/archive": _ENDED,
}
CREATIONS: Mapping[str, tuple[str, ...]] = {
    "POST /v1/orders/sales": (),
    "POST /v1/orders/purchase": (),
    "POST /v1/contracts/hedge": (),
    "POST /v1/linkages": (),
    "POST /v1/market-data/settlement-prices": (),
}
"""Each with what is asked for and not told under the same name: nothing."""

_LISTED_PRICES, _ENTRIES = PRICES[1], LEDGER[2]


def released(world: World, one: Operation) -> Json:
    """What is told beside what the API shows of one that ended: the forty tons that it gave back, and to whom."""
    other_side = {"ORDER": "contract_id", "CONTRACT": "order_id"}
    return (
        {"released": {world.targets[Where.OWN][other_side[one.entity_type]]: "40.000"}} if one.name in CHANGED else {}
    )


def price_id(answer: Answer) -> str:
    """A price has no other id than what it is of."""
    (found,) = answer.json["prices"]
    return f"{found['symbol']}/{found['settlement_date']}"


def _price(world: World, one: Operation) -> Json:
    day = _body(world, one)["settlement_date"]
    listed = world.send("hedge", world.request(_LISTED_PRICES)).json["prices"]
    (found,) = [price for price in listed if price["settlement_date"] == day]
    return dict(found)


def _settlement(world: World, one: Operation) -> Json:
    body = _body(world, one)
    entries = world.send("hedge", world.request(_ENTRIES)).json["entries"]
    assert [{name: entry[name] for name in ("leg_id", "direction", "amount")} for entry in entries] == body["legs"]
    return {
        "hedge_contract_id": world.targets[Where.OWN]["contract_id"],
        **{name: body[name] for name in ("source_event_id", "cashflow_date", "currency")},
        "created_at": entries[0]["created_at"],
        "entries": entries,
    }


def _snapshot(world: World, one: Operation) -> Json:
    """What grows with the portfolio is told by its number and the hash of all values."""
    (reading,) = [kept for kept in SNAPSHOTS if not kept.mutates and kept.path == one.path]
    found: Json = world.send("hedge", world.request(replace(reading, query=_body(world, one)))).json
    values = dict(found["values"])
    lines = {"lines": len(values.pop("items"))} if "items" in values else {}
    return {**found, "values": {**values, **lines}, "values_hash": _hash_of(found["values"])}


def _scenario(world: World, one: Operation) -> Json:
    """The same again has the same answer, byte for byte."""
    request = world.request(one)
    body, again = json.loads(request.body), world.send("hedge", request)
    return {
        **{name: body[name] for name in ("as_of_date", "period_start", "period_end")},
        "deltas": len(body["deltas"]),
        "request_hash": hashlib.sha256(request.body).hexdigest(),
        "answer_hash": hashlib.sha256(again.content).hexdigest(),
    }


def _hash_of(values: Any) -> str:
    """Of texts and nulls alone, whose canonical JSON is no other than this."""
    return hashlib.sha256(json.dumps(values, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _body(world: World, one: Operation) -> Json:
    assert one.body is not None
    return one.body(Asked(world.targets[Where.OWN], Caller.TRADER))


UNSHOWN: Mapping[str, Callable[[World, Operation], Json]] = {
    "PRICE": _price,
    "SETTLEMENT": _settlement,
    "SNAPSHOT": _snapshot,
    "SCENARIO": _scenario,
}
