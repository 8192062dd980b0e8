"""The specification's worked example by HTTP, to the last digit, over whatever keeps the hedge desk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.api.gateway import Answer, Request, encoded
from tests.api.of_hedge import ALUMINIUM, SHORT, price
from tests.api.operation import Caller, Json
from tests.unit.hedge.worked_example import COMMERCIAL, GLOBAL

ORDERS, CONTRACTS, LINKAGES, LEDGER = "/v1/orders", "/v1/contracts/hedge", "/v1/linkages", "/v1/cashflow/ledger"
PRICES = "/v1/market-data/settlement-prices"
LISTS = (ORDERS, CONTRACTS, LINKAGES, PRICES, LEDGER)
AS_OF = {"as_of_date": "2026-02-01"}
"""A Sunday: D-1 is Friday 2026-01-30."""
PERIOD = {"period_start": "2026-01-01", "period_end": "2026-02-01"}
EVENT, OTHER_EVENT = "5d8f4ab0-7a35-4f6a-9f57-5b0a3a1f6c11", "5d8f4ab0-7a35-4f6a-9f57-5b0a3a1f6c22"
VARIABLE = {"commodity": "ALUMINUM", "price_type": "variable"}
AVERAGE = {**VARIABLE, "pricing_convention": "AVG", "reference_month": "2026-03"}
FIXING = {**VARIABLE, "pricing_convention": "C2R", "fixing_date": "2026-03-02"}
FIXED = {"commodity": "LME_AL", "price_type": "fixed", "delivery_date_start": "2026-03-15"}
LONG = {
    **SHORT,
    "quantity_mt": "30",
    "legs": [{"side": "buy", "price_type": "fixed"}, {"side": "sell", "price_type": "variable"}],
    "fixed_price_value": "2480",
}


@dataclass
class Desk:
    """`sent` counts the requests. `events` name the two settlements: each name is taken once."""

    send: Callable[[Request], Answer]
    credentials: Mapping[Caller, Mapping[str, str]]
    sent: int = 0
    events: tuple[str, str] = (EVENT, OTHER_EVENT)

    def post(self, path: str, body: object, caller: Caller = Caller.TRADER) -> Answer:
        content, typed = encoded(body, is_form=False)
        return self._ask(Request("POST", path, {**typed, **self.credentials[caller]}, {}, content))

    def patch(self, path: str, body: object) -> Answer:
        content, typed = encoded(body, is_form=False)
        return self._ask(Request("PATCH", path, {**typed, **self.credentials[Caller.TRADER]}, {}, content))

    def get(self, path: str, query: Mapping[str, str] | None = None) -> Answer:
        return self._ask(Request("GET", path, self.credentials[Caller.RISK_MANAGER], query or {}))

    def made(self, path: str, body: object, caller: Caller = Caller.TRADER) -> Json:
        answer = self.post(path, body, caller)
        assert answer.status == 201, answer
        found: Json = answer.json
        return found

    def read(self, path: str, query: Mapping[str, str] | None = None) -> Any:
        answer = self.get(path, query)
        assert answer.status == 200, answer
        return answer.json

    def link(self, order_id: str, contract_id: str, tons: str) -> Answer:
        return self.post(LINKAGES, {"order_id": order_id, "contract_id": contract_id, "quantity_mt": tons})

    def settle(self, contract_id: str, day: str, **other: object) -> Answer:
        body = {"source_event_id": self.events[0], "cashflow_date": day, **other}
        return self.post(f"/v1/cashflow/contracts/{contract_id}/settle", body)

    def _ask(self, request: Request) -> Answer:
        self.sent += 1
        return self.send(request)


@dataclass(frozen=True)
class Positions:
    """The ids, by the specification's names."""

    so1: str
    po1: str
    so2: str
    hs: str
    hl: str


def opened(desk: Desk) -> Positions:
    prices = [price("2026-01-29", "2550.25"), price("2026-01-30", "2600")]
    desk.made(PRICES, {"prices": prices})
    positions = Positions(
        so1=desk.made(f"{ORDERS}/sales", {**AVERAGE, "quantity_mt": "100", "avg_entry_price": "2500"})["id"],
        po1=desk.made(f"{ORDERS}/purchase", {**FIXING, "quantity_mt": "60", "avg_entry_price": "2450.5"})["id"],
        so2=desk.made(f"{ORDERS}/sales", {**FIXED, "quantity_mt": "25", "avg_entry_price": "2700"})["id"],
        hs=desk.made(CONTRACTS, SHORT)["id"],
        hl=desk.made(CONTRACTS, LONG)["id"],
    )
    assert desk.link(positions.so1, positions.hs, "40").status == 201
    return positions


def exposures(desk: Desk, at: Positions) -> None:
    orders = _left("order", {at.so1: "60.000", at.po1: "60.000"})
    contracts = _left("hedge_contract", {at.hs: "10.000", at.hl: "30.000"})
    assert desk.read("/v1/exposures/commercial") == {"exposures": [{**COMMERCIAL, "entities": orders}]}
    assert desk.read("/v1/exposures/global") == {"exposures": [{**GLOBAL, "entities": [*contracts, *orders]}]}


def _left(kind: str, tons: Mapping[str, str]) -> list[Json]:
    return [{"entity_type": kind, "entity_id": one, "quantity_mt": of} for one, of in sorted(tons.items())]


def marks(desk: Desk, at: Positions) -> None:
    analytic = desk.read("/v1/cashflow/analytic", AS_OF)
    assert {item["object_id"]: item["amount_usd"] for item in analytic["items"]} == marked(desk, at)
    assert analytic["total_net_cashflow"] == "630.000000"


def marked(desk: Desk, at: Positions) -> Mapping[str, str]:
    """The value of each, by its id; whoever else trades at the desk changes nothing of it."""
    expected = {
        f"hedge-contracts/{at.hl}": ("3600.000000", "2480.000000", "30.000"),
        f"orders/{at.so1}": ("10000.000000", "2500.000000", "100.000"),
        f"hedge-contracts/{at.hs}": ("-4000.000000", "2520.000000", "50.000"),
        f"orders/{at.po1}": ("-8970.000000", "2450.500000", "60.000"),
    }
    for path, (value, entry, tons) in expected.items():
        found = desk.read(f"/v1/mtm/{path}", AS_OF)
        figures = {"mtm_value": value, "entry_price": entry, "quantity_mt": tons, "price_d1": "2600.000000"}
        assert {name: found[name] for name in figures} == figures
    return {path.rpartition("/")[2]: value for path, (value, *_) in expected.items()}


def projection(desk: Desk, at: Positions) -> None:
    found = desk.read("/v1/cashflow/projection", AS_OF)
    hedges = sorted([(at.hs, "2026-03-20", "-4000.000000"), (at.hl, "2026-03-20", "3600.000000")])
    told = [(item["object_id"], item["settlement_date"], item["amount_usd"]) for item in found["items"]]
    assert told == [(at.so2, "2026-03-15", "67500.000000"), *hedges]
    assert found["total_net_cashflow"] == "67100.000000"


def scenario(desk: Desk, at: Positions) -> None:
    """Without deltas it tells the live figures, and writes nothing."""
    answer = desk.post("/v1/scenario/what-if/run", {**AS_OF, **PERIOD, "deltas": []}, Caller.RISK_MANAGER)
    assert answer.status == 200, answer
    assert answer.json == {
        "commercial_exposure_snapshot": desk.read("/v1/exposures/commercial")["exposures"],
        "global_exposure_snapshot": desk.read("/v1/exposures/global")["exposures"],
        "mtm_snapshot": [
            *(desk.read(f"/v1/mtm/hedge-contracts/{one}", AS_OF) for one in sorted((at.hs, at.hl))),
            *(desk.read(f"/v1/mtm/orders/{one}", AS_OF) for one in sorted((at.so1, at.po1))),
        ],
        "cashflow_snapshot": {"analytic": desk.read("/v1/cashflow/analytic", AS_OF)},
        "pl_snapshot": [desk.read(f"/v1/pl/hedge_contract/{one}", PERIOD) for one in sorted((at.hs, at.hl))],
    }


def refusals(desk: Desk, at: Positions) -> None:
    assert _refused(desk.link(at.so1, at.hs, "11")) == (400, "OVER_ALLOCATED")
    assert _refused(desk.link(at.po1, at.hs, "1")) == (422, "LINKAGE_INVALID")
    assert _refused(desk.link(at.so2, at.hs, "1")) == (422, "LINKAGE_INVALID")
    assert _refused(desk.get(f"/v1/mtm/orders/{at.so2}", AS_OF)) == (409, "FIXED_ORDER")
    late, never = {"as_of_date": "2026-02-10"}, {"as_of_date": "2028-02-10"}
    assert _refused(desk.get(f"/v1/mtm/orders/{at.so1}", late)) == (424, "PRICE_MISSING")
    assert _refused(desk.get(f"/v1/mtm/orders/{at.so1}", never)) == (424, "CALENDAR_YEAR")
    assert _refused(desk.get(f"/v1/pl/order/{at.so1}", PERIOD)) == (424, "NO_LEDGER")
    for tons in ("1.0001", 1, "0"):
        sale = {**AVERAGE, "quantity_mt": tons, "avg_entry_price": "2500"}
        assert _refused(desk.post(f"{ORDERS}/sales", sale)) == (422, "INVALID_INPUT")
    for path in LISTS:
        query = {"symbol": ALUMINIUM, "cursor": "bad"} if path == PRICES else {"cursor": "bad"}
        assert _refused(desk.get(path, query)) == (400, "BAD_CURSOR"), path
    assert _refused(desk.post(PRICES, price("2026-01-30", "2600.000001"))) == (409, "PRICE_DIFFERS")
    assert desk.post(PRICES, price("2026-01-30", "2600.000000")).status == 201


def _refused(answer: Answer) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json", answer
    return answer.status, answer.code


def settlement(desk: Desk, at: Positions) -> None:
    """Once it is settled, what it hedged is exposed again."""
    entries = settled(desk, at)
    for query in ({}, {"start": "2026-01-30", "end": "2026-01-30"}):
        assert desk.read(LEDGER, query) == {"entries": entries, "cursor": None}
    _settled_figures(desk)


def settled(desk: Desk, at: Positions) -> list[Json]:
    """D-1 of Friday is Thursday. The entries, as they are found under the contract and under the event."""
    wrong = {"legs": [_leg("FIXED", "IN", "126000"), _leg("FLOAT", "OUT", "127512.500001")]}
    assert _refused(desk.settle(at.hs, "2026-01-30", **wrong)) == (422, "LEGS_DIFFER")
    legs = [_leg("FIXED", "IN", "126000.000000"), _leg("FLOAT", "OUT", "127512.500000")]
    answer = desk.settle(at.hs, "2026-01-30", legs=legs)
    assert answer.status == 201, answer
    entries: list[Json] = answer.json["entries"]
    assert [{name: entry[name] for name in ("leg_id", "direction", "amount")} for entry in entries] == legs
    for query in ({"contract_id": at.hs}, {"source_event_id": desk.events[0]}):
        assert desk.read(LEDGER, query) == {"entries": entries, "cursor": None}
    assert desk.read(f"{LEDGER}/hedge-contracts/{at.hs}")["entries"] == entries
    assert _refused(desk.settle(at.hs, "2026-01-30", source_event_id=desk.events[1])) == (409, "NOT_ACTIVE")
    assert _refused(desk.settle(at.hl, "2026-01-30")) == (409, "EVENT_TAKEN")
    assert _refused(desk.get(f"/v1/mtm/hedge-contracts/{at.hs}", AS_OF)) == (409, "NOT_ACTIVE")
    profit = desk.read(f"/v1/pl/hedge_contract/{at.hs}", PERIOD)
    assert (profit["realized_pl"], profit["unrealized_mtm"]) == ("-1512.500000", "0.000000")
    return entries


def _settled_figures(desk: Desk) -> None:
    (row,) = desk.read("/v1/exposures/commercial")["exposures"]
    assert (row["active"], row["reduction_active"], row["hedge_short"]) == ("100.000", "0.000", "0.000")
    baseline = desk.made("/v1/cashflow/baseline/snapshots", AS_OF, Caller.RISK_MANAGER)
    values = baseline["values"]
    assert (values["ledger_total"], values["total_net_cashflow"]) == ("-1512.500000", "3117.500000")
    assert desk.read("/v1/cashflow/baseline/snapshots", AS_OF) == baseline


def _leg(leg: str, direction: str, amount: str) -> Json:
    return {"leg_id": leg, "direction": direction, "amount": amount}


def cancellation(desk: Desk, at: Positions) -> None:
    """The position is made anew, and what was taken of its figures before stands."""
    taken = {"object_type": "hedge_contract", "object_id": at.hl, **AS_OF}
    kept = desk.made("/v1/mtm/snapshots", taken, Caller.RISK_MANAGER)
    assert desk.patch(f"{CONTRACTS}/{at.hl}/status", {"status": "cancelled"}).status == 200
    assert _refused(desk.patch(f"{CONTRACTS}/{at.hl}/status", {"status": "cancelled"})) == (409, "NOT_ACTIVE")
    assert _refused(desk.get(f"/v1/pl/hedge_contract/{at.hl}", PERIOD)) == (409, "NOT_ACTIVE")
    assert desk.read("/v1/mtm/snapshots", taken) == kept


def tie(desk: Desk, at: Positions) -> None:
    """At the seventh digit, to the even neighbour."""
    desk.made(PRICES, price("2026-01-28", "2585.123457"))
    contract = desk.made(CONTRACTS, {**SHORT, "quantity_mt": "10.5"})["id"]
    answer = desk.settle(contract, "2026-01-29", source_event_id=desk.events[1])
    assert [entry["amount"] for entry in answer.json["entries"]] == ["26460.000000", "27143.796298"]


PARTS = (exposures, marks, projection, scenario, refusals, settlement, cancellation, tie)
"""In an order in which each leaves what the next ones speak of."""


def play(desk: Desk) -> None:
    at = opened(desk)
    for part in PARTS:
        part(desk, at)
