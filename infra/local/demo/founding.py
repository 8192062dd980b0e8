"""A province is founded: officials, then the markets, merchants, agents and POS of each district."""

from typing import Any

from infra.local.demo.acts import CREATE_AGENT, CREATE_MARKET, CREATE_MERCHANT, CREATE_POS, CREATE_USER, LIST_USERS
from infra.local.demo.callers import Caller
from infra.local.demo.district import District, Made, Owner, Province, Terminal
from infra.local.demo.names import MARKETS, PROVINCE, person
from infra.local.demo.plan import Plan, Size, address
from infra.local.errors import LocalError

MAXIMUM = "2000.00"
FIRST_AGENT = "Lina Agente"
"""The name of each province's first agent: the forger of the archive looks for it."""


class FoundedBeforeError(LocalError):
    """A seed's people are there already."""


def choose_plan(admin: Caller, seed: int | None, size: Size) -> Plan:
    """The plan of a seed, or of the first seed that this stack has nothing of.

    Raises FoundedBeforeError for a seed that it has something of.
    """
    taken = _usernames(admin)
    if seed is None:
        plans = (Plan(number, size) for number in range(1, len(taken) + 2))
        return next(plan for plan in plans if plan.username("clerk") not in taken)
    if Plan(seed, size).username("clerk") in taken:
        raise FoundedBeforeError(
            f"this stack has the province of seed {seed} already, or a part of it: name another seed, or start anew"
        )
    return Plan(seed, size)


def appoint(plan: Plan, admin: Caller) -> Province:
    """Officials, somebody who does not stay, and another back end that records here."""
    clerks = [_official(plan, admin, "FUNCIONARIO", "clerk", district) for district in range(plan.size.districts)]
    _, supervisor = _official(plan, admin, "SUPERVISOR", "supervisor", None)
    temp_id, temp = _official(plan, admin, "FUNCIONARIO", "temp", 0)
    producer = {"username": plan.username("producer"), "name": "Mesa de Cobertura", "role": "PRODUCER"}
    made = admin.act(CREATE_USER, producer)
    machine = Caller(admin.api, address(240), api_key=made["api_key"])
    districts = [
        District(plan, index, name, clerk)
        for index, (name, (_, clerk)) in enumerate(zip(plan.districts, clerks, strict=True))
    ]
    for one in (supervisor, temp):
        one.settle_in(plan.pin(one.username))
    return Province(plan, admin, supervisor, temp, temp_id, machine, made["id"], districts)


def found(district: District) -> None:
    """The clerk registers everything that belongs to a district."""
    size = district.plan.size
    district.clerk.settle_in(district.plan.pin(district.clerk.username))
    for number in district.plan.numbers(size.markets, district.index):
        body = {"name": f"Mercado {MARKETS[number % len(MARKETS)]} {number}", **_place(district)}
        district.markets.append(_made(district.clerk.act(CREATE_MARKET, body)))
    for number in district.plan.numbers(size.merchants, district.index):
        body = {"name": f"Loja {person(number)}", **_account(district, "merchant", number)}
        made = district.clerk.act(CREATE_MERCHANT, body)
        district.merchants.append(_owner(district, made, 100 + number))
    for number in district.plan.numbers(size.agents, district.index):
        name = FIRST_AGENT if number == 1 else person(number)
        made = district.clerk.act(CREATE_AGENT, {"name": name, **_account(district, "agent", number)})
        district.agents.append(_owner(district, made, number))
    for turn, number in enumerate(district.plan.numbers(size.pos, district.index)):
        district.terminals.append(_terminal(district, turn, number))


def _usernames(admin: Caller) -> set[str]:
    found, cursor = set[str](), ""
    while True:
        page = admin.act(LIST_USERS, None, f"&cursor={cursor}" if cursor else "")
        found |= {user["username"] for user in page["users"]}
        if page["cursor"] is None:
            return found
        cursor = page["cursor"]


def _official(plan: Plan, admin: Caller, role: str, title: str, district: int | None) -> tuple[str, Caller]:
    """The id, and somebody with a PIN that the administrator chose, who has not logged in yet."""
    number = (district or 0) + 1
    username = plan.username(title, number)
    given = plan.pin(f"{username} at first")
    body = {"username": username, "name": f"{person(number + 40)} ({title})", "role": role, "pin": given}
    body["province"] = PROVINCE
    if district is not None:
        body["district"] = plan.districts[district]
    made = admin.act(CREATE_USER, body)
    return made["id"], Caller(admin.api, address(200 + number), username, given)


def _terminal(district: District, turn: int, number: int) -> Terminal:
    """POS are dealt out to the agents, merchants and markets of the district in turn."""
    agent = district.agents[turn % len(district.agents)]
    is_limited = district.plan.chance("limit", number).random() < 1 / 3
    body = {
        "label": f"POS {number}",
        "agent_id": agent.id,
        "merchant_id": district.merchants[turn % len(district.merchants)].id,
        "market_id": district.markets[turn % len(district.markets)].id,
    }
    made = district.clerk.act(CREATE_POS, body | ({"maximum_amount": MAXIMUM} if is_limited else {}))
    caller = Caller(district.clerk.api, address(number), api_key=made["api_key"])
    return Terminal(made["id"], made["version"], number, caller, agent, is_limited)


def _place(district: District) -> dict[str, str]:
    return {"province": PROVINCE, "district": district.name}


def _account(district: District, kind: str, number: int) -> dict[str, str]:
    phone = f"+25884{number:07d}"
    return {"phone": phone, **_place(district), "username": district.plan.username(kind, number)}


def _owner(district: District, made: dict[str, Any], number: int) -> Owner:
    account = made["account"]
    caller = Caller(district.clerk.api, address(number), account["username"], account["pin"])
    return Owner(made["id"], made["version"], made["account_id"], caller)


def _made(answer: dict[str, Any]) -> Made:
    return Made(answer["id"], answer["version"])
