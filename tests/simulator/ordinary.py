"""Ordinary days: people log in, take payments, print, now and then cancel or print again, look things up."""

import random

from tests.simulator.fact import DAY, HOUR, MINUTE, MONDAY, NOBODY, SECOND, Fact
from tests.simulator.province import Agent, Official, Province, opaque

OPEN, CLOSE = 9 * HOUR, 22 * HOUR
SUNDAY = 6


def days(province: Province, count: int, chance: random.Random) -> list[Fact]:
    facts: list[Fact] = [
        Fact(MONDAY + chance.randrange(HOUR), "CREATE_POS", province.clerks[0].actor, agent.pos)
        for agent in province.agents
    ]
    for number in range(count):
        if number % 7 == SUNDAY:
            continue
        begin = MONDAY + number * DAY
        for agent in province.agents:
            facts += day_of(agent, begin, agent.pace, chance)
        for official in (*province.clerks, *province.auditors, *province.traders):
            facts += _office(official, begin, chance)
    return facts


def day_of(agent: Agent, begin: int, transactions: int, chance: random.Random) -> list[Fact]:
    """One agent's day of `transactions`, three in a hundred of which are cancelled."""
    facts = [logged_in(agent, begin + OPEN + chance.randrange(30 * MINUTE), chance)]
    for _ in range(transactions):
        at = begin + chance.randrange(OPEN + HOUR, CLOSE)
        facts += sale(agent, at, chance)
    return facts


def sale(agent: Agent, at: int, chance: random.Random) -> list[Fact]:
    transaction, receipt = opaque(chance), opaque(chance)
    facts = [
        Fact(
            at,
            "TRANSACTION_CREATED",
            agent.actor,
            transaction,
            agent.ip,
            after={"pos_id": agent.pos, "agent_id": agent.id},
        ),
        Fact(at + 1, "RECEIPT_PRINTED", agent.actor, receipt, agent.ip, after={"agent_id": agent.id}),
    ]
    if chance.random() < 0.03:
        facts.append(cancelled(agent, at + chance.randrange(MINUTE, 20 * MINUTE), transaction))
    if chance.random() < 0.02:
        facts.append(reprinted(agent, at + chance.randrange(10 * SECOND, 5 * MINUTE), receipt, chance))
    return facts


def logged_in(person: Agent | Official, at: int, chance: random.Random) -> Fact:
    return Fact(at, "LOGIN_SUCCESS", person.actor, opaque(chance), person.ip)


def failed_login(account: str, at: int, ip: str) -> Fact:
    return Fact(at, "LOGIN_FAILED", NOBODY, account, ip, "DENIED", attempted="LOGIN_SUCCESS")


def cancelled(agent: Agent, at: int, transaction: str) -> Fact:
    return Fact(
        at,
        "TRANSACTION_CANCELLED",
        agent.actor,
        transaction,
        agent.ip,
        after={"pos_id": agent.pos, "agent_id": agent.id},
    )


def reprinted(agent: Agent, at: int, receipt: str, chance: random.Random) -> Fact:
    """By the agent's account or its POS, whichever is at hand."""
    by = chance.choice((agent.actor, agent.terminal))
    return Fact(at, "RECEIPT_REPRINTED", by, receipt, agent.ip, after={"agent_id": agent.id})


def not_found(official: Official, at: int, wanted: str) -> Fact:
    return Fact(
        at,
        "UNAUTHORIZED_ACCESS_ATTEMPT",
        official.actor,
        wanted,
        official.ip,
        "DENIED",
        attempted="READ_ENTITY",
        entity_type="AGENT",
    )


def outside(person: Agent | Official, at: int, wanted: str) -> Fact:
    return Fact(
        at,
        "ACCESS_OUTSIDE_JURISDICTION",
        person.actor,
        wanted,
        person.ip,
        "DENIED",
        attempted="READ_ENTITY",
        entity_type="MERCHANT",
    )


def detail_read(official: Official, at: int, event_id: str) -> Fact:
    return Fact(at, "READ_AUDIT_EVENT", official.actor, event_id, official.ip)


def _office(official: Official, begin: int, chance: random.Random) -> list[Fact]:
    facts = [logged_in(official, begin + OPEN + chance.randrange(HOUR), chance)]
    for _ in range(chance.randint(2, 8)):
        at = begin + chance.randrange(OPEN + HOUR, CLOSE)
        if official.actor.type == "AUDITOR":
            facts.append(detail_read(official, at, opaque(chance)))
        elif official.actor.type == "TRADER":
            facts.append(Fact(at, "CREATE_ORDER", official.actor, opaque(chance), official.ip))
        else:
            facts.append(Fact(at, "READ_ENTITY", official.actor, opaque(chance), official.ip, entity_type="AGENT"))
    return facts
