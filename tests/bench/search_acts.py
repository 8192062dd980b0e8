"""What people do in an hour, as drafts of the events that the product would record of it."""

import random
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from lacre.model import moment
from lacre.model.action import action
from lacre.model.actor import UNKNOWN_ACTOR, system_actor
from lacre.model.canonical import JsonObject
from lacre.model.draft import Draft, Reason
from lacre.model.identifier import ENTROPY_BYTES, uuid7
from lacre.model.naming import COLLECTION, UNKNOWN_ID
from lacre.model.vocabulary import EntityType, EventSource, Outcome
from tests.bench.search_people import People, Person, opaque

_AGENTS = ("okhttp/4.12.0", "Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "Mozilla/5.0 (Linux; Android 14)")
_PLAIN = {
    "FUNCIONARIO": ("UPDATE_AGENT", "CREATE_AGENT", "CREATE_POS", "UPDATE_MERCHANT", "CREATE_MARKET", "BLOCK_POS"),
    "SUPERVISOR": ("APPROVE_JURISDICTION_CHANGE", "REQUEST_JURISDICTION_CHANGE", "REJECT_JURISDICTION_CHANGE"),
    "ADMIN": ("CREATE_USER", "UPDATE_USER", "CHANGE_ROLE", "SUSPEND_USER", "FORCE_LOGOUT", "PASSWORD_RESET"),
    "TRADER": ("CREATE_ORDER", "CREATE_CONTRACT", "CREATE_LINKAGE", "RUN_WHAT_IF", "CANCEL_CONTRACT"),
    "RISK_MANAGER": ("PUBLISH_PRICE", "READ_RISK", "SETTLE_CONTRACT", "TAKE_SNAPSHOT"),
    "AUDITOR": ("SEARCH_AUDIT", "READ_AUDIT_EVENT", "VERIFY_AUDIT", "READ_ALERTS", "EXPORT_AUDIT"),
}
_REASONS = {
    "ACCESS_OUTSIDE_JURISDICTION": Reason("OUTSIDE_JURISDICTION", "It belongs to another district."),
    "UNAUTHORIZED_ACCESS_ATTEMPT": Reason("ROLE_MISSING", "The caller's role does not allow this action."),
    "TOKEN_EXPIRED": Reason("TOKEN_EXPIRED", "The access token has expired."),
    "LOGIN_FAILED": Reason("LOGIN_FAILED", "The name or the password is wrong."),
}

Timed = tuple[int, Draft]
"""When it is recorded (ms), and what."""


@dataclass(frozen=True)
class Hour:
    """An hour that begins at `begin` (ms), and the chance that everything in it comes from."""

    begin: int
    chance: random.Random
    people: dict[str, People]

    def any(self, role: str) -> Person:
        return self.people[role].any(self.chance)

    def moment(self) -> int:
        return self.begin + self.chance.randrange(3_600_000)

    def draft(self, code: str, person: Person, entity_id: str, outcome: Outcome = Outcome.SUCCEEDED) -> Draft:
        chance, path = self.chance, f"/v1/{code.lower().replace('_', '-')}"
        request: JsonObject = {
            "method": "POST",
            "path": path,
            "user_agent": chance.choice(_AGENTS),
            "query": {},
            "body": {},
        }
        actor = replace(person.actor, session_id=_session(person.actor.id, self.begin // 86_400_000))
        trace = f"1-{self.begin // 1000:08x}-{chance.getrandbits(96):024x}"
        return Draft(
            code, actor, EventSource.API, entity_id, person.ip, outcome=outcome, request=request, trace_id=trace
        )

    def payment(self) -> Iterator[Timed]:
        """A transaction and its receipt, now and then one that is cancelled or printed again."""
        agent, at = self.any("AGENT"), self.moment()
        first = self._identified(at, self._made(agent))
        yield at, first
        yield at + 1, replace(self._printed(agent), correlation_id=first.id)
        if self.chance.random() < 0.03:
            yield at + 40_000, self.draft("TRANSACTION_CANCELLED", agent, first.entity_id)

    def upload(self) -> Iterator[Timed]:
        """What a POS did offline, under the correlation id of the upload."""
        agent, at = self.any("AGENT"), self.moment()
        whole = self._identified(at, self.draft("OFFLINE_SYNC", agent, opaque(self.chance)))
        yield at, replace(whole, after={"counts": {"CREATED": 1}, "gaps": []})
        for number in range(self.chance.randint(1, 25)):
            happened = moment.to_text(at - self.chance.randrange(6 * 3_600_000))
            for draft in (self._made(agent), self._printed(agent)):
                part = replace(draft, source=EventSource.OFFLINE_SYNC, occurred_at=happened, request=None)
                yield at + 2 + number, replace(part, correlation_id=whole.id)

    def session(self) -> Iterator[Timed]:
        person = self.any(self.chance.choice(("AGENT", "AGENT", "FUNCIONARIO", "SUPERVISOR", "MERCHANT")))
        code = self.chance.choice(("LOGIN_SUCCESS", "LOGIN_SUCCESS", "SESSION_REFRESHED", "LOGOUT", "SESSION_EXPIRED"))
        yield self.moment(), self.draft(code, person, _session(person.actor.id, self.begin // 86_400_000))

    def looking(self) -> Iterator[Timed]:
        person = self.any(self.chance.choice(("FUNCIONARIO", "SUPERVISOR", "MERCHANT")))
        is_list = self.chance.random() < 0.4
        draft = self.draft("LIST_ENTITIES" if is_list else "READ_ENTITY", person, COLLECTION)
        kind = self.chance.choice((EntityType.AGENT, EntityType.MERCHANT, EntityType.POS))
        yield self.moment(), replace(draft, entity_type=kind, entity_id=COLLECTION if is_list else self._own(person))

    def work(self) -> Iterator[Timed]:
        """What a role does: the first of its actions most."""
        role = self.chance.choices(tuple(_PLAIN), (60, 6, 2, 8, 3, 10))[0]
        codes = _PLAIN[role]
        code = self.chance.choices(codes, [1 / (rank + 1) for rank in range(len(codes))])[0]
        person = self.any(role)
        draft = self.draft(code, person, COLLECTION if code.startswith("SEARCH") else self._own(person))
        if code.startswith("UPDATE"):
            draft = replace(draft, before={"phone": "+258 84 000 0000"}, after={"phone": "+258 84 000 0001"})
        yield self.moment(), draft

    def refusal(self) -> Iterator[Timed]:
        code = self.chance.choices(tuple(_REASONS), (4, 3, 5, 8))[0]
        person = self.any(self.chance.choice(("AGENT", "FUNCIONARIO", "MERCHANT")))
        draft = self._denied(code, person)
        if code == "LOGIN_FAILED":
            draft = replace(draft, actor=UNKNOWN_ACTOR, attempted_action="LOGIN_SUCCESS", correlation_id=None)
        yield self.moment(), draft

    def attack(self) -> Iterator[Timed]:
        """Logins tried one after another from one address, and what the detector makes of it."""
        at, address = self.moment(), f"203.0.113.{self.chance.randrange(1, 255)}"
        victim = replace(self.any("AGENT"), ip=address)
        for number in range(self.chance.randint(20, 120)):
            tried = replace(self._denied("LOGIN_FAILED", victim), actor=UNKNOWN_ACTOR)
            yield at + 900 * number, replace(tried, entity_id=victim.actor.id, attempted_action="LOGIN_SUCCESS")
        found = self.chance.choice(("MULTIPLE_FAILED_LOGINS", "SUSPICIOUS_BEHAVIOR_DETECTED", "ID_ENUMERATION_ATTEMPT"))
        alert = self._identified(at + 120_000, self._own_doing("fraud", found, victim.actor.id, EventSource.DETECTOR))
        yield at + 120_000, alert
        for code in ("ALERT_RAISED", "ACTOR_BLOCKED"):
            further = self._own_doing("fraud", code, victim.actor.id, EventSource.DETECTOR)
            yield at + 120_001, replace(further, correlation_id=alert.id)

    def job(self) -> Iterator[Timed]:
        outcome = Outcome.FAILED if self.chance.random() < 0.02 else Outcome.SUCCEEDED
        name = self.chance.choice(("sweep", "archive", "witness"))
        yield (
            self.moment(),
            replace(self._own_doing(name, "SYSTEM_JOB_RUN", name, EventSource.SCHEDULE), outcome=outcome),
        )

    def _made(self, agent: Person) -> Draft:
        after: JsonObject = {
            "amount": self.chance.randrange(1_000, 900_000),
            "pos_id": self._own(agent),
            "agent_id": agent.own[0],
        }
        return replace(self.draft("TRANSACTION_CREATED", agent, opaque(self.chance)), after=after)

    def _printed(self, agent: Person) -> Draft:
        printed = self.draft("RECEIPT_PRINTED", agent, opaque(self.chance))
        return replace(printed, after={"agent_id": agent.own[0]}, request=None)

    def _denied(self, code: str, person: Person) -> Draft:
        entity = UNKNOWN_ID if action(code).entity_type is EntityType.SESSION else self._own(self.any("AGENT"))
        draft = self.draft(code, person, entity, Outcome.DENIED)
        return replace(draft, attempted_action="READ_ENTITY", reason=_REASONS[code])

    def _own_doing(self, name: str, code: str, entity_id: str, source: EventSource) -> Draft:
        return Draft(code, system_actor(name), source, entity_id, "system")

    def _own(self, person: Person) -> str:
        return person.own[min(int(self.chance.expovariate(0.5)), len(person.own) - 1)]

    def _identified(self, at: int, draft: Draft) -> Draft:
        return replace(draft, id=uuid7(at, self.chance.randbytes(ENTROPY_BYTES)))


ACTS: dict[Callable[[Hour], Iterator[Timed]], float] = {
    Hour.payment: 46,
    Hour.upload: 2,
    Hour.session: 13,
    Hour.looking: 20,
    Hour.work: 8,
    Hour.refusal: 3,
    Hour.attack: 0.08,
    Hour.job: 1,
}


@cache
def _session(actor_id: str, day: int) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{actor_id}/{day}"))
