"""The routes of alerts, cases, blocks and rules over fakes, with people who may and may not use them."""

from dataclasses import dataclass, field
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

from lacre.ports.alerts import Snooze
from lacre.ports.blocks import Block
from lacre.ports.cases import Case
from lacre.ports.detection import Alert
from tests.fakes.alerts import MemoryAlerts, MemorySnoozes
from tests.fakes.blocks import MemoryBlocks
from tests.fakes.cases import MemoryCases
from tests.fakes.found import alert, block
from tests.unit.query.console import Console
from tests.unit.recorded import Recorded


@dataclass
class World(Recorded):
    console: Console = field(default_factory=Console)

    def __post_init__(self) -> None:
        self.trail = self.console.trail
        self.client = TestClient(self.console.app)

    @property
    def alerts(self) -> dict[str, Alert]:
        kept = self.console.investigation.alerts
        assert isinstance(kept, MemoryAlerts)
        return kept.rows

    @property
    def snoozes(self) -> dict[str, Snooze]:
        kept = self.console.investigation.snoozes
        assert isinstance(kept, MemorySnoozes)
        return kept.rows

    @property
    def cases(self) -> dict[str, Case]:
        kept = self.console.investigation.cases
        assert isinstance(kept, MemoryCases)
        return kept.rows

    @property
    def blocks(self) -> dict[str, Block]:
        kept = self.console.investigation.blocks
        assert isinstance(kept, MemoryBlocks)
        return kept.rows

    def raised(self, number: int = 1, **other: Any) -> Alert:
        """An alert that is simply there."""
        made = alert(number, **other)
        self.alerts[made.alert_id] = made
        return made

    def blocked(self, **other: Any) -> Block:
        """In force by the clock of the world."""
        made = block(until="2027-01-01T00:00:00.000Z", **other)
        self.blocks[made.actor_id] = made
        return made

    def get(self, path: str, who: str = "auditor", **query: str) -> Response:
        return self.client.get(path, params=query, headers={"Authorization": f"Bearer {who}"})

    def post(self, path: str, body: object = None, version: int = 1, who: str = "auditor") -> Response:
        headers = {"Authorization": f"Bearer {who}", "If-Match": f'"{version}"'}
        return self.client.post(path, json=body, headers=headers)

    def case_of(self, *alerts: Alert) -> str:
        ids = [one.alert_id for one in alerts]
        answer = self.post("/v1/cases", {"title": "Logins in Centro", "alert_ids": ids})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    @property
    def told(self) -> list[tuple[str, str]]:
        """Action and entity of what was recorded, in order."""
        return [(one.action, one.entity_id) for one in self.events]


def code(answer: Response) -> tuple[int, str | None]:
    return answer.status_code, answer.json().get("code")
