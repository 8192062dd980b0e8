"""Whom the tests of the console need: people of their own, so that nothing which other tests did is in their way."""

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Any
from uuid import uuid4

import httpx2

from infra.local.people import other_pin, settle_in
from lacre.model import moment
from tests.e2e.conftest import ClientFrom
from tests.e2e.guessing import new_username

PIN = "314159"
PROVINCE = "Zambezia"
ACCESS = "Authorization"


@dataclass(frozen=True)
class Person:
    """Somebody of one role, with a client of the API that is signed in."""

    id: str
    username: str
    name: str
    client: httpx2.Client

    @property
    def cookie(self) -> str:
        """That of a session of the console: a browser's token is the one of the API."""
        return f"lacre_session={self.client.headers[ACCESS].removeprefix('Bearer ')}"


def now() -> str:
    """In the log's form: the local AWS has the clock of this machine."""
    return moment.to_text(time.time_ns() // 1_000_000)


def new_word() -> str:
    """One that is found nowhere else; of letters alone, for six digits in a row are withheld."""
    return "".join(secrets.choice(ascii_lowercase) for _ in range(8))


@dataclass(frozen=True)
class Office:
    """An administrator who takes people on, all of one district that nobody else is of."""

    admin: httpx2.Client
    client_from: ClientFrom
    district: str

    def person(self, role: str, name: str, address: str, district: str | None = None) -> Person:
        """`address` is the IP that all their requests come from."""
        username, given = new_username(), other_pin(PIN)
        place = {"province": PROVINCE, "district": district or self.district}
        body = {"username": username, "name": name, "role": role, "pin": given, **place}
        made = self.admin.post("/v1/users", json=body).raise_for_status().json()
        client = self.client_from(address)
        client.headers[ACCESS] = f"Bearer {settle_in(client, username, given, PIN)['access_token']}"
        return Person(made["id"], username, name, client)

    def producer(self, address: str) -> "Producer":
        body = {"username": new_username(), "name": "Mesa de Cobertura", "role": "PRODUCER"}
        made = self.admin.post("/v1/users", json=body).raise_for_status().json()
        client = self.client_from(address)
        client.headers["X-Api-Key"] = made["api_key"]
        return Producer(client, self.district)


class Producer:
    """Another back end, which can record what it likes of its own people, many at once."""

    def __init__(self, client: httpx2.Client, district: str) -> None:
        self._client = client
        self._district = district
        self._sequence = 0

    def record(self, *claims: dict[str, Any]) -> list[str]:
        """The ids of the events; each claim says what is special about it."""
        items = [self._item(claim) for claim in claims]
        answer = self._client.post("/v1/audit/events", json={"events": items}).raise_for_status().json()
        results: Sequence[dict[str, Any]] = answer["results"]
        assert {one["status"] for one in results} == {201}, results
        return [item["id"] for item in items]

    def _item(self, claim: dict[str, Any]) -> dict[str, Any]:
        self._sequence += 1
        actor = {"type": "TRADER", "id": "desk-trader", "name": "Tina Trader", "role": "TRADER", "province": PROVINCE}
        return {
            "id": str(uuid4()),
            "sequence": self._sequence,
            "action": "CREATE_ORDER",
            "entity": {"type": "ORDER", "id": "desk-order"},
            "after": {"tonnes": "12"},
            **claim,
            "actor": {**actor, "district": self._district, **claim.get("actor", {})},
        }
