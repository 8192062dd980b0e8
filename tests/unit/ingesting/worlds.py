"""The ingest function over memory: producers with keys, and their batches."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

from functions.ingest.routes import ingest_router
from identity.authenticating.producer_keys import ProducerKeys
from identity.model.credential import PRODUCER_KEY, Credential
from identity.model.role import Role
from identity.model.user import User, UserState
from lacre.http.application import create_application
from lacre.ingesting.ingest import Ingest
from lacre.model.api_key import digest_of, new_key
from lacre.model.header import Header
from tests.fakes.blocks import MemoryBlocks
from tests.fakes.movable_clock import MovableClock
from tests.fakes.trail import MemoryTrail
from tests.fakes.users import MemoryUsers

FIRST, SECOND = "01a1ee56-5e00-75b1-a522-000000000001", "01a1ee56-5e00-75b1-a522-000000000002"


@dataclass
class World:
    memory: MemoryTrail = field(default_factory=lambda: MemoryTrail(clock=MovableClock()))
    users: MemoryUsers = field(default_factory=MemoryUsers)
    blocks: MemoryBlocks = field(default_factory=MemoryBlocks)

    def __post_init__(self) -> None:
        self.key, self.other_key = self.producer(FIRST), self.producer(SECOND)
        trail = self.memory.trail(ProducerKeys(self.users, self.blocks, self.memory.clock))
        self.ingest = Ingest(trail.recorder, trail.clock)
        self.app = create_application("ingest", trail, [ingest_router(self.ingest)], {})

    def producer(self, user_id: str, role: Role = Role.PRODUCER, state: UserState = UserState.ACTIVE) -> str:
        """A user's API key."""
        key = new_key(PRODUCER_KEY, user_id, user_id[:32].encode())
        user = User(user_id, f"backend{user_id[-1]}", "Loans back end", role, None, None, 1, state)
        self.users.add(user, Credential(user_id, key_digest=digest_of(key)))
        return key

    def client(self) -> TestClient:
        return TestClient(self.app)

    def send(self, *items: object, key: str | None = None, **headers: str) -> Response:
        with self.client() as client:
            body = {"events": list(items)}
            return client.post("/v1/audit/events", json=body, headers={"X-Api-Key": key or self.key, **headers})

    @property
    def headers(self) -> list[Header]:
        """Of the events that producers claimed, in the order in which they were recorded."""
        return [one for one in self.memory.events.headers_in_order if one.source == "PRODUCER"]

    @property
    def batches(self) -> list[Mapping[str, Any]]:
        """What the events of batches tell."""
        found = [one for one in self.memory.events.headers_in_order if one.action == "DATA_SYNC"]
        return [self.body(one.id)["after"] for one in found if one.outcome == "SUCCEEDED"]

    def body(self, event_id: str) -> Mapping[str, Any]:
        body: dict[str, Any] = json.loads(self.memory.events.rows[event_id].event.body_bytes)
        return body


def id_of(number: int) -> str:
    return f"01a1ee56-6e00-7{number:03x}-a522-0000000000aa"


def item(number: int, **changes: object) -> dict[str, object]:
    """An event under a producer's number."""
    return {
        "id": id_of(number),
        "sequence": number,
        "action": "UPDATE_AGENT",
        "actor": {"type": "FUNCIONARIO", "id": "clerk-7", "name": "Ana Clerk", "role": "CLERK"},
        "entity": {"type": "AGENT", "id": "agent-12"},
        "before": {"limit": "10.00"},
        "after": {"limit": "12.50"},
        **changes,
    }


def told(answer: Response) -> list[tuple[int, str | None]]:
    """Status and code of each result."""
    assert answer.status_code == 200, answer.text
    return [(one["status"], one.get("code")) for one in answer.json()["results"]]
