"""Those who walk the routes: each in a role that the routes let in, known to nobody before."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx2

from infra.local.people import other_pin, settle_in
from tests.e2e.conftest import ClientFrom, Login
from tests.e2e.guessing import new_username
from tests.e2e.routes import PERSON, PLACE, Walker

PIN = "235711"


@dataclass(frozen=True)
class Walking:
    """A client, and what it proves itself by, which has to be found nowhere."""

    client: httpx2.Client
    credentials: tuple[str, ...]


@dataclass(frozen=True)
class Walkers:
    login: Login
    client_from: ClientFrom

    def __call__(self, walker: Walker) -> Walking:
        makers: Mapping[Walker, Callable[[httpx2.Client], Walking]] = {
            "ADMIN": lambda admin: Walking(admin, (_token(admin),)),
            "VISITOR": self._visitor,
            "TRADER": self._at_the_desk("TRADER"),
            "RISK_MANAGER": self._at_the_desk("RISK_MANAGER"),
            "POS": self._terminal,
            "PRODUCER": self._producer,
        }
        return makers[walker](self.login("ADMIN", address=_address()))

    def elsewhere(self, walking: Walking) -> Walking:
        """The same one at an address of its own."""
        client = self.client_from(_address())
        proofs = ("Authorization", "X-Api-Key")
        client.headers.update({name: walking.client.headers[name] for name in proofs if name in walking.client.headers})
        return Walking(client, walking.credentials)

    def _at_the_desk(self, role: str) -> Callable[[httpx2.Client], Walking]:
        return lambda admin: self._visitor(admin, role)

    def _visitor(self, admin: httpx2.Client, role: str = "TRADER") -> Walking:
        username = new_username()
        given = other_pin(PIN)
        _made(admin, "/v1/users", {**PERSON, "username": username, "pin": given, "role": role})
        client = self.client_from(_address())
        answer = settle_in(client, username, given, PIN)
        client.headers["Authorization"] = f"Bearer {answer['access_token']}"
        return Walking(client, (answer["access_token"], answer["refresh_token"]))

    def _terminal(self, admin: httpx2.Client) -> Walking:
        phone = {"phone": "+258840000009"}
        agent = _made(admin, "/v1/agents", {**PERSON, **phone, "username": new_username()})
        merchant = _made(admin, "/v1/merchants", {**PERSON, **phone, "username": new_username()})
        market = _made(admin, "/v1/markets", {"name": "Mercado Central", **PLACE})
        ids = {"agent_id": agent["id"], "merchant_id": merchant["id"], "market_id": market["id"]}
        return self._machine(_made(admin, "/v1/pos", {"label": "POS 1", **ids})["api_key"])

    def _producer(self, admin: httpx2.Client) -> Walking:
        body = {"username": new_username(), "name": "Mesa de Cobertura", "role": "PRODUCER"}
        return self._machine(_made(admin, "/v1/users", body)["api_key"])

    def _machine(self, key: str) -> Walking:
        client = self.client_from(_address())
        client.headers["X-Api-Key"] = key
        return Walking(client, (key,))


def _made(client: httpx2.Client, path: str, body: dict[str, Any]) -> Any:
    return client.post(path, json=body).raise_for_status().json()


def _token(client: httpx2.Client) -> str:
    return client.headers["Authorization"].removeprefix("Bearer ")


def _address() -> str:
    return f"198.51.100.{secrets.randbelow(250) + 1}"
