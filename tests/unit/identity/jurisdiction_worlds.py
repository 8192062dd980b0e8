"""Changes of jurisdiction over fakes, with officials of several places and something to move."""

from dataclasses import dataclass, field
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response

from functions.identity.movables import NetworkMovables
from identity.http.jurisdiction_changes import JurisdictionUseCases, jurisdiction_router
from identity.jurisdictions.approve_change import ApproveChange
from identity.jurisdictions.list_changes import ListChanges
from identity.jurisdictions.read_change import ReadChange
from identity.jurisdictions.reject_change import RejectChange
from identity.jurisdictions.request_change import RequestChange
from identity.model.jurisdiction_change import JurisdictionChange
from identity.model.role import Role
from identity.model.user import User
from lacre.http.application import create_application
from lacre.model.actor import Actor
from lacre.model.place import Place
from lacre.model.vocabulary import ActorType
from network.model.agent import Agent
from network.model.merchant import Merchant
from network.model.pos import Pos
from tests.fakes.ambient import SeededEntropy
from tests.fakes.entities import MemoryEntities
from tests.fakes.jurisdictions import MemoryChanges
from tests.fakes.movable_clock import MovableClock
from tests.fakes.trail import MemoryTrail
from tests.fakes.users import MemoryUsers
from tests.unit.recorded import Recorded

PATH = "/v1/jurisdiction-changes"
HOME, NEXT, FAR = Place("Nampula", "Centro"), Place("Nampula", "Norte"), Place("Zambézia", "Centro")
AGENT_ID, MERCHANT_ID, POS_ID, MARKET_ID, NOBODYS = (f"01a1ee56-5e00-75b1-a522-{number:012x}" for number in range(5))


def actor(name: str, role: str, place: Place | None = None) -> Actor:
    district = place.district if place and role != "SUPERVISOR" else None
    return Actor(ActorType(role), f"u-{name}", f"{name} of {role}", role, place.province if place else None, district)


ACTORS = {
    "ada": actor("ada", "ADMIN"),
    "abel": actor("abel", "ADMIN"),
    "sara": actor("sara", "SUPERVISOR", HOME),
    "simon": actor("simon", "SUPERVISOR", HOME),
    "zita": actor("zita", "SUPERVISOR", FAR),
    "carla": actor("carla", "FUNCIONARIO", HOME),
    "nuno": actor("nuno", "FUNCIONARIO", NEXT),
    "homeless": Actor(ActorType.FUNCIONARIO, "u-homeless", "Homeless", "FUNCIONARIO"),
    "agent": actor("agent", "AGENT", HOME),
    "merchant": actor("merchant", "MERCHANT", HOME),
    "auditor": actor("auditor", "AUDITOR"),
    "trader": actor("trader", "TRADER"),
}


@dataclass
class JurisdictionWorld(Recorded):
    clock: MovableClock = field(default_factory=MovableClock)
    changes: MemoryChanges = field(default_factory=MemoryChanges)
    agents: MemoryEntities[Agent] = field(default_factory=MemoryEntities)
    merchants: MemoryEntities[Merchant] = field(default_factory=MemoryEntities)
    terminals: MemoryEntities[Pos] = field(default_factory=MemoryEntities)
    users: MemoryUsers = field(default_factory=MemoryUsers)

    def __post_init__(self) -> None:
        self.trail = MemoryTrail(clock=self.clock)
        self.trail.tokens.actors = dict(ACTORS)
        movables = NetworkMovables(self.agents, self.merchants, self.terminals)
        read_change = ReadChange(self.changes)
        use_cases = JurisdictionUseCases(
            request=RequestChange(self.changes, movables, self.clock, SeededEntropy(13)),
            read=read_change,
            list=ListChanges(self.changes),
            approve=ApproveChange(self.changes, read_change, movables, self.users, self.clock),
            reject=RejectChange(self.changes, read_change, movables, self.clock),
        )
        app = create_application("identity", self.trail.trail(), [jurisdiction_router(use_cases)], {})
        self.client = TestClient(app, raise_server_exceptions=False)
        self._populate()

    def _populate(self) -> None:
        begun: dict[str, Any] = {"place": HOME, "created_at": self.clock.now(), "changed_at": self.clock.now()}
        agent = Agent(id=AGENT_ID, name="Eva", phone="+258840000009", account_id="u-agent", **begun)
        merchant = Merchant(
            id=MERCHANT_ID, name="Loja", phone="+258840000008", tax_number=None, account_id="u-merchant", **begun
        )
        pos = Pos(
            id=POS_ID,
            label="Caixa",
            agent_id=AGENT_ID,
            merchant_id=MERCHANT_ID,
            market_id=MARKET_ID,
            maximum_amount=None,
            key_digest="0" * 64,
            **begun,
        )
        self.agents.rows[AGENT_ID], self.merchants.rows[MERCHANT_ID], self.terminals.rows[POS_ID] = agent, merchant, pos
        for user_id, role, entity_id in (("u-agent", Role.AGENT, AGENT_ID), ("u-merchant", Role.MERCHANT, MERCHANT_ID)):
            self.users.rows[user_id] = User(
                id=user_id,
                username=role.value.lower(),
                name="Eva",
                role=role,
                province=HOME.province,
                district=HOME.district,
                created_at=self.clock.now(),
                entity_type=role.value,
                entity_id=entity_id,
            )

    def request(self, name: str, target: Place = NEXT, **other: Any) -> Response:
        wish = {"entity_type": "AGENT", "entity_id": AGENT_ID, **target.shown(), "reason": "nearer to its market"}
        return self.client.post(PATH, json={**wish, **other}, headers=by(name))

    def asked(self, name: str = "carla", target: Place = NEXT, **other: Any) -> JurisdictionChange:
        """A change that waits, and no event of it."""
        answer = self.request(name, target, **other)
        assert answer.status_code == 201, answer.text
        self.trail.events.rows.clear()
        return self.changes.rows[answer.json()["id"]]

    def approve(self, name: str, change: JurisdictionChange, if_match: str | None = '"1"') -> Response:
        return self.client.post(f"{PATH}/{change.id}/approve", headers=by(name, if_match))

    def reject(self, name: str, change: JurisdictionChange, if_match: str | None = '"1"') -> Response:
        return self.client.post(f"{PATH}/{change.id}/reject", json={"reason": "too far"}, headers=by(name, if_match))

    @property
    def outcomes(self) -> list[tuple[str, str]]:
        return [(one.action, one.outcome.value) for one in self.events]


def by(name: str | None, if_match: str | None = None) -> dict[str, str]:
    headers = {"Authorization": f"Bearer {name}"} if name else {}
    return {**headers, "If-Match": if_match} if if_match is not None else headers
