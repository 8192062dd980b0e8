"""Every route of the product with the fields that it takes; tests/integration holds the list complete."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

SOME_ID = "01a1ee56-5e00-75b1-a522-4a58b791df6a"
FILTERS = (
    *("start", "end", "actor_id", "actor_type", "actor_role", "entity_type", "entity_id", "action", "severity"),
    *("event_type", "outcome", "province", "district", "ip", "correlation_id", "session_id", "source"),
    *("only_critical", "order", "limit", "cursor"),
)
PAGED = ("limit", "cursor")

Walker = Literal["ADMIN", "VISITOR", "POS", "PRODUCER"]
"""Who walks a route: somebody whom it lets in. A visitor is a person whom nobody misses when the account is locked."""


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
        """The path with an id of nothing in the place of its parameter."""
        head, brace, rest = self.path.partition("{")
        return head + SOME_ID + rest.partition("}")[2] if brace else self.path


GET, POST, PATCH, PUT = (partial(Route, method) for method in ("GET", "POST", "PATCH", "PUT"))

PLACE = {"province": "Zambezia", "district": "Quelimane"}
PERSON = {"name": "Paula Pessoa", **PLACE}
REASON = {"reason": "It has to be."}
SALE = {"amount": "12.50", "currency": "MZN", "method": "CASH", "description": "rice"}
ITEM = {"sequence": 1, "occurred_at": "2026-11-22T08:15:00.000Z", **SALE}
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
    POST("/v1/auth/logout"),
    POST("/v1/auth/pin", {"old_pin": "141421", "new_pin": "173205"}, walker="VISITOR"),
    POST("/v1/auth/password", {"current_secret": "141421", "new_password": "mango-lagoon-42"}, walker="VISITOR"),
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
    POST("/console/session", {"username": "somebody", "pin": "141421"}, form=True),
    POST("/console/logout", form=True),
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
OF_THE_LOG = (
    POST("/v1/audit/events", {"events": [CLAIMED]}, walker="PRODUCER"),
    GET("/v1/audit/events", query=FILTERS),
    GET("/v1/audit/events/{event_id}"),
    GET("/v1/audit/events/{event_id}/proof"),
    GET("/v1/audit/events/{event_id}/evidence"),
    GET("/v1/audit/log/checkpoint"),
    GET("/v1/audit/log/keys"),
    GET("/v1/audit/log/tile/entries/{address:path}"),
    GET("/v1/audit/log/tile/{address:path}"),
    GET("/v1/audit/log/proof/inclusion", query=("id", "index", "size")),
    GET("/v1/audit/log/proof/consistency", query=("first", "second")),
    GET("/audit-logs", query=FILTERS),
    GET("/audit-logs/{event_id}"),
    GET("/audit-logs/{event_id}/evidence"),
)
ROUTES: tuple[Route, ...] = (*OF_IDENTITY, *OF_NETWORK, *OF_THE_LOG)
