"""Ordinary traffic of a network, as the stream brings it: seeded, with a little of what the rules count."""

import random
from collections.abc import Mapping, Sequence

from lacre.model import moment
from lacre.model.actor import Actor
from lacre.model.canonical import JsonObject
from lacre.model.composition import Stamp, compose
from lacre.model.draft import Draft
from lacre.model.event import Event
from lacre.model.vocabulary import ActorType, EventSource

AGENTS, ACCOUNTS = 400, 2_000
BEGIN = moment.to_milliseconds("2026-11-18T09:00:00.000Z")
EVERY_MS = 20

WEIGHTS: Mapping[str, int] = {
    "TRANSACTION_CREATED": 50,
    "TRANSACTION_CANCELLED": 2,
    "RECEIPT_PRINTED": 20,
    "RECEIPT_REPRINTED": 2,
    "LOGIN_SUCCESS": 8,
    "LOGIN_FAILED": 2,
    "LOGOUT": 6,
    "READ_AUDIT_EVENT": 3,
    "UPDATE_AGENT": 5,
    "ACCESS_OUTSIDE_JURISDICTION": 1,
    "UNAUTHORIZED_ACCESS_ATTEMPT": 1,
}


def traffic(count: int, seed: int) -> list[Event]:
    """So many events, one every EVERY_MS."""
    chance = random.Random(seed)
    actions = chance.choices(list(WEIGHTS), list(WEIGHTS.values()), k=count)
    return [_event(action, turn, chance) for turn, action in enumerate(actions)]


def _event(action: str, turn: int, chance: random.Random) -> Event:
    agent = chance.randrange(AGENTS)
    actor = Actor(ActorType.AGENT, f"agent-{agent}", f"Agent {agent}")
    entity = f"account-{chance.randrange(ACCOUNTS)}" if action.startswith("LOGIN") else f"entity-{turn}"
    after: JsonObject = {"agent_id": f"agent-{agent}", "pos_id": f"pos-{agent}", "amount": turn}
    draft = Draft(action, actor, EventSource.API, entity, f"192.0.2.{agent % 250}", after=after)
    return compose(draft, Stamp.of(BEGIN + turn * EVERY_MS, chance.randbytes(Stamp.ENTROPY_BYTES)))


def batches(events: Sequence[Event], size: int) -> list[Sequence[Event]]:
    return [events[start : start + size] for start in range(0, len(events), size)]
