"""Every route of the product with the fields that it takes; tests/integration holds the list complete."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

SOME_ID = "01a1ee56-5e00-75b1-a522-4a58b791df6a"
FILTERS = (
    *("start", "end", "actor_id", "actor_type", "actor_role", "entity_type", "entity_id", "action", "severity"),
    *("event_type", "outcome", "province", "district", "ip", "correlation_id", "session_id", "source"),
    *("text", "only_critical", "order", "limit", "cursor"),
)
PAGED = ("limit", "cursor")

Walker = Literal["ADMIN", "VISITOR", "TRADER", "RISK_MANAGER", "POS", "PRODUCER"]
"""Who walks a route: somebody whom it lets in. A visitor is a person whom nobody misses when the
session is ended or the account locked."""


@dataclass(frozen=True)
class Route:
    """A route, with a body that it would take but for what the secrets test does to it."""

    method: str
    path: str
    body: dict[str, Any] = field(default_factory=dict)
    query: tuple[str, ...] = ()
    form: bool = False
    walker: Walker = "ADMIN"

    @property
    def concrete(self) -> str:
        """The path with an id of nothing in the place of its parameter, and a type where that is told first."""
        head, brace, rest = self.path.replace("{entity_type}", "hedge_contract").partition("{")
        return head + SOME_ID + rest.partition("}")[2] if brace else head


GET, POST, PATCH, PUT = (partial(Route, method) for method in ("GET", "POST", "PATCH", "PUT"))

PLACE = {"province": "Zambezia", "district": "Quelimane"}
PERSON = {"name": "Paula Pessoa", **PLACE}
REASON = {"reason": "It has to be."}
SALE = {"amount": "12.50", "currency": "MZN", "method": "CASH", "description": "rice"}
ITEM = {"sequence": 1, "occurred_at": "2026-11-22T08:15:00.000Z", **SALE}
OWN_FORM = {"csrf": "0" * 64}
CLAIMED = {
    "id": SOME_ID,
    "sequence": 1,
    "action": "CREATE_ORDER",
    "occurred_at": "2026-11-22T08:15:00.000Z",
    "actor": {"type": "TRADER", "id": "desk-trader", "name": "Tomas Trader", "role": "TRADER"},
    "entity": {"type": "ORDER", "id": "desk-order"},
    "after": {"tonnes": "12"},
}

OF_IDENTITY = (
    POST("/v1/bootstrap", {"secret": "no-secret", "username": "somebody", "pin": "141421"}),
    POST("/v1/auth/login", {"username": "somebody", "pin": "141421"}),
    POST("/v1/auth/refresh", {"refresh_token": "no-token"}),
    POST("/v1/auth/logout", walker="VISITOR"),
    POST("/v1/auth/pin", {"old_pin": "141421", "new_pin": "173205"}, walker="VISITOR"),
    POST("/v1/auth/password", {"current_secret": "141421", "new_password": "mango-lagoon-42"}, walker="VISITOR"),
    POST("/v1/auth/zone", {"zone": "Africa/Maputo"}),
    POST("/v1/users", {**PERSON, "username": "somebody", "pin": "141421", "role": "TRADER"}),
    GET("/v1/users", query=PAGED),
    GET("/v1/users/{user_id}"),
    PATCH("/v1/users/{user_id}", {**PERSON, "state": "ACTIVE"}),
    POST("/v1/users/{user_id}/suspend", REASON),
    PUT("/v1/users/{user_id}/role", {"role": "AUDITOR", **PLACE}),
    POST("/v1/users/{user_id}/force-logout"),
    POST("/v1/users/{user_id}/pin"),
    POST("/v1/users/{user_id}/password"),
    POST("/v1/users/{user_id}/api-key"),
    POST("/v1/jurisdiction-changes", {"entity_type": "AGENT", "entity_id": SOME_ID, **PLACE, **REASON}),
    GET("/v1/jurisdiction-changes", query=("state", *PAGED)),
    GET("/v1/jurisdiction-changes/{change_id}"),
    POST("/v1/jurisdiction-changes/{change_id}/approve"),
    POST("/v1/jurisdiction-changes/{change_id}/reject", REASON),
    POST("/console/session", {"username": "somebody", "secret": "141421"}, form=True),
    POST("/console/logout", OWN_FORM, form=True),
    POST("/console/zone", {**OWN_FORM, "zone": "Africa/Maputo"}, form=True),
)
OF_NETWORK = (
    POST("/v1/agents", {**PERSON, "phone": "+258840000009", "username": "somebody"}),
    GET("/v1/agents", query=PAGED),
    GET("/v1/agents/{agent_id}"),
    PATCH("/v1/agents/{agent_id}", {"name": "Paula Pessoa", "phone": "+258840000009"}),
    POST("/v1/merchants", {**PERSON, "phone": "+258840000009", "tax_number": "400000000", "username": "somebody"}),
    GET("/v1/merchants", query=PAGED),
    GET("/v1/merchants/{merchant_id}"),
    PATCH("/v1/merchants/{merchant_id}", {"name": "Paula Pessoa", "phone": "+258840000009"}),
    POST("/v1/markets", {**PERSON, "name": "Mercado Central"}),
    GET("/v1/markets", query=PAGED),
    GET("/v1/markets/{market_id}"),
    PATCH("/v1/markets/{market_id}", {"name": "Mercado Novo"}),
    POST(
        "/v1/pos",
        {
            "label": "POS 1",
            "agent_id": SOME_ID,
            "merchant_id": SOME_ID,
            "market_id": SOME_ID,
            "maximum_amount": "90.00",
        },
    ),
    GET("/v1/pos", query=PAGED),
    GET("/v1/pos/{pos_id}"),
    POST("/v1/pos/{pos_id}/block", REASON),
    POST("/v1/pos/{pos_id}/rotate-key"),
    POST("/v1/transactions", {**SALE, "print_receipt": True}, walker="POS"),
    GET("/v1/transactions", query=PAGED),
    GET("/v1/transactions/{transaction_id}"),
    POST("/v1/transactions/{transaction_id}/cancel", REASON, walker="POS"),
    POST("/v1/transactions/{transaction_id}/receipts", walker="POS"),
    POST("/v1/sync", {"items": [ITEM]}, walker="POS"),
)
TRADED: dict[str, Any] = {
    "commodity": "ALUMINUM",
    "quantity_mt": "100.000",
    "price_type": "variable",
    "pricing_convention": "AVG",
    "reference_month": "2026-03",
    "avg_entry_price": "2500",
    "delivery_date_end": "2026-03-31",
}
CONTRACT = {
    "commodity": "ALUMINUM",
    "quantity_mt": "50.000",
    "legs": [{"side": "sell", "price_type": "fixed"}, {"side": "buy", "price_type": "variable"}],
    "fixed_price_value": "2520",
    "fixed_price_unit": "USD/MT",
    "float_pricing_convention": "avg",
    "settlement_date": "2026-03-20",
}
PRICED = {"symbol": "LME_ALU_CASH_SETTLEMENT_DAILY", "settlement_date": "2026-01-29", "price_usd": "2550.25"}
SETTLED = {"leg_id": "FIXED", "direction": "IN", "amount": "126000"}
PERIOD = {"period_start": "2026-01-01", "period_end": "2026-02-01"}
MARKED = {"object_type": "hedge_contract", "object_id": SOME_ID, "as_of_date": "2026-02-01"}
PROFIT = {"entity_type": "hedge_contract", "entity_id": SOME_ID, **PERIOD}
SCENARIO = {
    "as_of_date": "2026-02-01",
    **PERIOD,
    "deltas": [{"delta_type": "add_cash_settlement_price_override", **PRICED}],
}
_get, _post, _patch = (partial(one, walker="TRADER") for one in (GET, POST, PATCH))
_figure, _derived = (partial(one, walker="RISK_MANAGER") for one in (GET, POST))

OF_THE_DESK = (
    _post("/v1/orders/sales", TRADED),
    _post("/v1/orders/purchase", TRADED),
    _get("/v1/orders", query=PAGED),
    _get("/v1/orders/{order_id}"),
    _patch("/v1/orders/{order_id}/archive"),
    _post("/v1/contracts/hedge", CONTRACT),
    _get("/v1/contracts/hedge", query=PAGED),
    _get("/v1/contracts/hedge/{contract_id}"),
    _patch("/v1/contracts/hedge/{contract_id}/status", {"status": "cancelled"}),
    _patch("/v1/contracts/hedge/{contract_id}/archive"),
    _post("/v1/linkages", {"order_id": SOME_ID, "contract_id": SOME_ID, "quantity_mt": "40.000"}),
    _get("/v1/linkages", query=PAGED),
    _get("/v1/linkages/{linkage_id}"),
    _post("/v1/market-data/settlement-prices", {"prices": [{"source": "LME", **PRICED}]}),
    _get("/v1/market-data/settlement-prices", query=("symbol", "start", "end", *PAGED)),
    _post(
        "/v1/cashflow/contracts/{contract_id}/settle",
        {"source_event_id": SOME_ID, "cashflow_date": "2026-01-30", "currency": "USD", "legs": [SETTLED]},
    ),
    _get("/v1/cashflow/ledger", query=("start", "end", "contract_id", "source_event_id", *PAGED)),
    _get("/v1/cashflow/ledger/hedge-contracts/{contract_id}", query=("start", "end")),
)
OF_FIGURES = (
    _figure("/v1/exposures/commercial"),
    _figure("/v1/exposures/global"),
    _figure("/v1/mtm/hedge-contracts/{contract_id}", query=("as_of_date",)),
    _figure("/v1/mtm/orders/{order_id}", query=("as_of_date",)),
    _figure("/v1/pl/{entity_type}/{entity_id}", query=tuple(PERIOD)),
    _figure("/v1/cashflow/analytic", query=("as_of_date",)),
    _figure("/v1/cashflow/projection", query=("as_of_date",)),
    _derived("/v1/mtm/snapshots", MARKED),
    _figure("/v1/mtm/snapshots", query=tuple(MARKED)),
    _derived("/v1/pl/snapshots", PROFIT),
    _figure("/v1/pl/snapshots", query=tuple(PROFIT)),
    _derived("/v1/cashflow/baseline/snapshots", {"as_of_date": "2026-02-01"}),
    _figure("/v1/cashflow/baseline/snapshots", query=("as_of_date",)),
    _derived("/v1/scenario/what-if/run", SCENARIO),
)
OF_THE_LOG = (
    POST("/v1/audit/events", {"events": [CLAIMED]}, walker="PRODUCER"),
    GET("/v1/audit/events", query=FILTERS),
    GET("/v1/audit/events/{event_id}"),
    GET("/v1/audit/events/{event_id}/proof"),
    GET("/v1/audit/events/{event_id}/evidence"),
    POST("/v1/audit/exports", {"entity_id": "a-1", "text": "created", "format": "csv"}),
    GET("/v1/audit/exports", query=("mine", *PAGED)),
    GET("/v1/audit/exports/{job_id}"),
    POST("/v1/audit/exports/{job_id}/link", {"file": "data"}),
    GET("/v1/audit/log/checkpoint"),
    GET("/v1/audit/log/keys"),
    GET("/v1/audit/log/tile/entries/{address:path}"),
    GET("/v1/audit/log/tile/{address:path}"),
    GET("/v1/audit/log/proof/inclusion", query=("id", "index", "size")),
    GET("/v1/audit/log/proof/consistency", query=("first", "second")),
    POST("/v1/audit/deep-searches", {"entity_id": "a-1", "text": "created"}),
    GET("/v1/audit/deep-searches", query=("mine", *PAGED)),
    GET("/v1/audit/deep-searches/{search_id}"),
    GET("/v1/audit/deep-searches/{search_id}/events", query=("order", *PAGED)),
    GET("/deep-searches", query=("mine", "text", "entity_id", *PAGED)),
    POST("/deep-searches", {**OWN_FORM, "entity_id": "a-1", "text": "created"}, form=True),
    GET("/deep-searches/{search_id}", query=("order", *PAGED)),
    GET("/exports", query=("mine", "text", "entity_id", *PAGED)),
    POST("/exports", {**OWN_FORM, "entity_id": "a-1", "text": "created", "format": "csv"}, form=True),
    POST("/exports/{job_id}/link", {**OWN_FORM, "file": "data"}, form=True),
    GET("/audit-logs", query=FILTERS),
    GET("/audit-logs/newer", query=("since", "known", *FILTERS)),
    GET("/audit-logs/{event_id}"),
    GET("/audit-logs/{event_id}/verified"),
    GET("/audit-logs/{event_id}/evidence"),
    GET("/dashboard"),
    GET("/settings", query=("refused",)),
)
_NOTE = {"note": "Looked into."}
OF_ALERTS = (
    GET("/v1/alerts", query=("status", "severity", "rule", *PAGED)),
    GET("/v1/alerts/{alert_id}"),
    POST("/v1/alerts/{alert_id}/acknowledge"),
    POST("/v1/alerts/{alert_id}/close", {"disposition": "benign", **_NOTE}),
    POST("/v1/alerts/{alert_id}/snooze", {"hours": 24, **REASON}),
    GET("/v1/cases", query=("state", *PAGED)),
    POST("/v1/cases", {"title": "Many failed logins", "alert_ids": [SOME_ID]}),
    GET("/v1/cases/{case_id}"),
    POST("/v1/cases/{case_id}/alerts", {"alert_ids": [SOME_ID]}),
    POST("/v1/cases/{case_id}/owner", {"owner": SOME_ID}),
    POST("/v1/cases/{case_id}/notes", _NOTE),
    POST("/v1/cases/{case_id}/close", _NOTE),
    GET("/v1/blocks", query=("state", *PAGED)),
    GET("/v1/blocks/{block_id}"),
    POST("/v1/blocks/{block_id}/unblock", REASON),
    GET("/v1/rules"),
    GET("/v1/rules/{rule}"),
    GET("/v1/rules/{rule}/explanation", query=("group",)),
)
_SHOWN = {**OWN_FORM, "version": "1", "back": "alerts"}
_form = partial(POST, form=True)
OF_ALERT_PAGES = (
    GET("/alerts", query=("status", "severity", "rule", *PAGED)),
    GET("/alerts/{alert_id}"),
    GET("/alerts/{alert_id}/rule"),
    _form("/alerts/{alert_id}/acknowledge", _SHOWN),
    _form("/alerts/{alert_id}/close", {**_SHOWN, "disposition": "benign", **_NOTE}),
    _form("/alerts/{alert_id}/snooze", {**_SHOWN, "hours": "24", "replaces": SOME_ID, **REASON}),
    _form("/alerts/{alert_id}/case", {**OWN_FORM, "back": "alerts", "title": "Many failed logins"}),
    GET("/cases", query=("state", *PAGED)),
    GET("/cases/{case_id}"),
    _form("/cases/{case_id}/alerts", {**_SHOWN, "alert_id": SOME_ID}),
    _form("/cases/{case_id}/owner", {**_SHOWN, "owner": SOME_ID}),
    _form("/cases/{case_id}/notes", {**_SHOWN, **_NOTE}),
    _form("/cases/{case_id}/close", {**_SHOWN, **_NOTE}),
    GET("/blocks", query=("state", *PAGED)),
    GET("/blocks/{block_id}"),
    _form("/blocks/{block_id}/unblock", {**_SHOWN, **REASON}),
)
ROUTES: tuple[Route, ...] = (
    *(*OF_IDENTITY, *OF_NETWORK, *OF_THE_DESK, *OF_FIGURES),
    *(*OF_THE_LOG, *OF_ALERTS, *OF_ALERT_PAGES),
)
