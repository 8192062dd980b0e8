"""Attacks, each at a seeded intensity from just enough to be one up to many times that."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from tests.simulator.fact import DAY, HOUR, MINUTE, NOBODY, OURSELVES, SECOND, Fact
from tests.simulator.ordinary import (
    cancelled,
    detail_read,
    failed_login,
    logged_in,
    not_found,
    outside,
    reprinted,
    sale,
)
from tests.simulator.province import Province, opaque

Attack = Callable[[Province, int, random.Random], list[Fact]]


@dataclass(frozen=True)
class Kind:
    """An attack, and the rules of which any is right to find it."""

    play: Attack
    found_by: frozenset[str]

    @property
    def name(self) -> str:
        return self.play.__name__


def spread(count: int, over_ms: int, chance: random.Random) -> list[int]:
    return sorted(chance.randrange(over_ms) for _ in range(count))


def reprints_of_one_receipt(of: Province, at: int, chance: random.Random) -> list[Fact]:
    agent, receipt = chance.choice(of.agents), opaque(chance)
    count = chance.choice((5, 7, 12, 30))
    return [reprinted(agent, at + turn, receipt, chance) for turn in spread(count, 28 * MINUTE, chance)]


def reprints_of_many_receipts(of: Province, at: int, chance: random.Random) -> list[Fact]:
    agent = chance.choice(of.agents)
    count = chance.choice((8, 10, 16, 40))
    return [reprinted(agent, at + turn, opaque(chance), chance) for turn in spread(count, 28 * MINUTE, chance)]


def guessed_pin(of: Province, at: int, chance: random.Random) -> list[Fact]:
    agent = chance.choice(of.agents)
    count = chance.choice((5, 6, 9, 20))
    return [failed_login(agent.account, at + turn, "198.51.100.7") for turn in spread(count, 9 * MINUTE, chance)]


def patient_guesser(of: Province, at: int, chance: random.Random) -> list[Fact]:
    """One guess every so often, below any count of ten minutes; the owner is on holiday."""
    account = opaque(chance)
    return [
        failed_login(account, at + turn * 12 * MINUTE + chance.randrange(MINUTE), "198.51.100.8")
        for turn in range(chance.choice((10, 14, 25)))
    ]


def guessed_right(of: Province, at: int, chance: random.Random) -> list[Fact]:
    clerk = chance.choice(of.clerks)
    tries = [failed_login(clerk.account, at + turn, "198.51.100.9") for turn in spread(6, 8 * MINUTE, chance)]
    return [*tries, Fact(at + 9 * MINUTE, "LOGIN_SUCCESS", clerk.actor, opaque(chance), "198.51.100.9")]


def sprayed_pins(of: Province, at: int, chance: random.Random) -> list[Fact]:
    victims = chance.sample(of.agents, chance.choice((10, 14, 30, 60)))
    times = spread(len(victims), 9 * MINUTE, chance)
    return [failed_login(one.account, at + when, "198.51.100.10") for one, when in zip(victims, times, strict=True)]


def prying_neighbour(of: Province, at: int, chance: random.Random) -> list[Fact]:
    clerk = chance.choice(of.clerks)
    count = chance.choice((3, 4, 8, 20))
    return [outside(clerk, at + turn, opaque(chance)) for turn in spread(count, 25 * MINUTE, chance)]


def burst_of_cancellations(of: Province, at: int, chance: random.Random) -> list[Fact]:
    agent = chance.choice(of.agents)
    count = chance.choice((5, 6, 10, 25))
    return [cancelled(agent, at + turn, opaque(chance)) for turn in spread(count, 55 * MINUTE, chance)]


def day_of_cancellations(of: Province, at: int, chance: random.Random) -> list[Fact]:
    """A third and more of a day's trade is undone, never five in an hour."""
    agent, facts = chance.choice(of.agents), []
    for turn in range(chance.choice((26, 30, 36))):
        when = at + turn * 18 * MINUTE
        facts += [fact for fact in sale(agent, when, chance) if fact.action == "TRANSACTION_CREATED"]
        if turn % 2 == 0 or chance.random() < 0.1:
            facts.append(cancelled(agent, when + 5 * MINUTE, opaque(chance)))
    return facts


def enumerated_ids(of: Province, at: int, chance: random.Random) -> list[Fact]:
    """Numbers one after another with gaps, shuffled, some twice."""
    clerk, number = chance.choice(of.clerks), chance.randrange(10**6)
    wanted: list[str] = []
    for _ in range(chance.choice((12, 16, 30, 60))):
        number += chance.choice((1, 1, 1, 2, 3))
        wanted.append(str(number))
    wanted += chance.sample(wanted, 3)
    chance.shuffle(wanted)
    times = spread(len(wanted), 8 * MINUTE, chance)
    return [not_found(clerk, at + when, one) for one, when in zip(wanted, times, strict=True)]


def guessed_api_key(of: Province, at: int, chance: random.Random) -> list[Fact]:
    """By hand, or slowly: to be told of."""
    pos = chance.choice(of.agents).pos
    times = spread(chance.choice((12, 20, 40)), 8 * MINUTE, chance)
    return [Fact(at + when, "API_KEY_INVALID", NOBODY, pos, "198.51.100.11", "DENIED") for when in times]


def flooded_api_key(of: Province, at: int, chance: random.Random) -> list[Fact]:
    """By machines at several addresses, none of which sends so many that they are only summed up: to be blocked."""
    pos = chance.choice(of.agents).pos
    times = spread(chance.choice((65, 80, 120, 200)), 9 * MINUTE, chance)
    addresses = [f"198.51.100.{20 + chance.randrange(8)}" for _ in times]
    return [
        Fact(at + when, "API_KEY_INVALID", NOBODY, pos, address, "DENIED")
        for when, address in zip(times, addresses, strict=True)
    ]


def snooping_auditor(of: Province, at: int, chance: random.Random) -> list[Fact]:
    auditor = chance.choice(of.auditors)
    times = spread(chance.choice((220, 300, 500)), 50 * MINUTE, chance)
    return [detail_read(auditor, at + when, opaque(chance)) for when in times]


def own_price(of: Province, at: int, chance: random.Random) -> list[Fact]:
    trader = chance.choice(of.traders)
    later = chance.randrange(20 * SECOND, 4 * MINUTE)
    return [
        Fact(at, "PUBLISH_PRICE", trader.actor, opaque(chance), trader.ip),
        Fact(at + later, "CREATE_CONTRACT", trader.actor, opaque(chance), trader.ip),
    ]


def tampered_log(_: Province, at: int, chance: random.Random) -> list[Fact]:
    return [Fact(at, "LOG_TAMPERED", OURSELVES, opaque(chance), "system")]


def account_taken_over(of: Province, at: int, chance: random.Random) -> list[Fact]:
    """Guessing by night, the same account again by day: two alerts of one story."""
    night = guessed_pin(of, at - at % DAY + 2 * HOUR, chance)
    agent = next(one for one in of.agents if one.account == night[0].entity)
    return [*night, logged_in(agent, night[-1].at + 5 * SECOND, chance)]


ATTACKS: tuple[Kind, ...] = (
    Kind(reprints_of_one_receipt, frozenset({"many_reprints_of_one_receipt"})),
    Kind(reprints_of_many_receipts, frozenset({"many_reprints_by_one_agent"})),
    Kind(guessed_pin, frozenset({"many_failed_logins"})),
    Kind(patient_guesser, frozenset({"consecutive_failed_logins"})),
    Kind(guessed_right, frozenset({"login_after_failures", "many_failed_logins"})),
    Kind(account_taken_over, frozenset({"login_after_failures", "many_failed_logins"})),
    Kind(sprayed_pins, frozenset({"login_spraying"})),
    Kind(prying_neighbour, frozenset({"repeated_access_outside_jurisdiction"})),
    Kind(burst_of_cancellations, frozenset({"many_cancellations"})),
    Kind(day_of_cancellations, frozenset({"high_cancellation_ratio"})),
    Kind(enumerated_ids, frozenset({"id_enumeration"})),
    Kind(guessed_api_key, frozenset({"api_key_refused_repeatedly"})),
    Kind(flooded_api_key, frozenset({"api_key_flood"})),
    Kind(snooping_auditor, frozenset({"excessive_audit_reading"})),
    Kind(own_price, frozenset({"price_published_and_traded"})),
    Kind(tampered_log, frozenset({"log_tampered"})),
)
