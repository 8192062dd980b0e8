"""What only looks like fraud: each a handful of innocent facts that a careless rule takes for an attack."""

import random
from collections.abc import Callable

from tests.simulator.fact import DAY, HOUR, MINUTE, NOBODY, SECOND, Fact
from tests.simulator.ordinary import (
    cancelled,
    day_of,
    detail_read,
    failed_login,
    logged_in,
    not_found,
    outside,
    reprinted,
    sale,
)
from tests.simulator.province import Province, opaque

Scene = Callable[[Province, int, random.Random], list[Fact]]
"""The facts of a scene that begins at a time (ms)."""


def paper_jam(of: Province, at: int, chance: random.Random) -> list[Fact]:
    """The printer eats the paper: one receipt two to four times, and perhaps the next ones once more too."""
    agent, receipt = chance.choice(of.agents), opaque(chance)
    facts = [reprinted(agent, at + turn * 40 * SECOND, receipt, chance) for turn in range(chance.randint(2, 4))]
    others = [
        reprinted(agent, at + (5 + turn) * MINUTE, opaque(chance), chance) for turn in range(chance.randint(0, 3))
    ]
    return facts + others


def forgotten_pin(of: Province, at: int, chance: random.Random) -> list[Fact]:
    """The morning after a holiday: a few tries, seldom as many as five, and then the right PIN or a new one."""
    agent = chance.choice(of.agents)
    tries = chance.choices((1, 2, 3, 4, 5), (30, 30, 22, 13, 5))[0]
    facts = [failed_login(agent.account, at + turn * 50 * SECOND, agent.ip) for turn in range(tries)]
    return [*facts, logged_in(agent, at + (tries + 2) * 50 * SECOND, chance)]


def one_address(of: Province, at: int, chance: random.Random) -> list[Fact]:
    """A market's agents open together behind one address; some mistype once."""
    market = [agent for agent in of.agents if agent.ip == chance.choice(of.agents).ip] or [of.agents[0]]
    facts: list[Fact] = []
    for agent in market:
        when = at + chance.randrange(15 * MINUTE)
        if chance.random() < 0.4:
            facts.append(failed_login(agent.account, when, market[0].ip))
        facts.append(logged_in(agent, when + 30 * SECOND, chance))
    return facts


def market_day(of: Province, at: int, chance: random.Random) -> list[Fact]:
    """Ten times the ordinary trade, with its ordinary share of cancellations."""
    return day_of(chance.choice(of.agents), at - at % DAY, chance.randint(80, 160), chance)


def border_district(of: Province, at: int, chance: random.Random) -> list[Fact]:
    clerk = chance.choice(of.clerks)
    return [outside(clerk, at + turn * 3 * MINUTE, opaque(chance)) for turn in range(chance.randint(1, 2))]


def mistyped_ids(of: Province, at: int, chance: random.Random) -> list[Fact]:
    """Numbers read from paper: wrong ones, far from each other."""
    clerk = chance.choice(of.clerks)
    wanted = [str(chance.randrange(10**6)) for _ in range(chance.randint(3, 9))]
    return [not_found(clerk, at + turn * 20 * SECOND, one) for turn, one in enumerate(wanted)]


def busy_auditor(of: Province, at: int, chance: random.Random) -> list[Fact]:
    """A morning over one case: scores of details, and the same ones again and again."""
    auditor, pool = chance.choice(of.auditors), [opaque(chance) for _ in range(chance.randint(30, 60))]
    return [detail_read(auditor, at + turn * 40 * SECOND, chance.choice(pool)) for turn in range(90)]


def rotated_key(of: Province, at: int, chance: random.Random) -> list[Fact]:
    """A POS with its old key until somebody types in the new one: also after twelve tries, which block nobody."""
    agent = chance.choice(of.agents)
    tries = range(chance.choice((1, 2, 3, 12)))
    return [Fact(at + turn * 45 * SECOND, "API_KEY_INVALID", NOBODY, agent.pos, agent.ip, "DENIED") for turn in tries]


def offline_day(of: Province, at: int, chance: random.Random) -> list[Fact]:
    """Eight hours without a network: the day's sales arrive at once, and three cancellations follow one by one."""
    agent = chance.choice(of.agents)
    facts = [
        Fact(
            at + turn,
            "TRANSACTION_CREATED",
            agent.actor,
            opaque(chance),
            agent.ip,
            happened=at - chance.randrange(8 * HOUR),
            after={"pos_id": agent.pos, "agent_id": agent.id},
        )
        for turn in range(chance.randint(15, 40))
    ]
    return facts + [cancelled(agent, at + (10 + 12 * turn) * MINUTE, opaque(chance)) for turn in range(3)]


def published_and_traded_by_others(of: Province, at: int, chance: random.Random) -> list[Fact]:
    publisher, trader = chance.sample(of.traders, 2)
    return [
        Fact(at, "PUBLISH_PRICE", publisher.actor, opaque(chance), publisher.ip),
        Fact(at + 2 * MINUTE, "CREATE_CONTRACT", trader.actor, opaque(chance), trader.ip),
        Fact(at + 3 * HOUR, "CREATE_CONTRACT", publisher.actor, opaque(chance), publisher.ip),
    ]


def rush(of: Province, at: int, chance: random.Random) -> list[Fact]:
    """A queue of customers who change their minds: up to four cancellations in an hour of many sales."""
    agent = chance.choice(of.agents)
    facts = [fact for turn in range(15) for fact in sale(agent, at + turn * 3 * MINUTE, chance)]
    return facts + [
        cancelled(agent, at + (7 + 11 * turn) * MINUTE, opaque(chance)) for turn in range(chance.randint(1, 2))
    ]


LOOKALIKES: tuple[Scene, ...] = (
    paper_jam,
    forgotten_pin,
    one_address,
    market_day,
    border_district,
    mistyped_ids,
    busy_auditor,
    rotated_key,
    offline_day,
    published_and_traded_by_others,
    rush,
)
