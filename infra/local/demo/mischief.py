"""Mischief of a day: everything here is refused, or is what a detector looks for."""

import uuid
from collections.abc import Callable

from infra.local.demo.acts import CANCEL, CREATE_AGENT, LIST_AGENTS, MISTYPE, PRINT, READ_AGENT, SELL, UPDATE_AGENT
from infra.local.demo.callers import Caller
from infra.local.demo.district import Owner, Province
from infra.local.demo.plan import address
from infra.local.demo.sales import sale

GUESSES = 5
IDS_TRIED = 6
Misdeed = Callable[[Province], None]


def outside_the_district(province: Province) -> None:
    """A clerk looks at an agent of another district, and creates one there."""
    here, there, *_ = province.districts
    outside = READ_AGENT.refused("reaches beyond the own district", 403, "ACCESS_OUTSIDE_JURISDICTION")
    there.clerk.act(outside, None, here.agents[0].id)
    new = {"name": "Olga Oculta", "phone": "+258840007777", "province": "Zambezia", "district": here.name}
    attempt = CREATE_AGENT.refused(outside.what, 403, "ACCESS_OUTSIDE_JURISDICTION")
    there.clerk.act(attempt, {**new, "username": province.plan.username("hidden")})


def beyond_the_role(province: Province) -> None:
    """An agent lists all agents of the district; somebody on trial was suspended, and still calls and logs in."""
    refused = LIST_AGENTS.refused("reaches beyond the own role", 403, "UNAUTHORIZED_ACCESS_ATTEMPT")
    agent = province.districts[0].agents[0].caller
    agent.log_in()
    agent.act(refused)
    province.temp.act(LIST_AGENTS.refused("calls with the token of an ended session", 401, "TOKEN_INVALID"))
    suspended = MISTYPE.refused("logins of somebody suspended", 401, "LOGIN_FAILED")
    province.temp.act(suspended, {"username": province.temp.username, "pin": province.temp.pin})


def ids_tried(province: Province) -> None:
    """A clerk tries one id after the other."""
    dice = province.plan.chance("ids tried")
    attempt = READ_AGENT.refused("ids tried", 404, "UNAUTHORIZED_ACCESS_ATTEMPT")
    for _ in range(IDS_TRIED):
        province.districts[1].clerk.act(attempt, None, str(uuid.UUID(int=dice.getrandbits(128), version=4)))


def stale_version(province: Province) -> None:
    """A clerk changes an agent as it was before somebody else changed it."""
    district = province.districts[0]
    agent = district.agents[0]
    body = {"phone": "+258840008888"}
    version = district.clerk.act(UPDATE_AGENT, body, agent.id, version=agent.version)["version"]
    stale = UPDATE_AGENT.refused("changes of what somebody else changed first", 409, "UPDATE_AGENT")
    district.clerk.act(stale, body, agent.id, version=agent.version)
    agent.version = version


def stolen_keys(province: Province) -> None:
    """A key that no POS has; the one of a blocked POS; and a token after its owner logged out."""
    terminal, stolen = province.districts[0].terminals[-1], province.districts[-1].terminals[-1]
    wrong = terminal.caller.api_key[:-8] + "AAAAAAAA"
    thief = Caller(province.admin.api, address(230), api_key=wrong)
    body = sale(province.plan.chance("stolen keys"))
    thief.act(SELL.refused("calls with a wrong API key", 401, "API_KEY_INVALID"), body)
    stolen.caller.act(SELL.refused("calls of a blocked POS", 403, "UNAUTHORIZED_ACCESS_ATTEMPT"), body)
    agent = province.districts[1].agents[0]
    agent.caller.log_in()
    left = agent.caller.log_out()
    left.act(READ_AGENT.refused("calls with a token after the logout", 401, "TOKEN_INVALID"), None, agent.id)


def money_back(province: Province) -> None:
    """A transaction is cancelled when the customer has left with the receipt."""
    terminal = province.districts[0].terminals[0]
    made = terminal.caller.act(SELL, sale(province.plan.chance("money back")))
    terminal.caller.act(PRINT, None, made["id"])
    after = CANCEL.refused("transactions cancelled after their receipt", 200, *CANCEL.codes)
    terminal.caller.act(after, {"reason": "Not wanted."}, made["id"], version=made["version"])


def guessed_pins(province: Province) -> Owner:
    """Somebody guesses the PIN of a merchant, who is returned. Not an account of an earlier run: one alert is raised
    for an account in half an hour, however many guesses follow."""
    victim = province.districts[0].merchants[0]
    guesser = Caller(province.admin.api, address(231), victim.caller.username, victim.caller.pin)
    for _ in range(GUESSES):
        guesser.mistype(MISTYPE.refused("guesses of one merchant's PIN", 401, "LOGIN_FAILED"))
    return victim


MISDEEDS: tuple[Misdeed, ...] = (
    outside_the_district,
    beyond_the_role,
    ids_tried,
    stale_version,
    stolen_keys,
    money_back,
)
