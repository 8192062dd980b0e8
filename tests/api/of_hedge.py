"""The operations of the hedge function about what the desk keeps: orders, contracts, links, prices, the ledger."""

from functools import partial

from tests.api.operation import OF_THE_DESK, TRADERS, Asked, Json, Operation

_on = partial(Operation, "hedge")
_listed = partial(_on, "GET", action="LIST_ENTITIES", entity="*", reach=OF_THE_DESK)
_read = partial(_on, "GET", action="READ_ENTITY", reach=OF_THE_DESK)
_created = partial(_on, "POST", entity="answer", reach=TRADERS, status=201)
_changed = partial(_on, "PATCH", reach=TRADERS)

ALUMINIUM = "LME_ALU_CASH_SETTLEMENT_DAILY"
THURSDAY, FRIDAY, MONDAY = "2026-01-29", "2026-01-30", "2026-02-02"
PUBLISHED = {THURSDAY: "2550.250000", FRIDAY: "2600.000000"}
"""What there is to begin with."""

SALE = {
    "commodity": "ALUMINUM",
    "quantity_mt": "100.000",
    "price_type": "variable",
    "pricing_convention": "AVG",
    "reference_month": "2026-03",
    "avg_entry_price": "2500.000000",
    "delivery_date_start": "2026-03-01",
    "delivery_date_end": "2026-03-31",
    "currency": "USD",
}
SHORT = {
    "commodity": "ALUMINUM",
    "quantity_mt": "50.000",
    "legs": [{"side": "sell", "price_type": "fixed"}, {"side": "buy", "price_type": "variable"}],
    "fixed_price_value": "2520.000000",
    "fixed_price_unit": "USD/MT",
    "float_pricing_convention": "avg",
    "trade_date": "2026-01-15",
    "settlement_date": "2026-03-20",
}


def price(day: str, usd: str) -> Json:
    return {"source": "LME", "symbol": ALUMINIUM, "settlement_date": day, "price_usd": usd}


def _sale(asked: Asked) -> Json:
    return SALE


def _purchase(asked: Asked) -> Json:
    return {
        "commodity": "COPPER",
        "quantity_mt": "12.500",
        "price_type": "variable",
        "pricing_convention": "AVGInter",
        "observation_date_start": "2026-03-02",
        "observation_date_end": "2026-03-06",
        "avg_entry_price": "9120.125000",
    }


def _contract(asked: Asked) -> Json:
    return SHORT


def _cancellation(asked: Asked) -> Json:
    return {"status": "cancelled"}


def _link(asked: Asked) -> Json:
    return {"order_id": asked.target["order_id"], "contract_id": asked.target["contract_id"], "quantity_mt": "5.000"}


def _price(asked: Asked) -> Json:
    return price(MONDAY, "2610.500000")


def _settlement(asked: Asked) -> Json:
    legs = [
        {"leg_id": "FIXED", "direction": "IN", "amount": "126000.000000"},
        {"leg_id": "FLOAT", "direction": "OUT", "amount": "127512.500000"},
    ]
    event = "5d8f4ab0-7a35-4f6a-9f57-5b0a3a1f6c11"
    return {"source_event_id": event, "cashflow_date": FRIDAY, "currency": "USD", "legs": legs}


ORDERS = (
    _created(path="/v1/orders/sales", action="CREATE_ORDER", entity_type="ORDER", body=_sale),
    _created(path="/v1/orders/purchase", action="CREATE_ORDER", entity_type="ORDER", body=_purchase),
    _listed("/v1/orders", entity_type="ORDER"),
    _read("/v1/orders/{order_id}", entity_type="ORDER", entity="order_id"),
    _changed("/v1/orders/{order_id}/archive", "ARCHIVE_ORDER", "ORDER", "order_id"),
)

_CONTRACTS = "/v1/contracts/hedge"
_A_CONTRACT = "/v1/contracts/hedge/{contract_id}"

CONTRACTS = (
    _created(path=_CONTRACTS, action="CREATE_CONTRACT", entity_type="CONTRACT", body=_contract),
    _listed(_CONTRACTS, entity_type="CONTRACT"),
    _read(_A_CONTRACT, entity_type="CONTRACT", entity="contract_id"),
    _changed(f"{_A_CONTRACT}/status", "CANCEL_CONTRACT", "CONTRACT", "contract_id", body=_cancellation),
    _changed(f"{_A_CONTRACT}/archive", "ARCHIVE_CONTRACT", "CONTRACT", "contract_id"),
)

LINKAGES = (
    _created(path="/v1/linkages", action="CREATE_LINKAGE", entity_type="LINKAGE", body=_link),
    _listed("/v1/linkages", entity_type="LINKAGE"),
    _read("/v1/linkages/{linkage_id}", entity_type="LINKAGE", entity="linkage_id"),
)

_PRICES = "/v1/market-data/settlement-prices"

PRICES = (
    _on("POST", _PRICES, "PUBLISH_PRICE", "PRICE", reach=TRADERS, status=201, body=_price),
    _listed(_PRICES, entity_type="PRICE", query={"symbol": ALUMINIUM}),
)

_LEDGER = "/v1/cashflow/ledger"

LEDGER = (
    _on(
        *("POST", "/v1/cashflow/contracts/{contract_id}/settle", "SETTLE_CONTRACT", "SETTLEMENT", "contract_id"),
        reach=TRADERS,
        status=201,
        body=_settlement,
    ),
    _listed(_LEDGER, entity_type="SETTLEMENT"),
    _listed(f"{_LEDGER}/hedge-contracts/{{contract_id}}", entity_type="SETTLEMENT", entity="contract_id"),
)

HEDGE = (*ORDERS, *CONTRACTS, *LINKAGES, *PRICES, *LEDGER)
