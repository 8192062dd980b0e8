"""Every route of the product with the fields that it takes; tests/integration holds the list complete."""

from dataclasses import dataclass, field
from typing import Any

SOME_ID = "01a1ee56-5e00-75b1-a522-4a58b791df6a"
FILTERS = (
    *("start", "end", "actor_id", "actor_type", "actor_role", "entity_type", "entity_id", "action", "severity"),
    *("event_type", "outcome", "province", "district", "ip", "correlation_id", "session_id", "source"),
    *("only_critical", "order", "limit", "cursor"),
)


@dataclass(frozen=True)
class Route:
    """A route, with a body that it would take but for what the secrets test does to it."""

    method: str
    path: str
    body: dict[str, Any] = field(default_factory=dict)
    query: tuple[str, ...] = ()
    form: bool = False

    @property
    def concrete(self) -> str:
        """The path with an id of nothing in the place of its parameter."""
        head, brace, rest = self.path.partition("{")
        return head + SOME_ID + rest.partition("}")[2] if brace else self.path


PERSON = {"name": "Paula Pessoa", "province": "Zambezia", "district": "Quelimane"}

ROUTES = (
    Route("POST", "/v1/bootstrap", {"secret": "no-secret", "username": "somebody", "pin": "141421"}),
    Route("POST", "/v1/auth/login", {"username": "somebody", "pin": "141421"}),
    Route("POST", "/v1/auth/logout"),
    Route("POST", "/v1/users", {**PERSON, "username": "somebody", "pin": "141421", "role": "MERCHANT"}),
    Route("GET", "/v1/users/{user_id}"),
    Route("POST", "/v1/agents", {**PERSON, "phone": "+258840000009", "username": "somebody"}),
    Route("GET", "/v1/agents", query=("limit", "cursor")),
    Route("GET", "/v1/agents/{agent_id}"),
    Route("PATCH", "/v1/agents/{agent_id}", {"name": "Paula Pessoa", "phone": "+258840000009"}),
    Route("GET", "/v1/audit/events", query=FILTERS),
    Route("GET", "/v1/audit/events/{event_id}"),
    Route("GET", "/v1/audit/events/{event_id}/proof"),
    Route("GET", "/v1/audit/events/{event_id}/evidence"),
    Route("GET", "/v1/audit/log/checkpoint"),
    Route("GET", "/v1/audit/log/keys"),
    Route("GET", "/v1/audit/log/tile/entries/{address:path}"),
    Route("GET", "/v1/audit/log/tile/{address:path}"),
    Route("GET", "/v1/audit/log/proof/inclusion", query=("id", "index", "size")),
    Route("GET", "/v1/audit/log/proof/consistency", query=("first", "second")),
    Route("POST", "/console/session", {"username": "somebody", "pin": "141421"}, form=True),
    Route("POST", "/console/logout", form=True),
    Route("GET", "/audit-logs", query=FILTERS),
    Route("GET", "/audit-logs/{event_id}"),
    Route("GET", "/audit-logs/{event_id}/evidence"),
)
