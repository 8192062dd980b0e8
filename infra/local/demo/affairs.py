"""What offices do besides: people moved to another district, users, keys, and another back end's records."""

import uuid
from random import Random
from time import time
from typing import Any

from infra.local.demo.acts import (
    APPROVE,
    ASK_TO_MOVE,
    BLOCK_POS,
    CHANGE_ROLE,
    FORCE_LOGOUT,
    IMPORT,
    LIST_MOVES,
    LOG_IN,
    READ_MOVE,
    READ_USER,
    REJECT,
    RENEW_KEY,
    RESET_PIN,
    ROTATE_KEY,
    SELL,
    SET_PASSWORD,
    SUSPEND_USER,
    UPDATE_AGENT,
    UPDATE_USER,
)
from infra.local.demo.callers import UnexpectedAnswerError
from infra.local.demo.district import District, Made, Owner, Province
from infra.local.demo.names import PROVINCE
from infra.local.demo.sales import sale

WORDS = ("mango", "baobab", "lagoon", "monsoon", "harbour", "savanna")
IMPORTED = ("CREATE_ORDER", "CREATE_CONTRACT", "PUBLISH_PRICE", "SETTLE_CONTRACT")


def jurisdictions(province: Province) -> None:
    """An agent moves to the next district, a merchant is not let go; while that is open, nobody edits them."""
    here, there, *_ = province.districts
    agent, merchant = here.agents[-1], here.merchants[-1]
    change = _ask(here, "AGENT", agent, there)
    blocked = UPDATE_AGENT.refused("edits of somebody who is to move", 409, "EDIT_BLOCKED_PENDING_APPROVAL")
    here.clerk.act(blocked, {"phone": "+258840009999"}, agent.id, version=agent.version)
    province.supervisor.act(LIST_MOVES)
    province.supervisor.act(READ_MOVE, None, change.id)
    province.supervisor.act(APPROVE.also("UPDATE_USER"), None, change.id, version=change.version)
    # Whom the predecessor "could not identify": an agent who was moved, in a session of before.
    agent.caller.log_in()
    agent.caller.change_pin(here.plan.pin(f"{agent.caller.username} again"))
    refused = _ask(here, "MERCHANT", merchant, there)
    body = {"reason": "The shop stays where it is."}
    province.supervisor.act(REJECT, body, refused.id, version=refused.version)


def administration(province: Province) -> None:
    """A clerk on trial is renamed, promoted, logged out and suspended; a PIN is reset, a password set."""
    admin, temp, user = province.admin, province.temp, province.temp_id
    version = admin.act(READ_USER, None, user)["version"]
    version = admin.act(UPDATE_USER, {"name": "Tadeu Temporário"}, user, version=version)["version"]
    admin.act(CHANGE_ROLE, {"role": "SUPERVISOR", "province": PROVINCE}, user, version=version)
    temp.log_in()
    admin.act(FORCE_LOGOUT, None, user)
    temp.log_in()
    version = admin.act(READ_USER, None, user)["version"]
    admin.act(SUSPEND_USER, {"reason": "The trial is over."}, user, version=version)
    owner = province.districts[-1].agents[0]
    owner.caller.pin = admin.act(RESET_PIN, None, owner.account_id)["pin"]
    owner.caller.settle_in(province.plan.pin(f"{owner.caller.username} anew"))
    supervisor, password = province.supervisor, _password(province.plan.chance("password"))
    supervisor.act(SET_PASSWORD, {"current_secret": supervisor.pin, "new_password": password})
    supervisor.act(LOG_IN, {"username": supervisor.username, "password": password})


def keys(province: Province) -> None:
    """One POS of each district gets a new key; the last one of the province is blocked; the producer's key is new."""
    for district in province.districts:
        terminal = district.terminals[0]
        answer = district.clerk.act(ROTATE_KEY, None, terminal.id, version=terminal.version)
        terminal.version, terminal.caller.api_key = answer["version"], answer["api_key"]
        terminal.caller.act(SELL, sale(province.plan.chance("after rotation", terminal.number)))
    last = province.districts[-1]
    stolen = last.terminals[-1]
    body = {"reason": "The device was stolen."}
    stolen.version = last.clerk.act(BLOCK_POS, body, stolen.id, version=stolen.version)["version"]
    province.producer.api_key = province.admin.act(RENEW_KEY, None, province.producer_id)["api_key"]


def imports(province: Province) -> None:
    """Another back end records a batch, and sends it again, since it did not get the answer."""
    dice = province.plan.chance("imports")
    events = [_imported(dice, number) for number in range(1, 9)]
    act = IMPORT
    for one in events:
        act = act.also(one["action"])
    for attempt, status in ((act, 201), (IMPORT, 409)):
        answer = province.producer.act(attempt, {"events": events})
        if {one["status"] for one in answer["results"]} != {status}:
            raise UnexpectedAnswerError(f"a batch of events ended in {answer['results']}, not in {status}")


def _ask(district: District, kind: str, owner: Owner, there: District) -> Made:
    """The change that was asked for."""
    where = {"province": PROVINCE, "district": there.name}
    body = {"entity_type": kind, "entity_id": owner.id, **where, "reason": "The family moves."}
    answer = district.clerk.act(ASK_TO_MOVE, body)
    return Made(answer["id"], answer["version"])


def _imported(dice: Random, number: int) -> dict[str, Any]:
    action = IMPORTED[number % len(IMPORTED)]
    return {
        "id": _uuid7(dice),
        "sequence": number,
        "action": action,
        "actor": {"type": "TRADER", "id": "desk-trader", "name": "Tomas Trader", "role": "TRADER"},
        "entity": {"type": action.partition("_")[2], "id": f"desk-{number}"},
        "after": {"tonnes": str(dice.randint(1, 90)), "grade": dice.choice(("A", "B"))},
    }


def _uuid7(dice: Random) -> str:
    """RFC 9562: the time in ms, then chance."""
    bits = int(time() * 1000) << 80 | 0x7 << 76 | dice.getrandbits(12) << 64 | 0b10 << 62 | dice.getrandbits(62)
    return str(uuid.UUID(int=bits))


def _password(dice: Random) -> str:
    return "-".join([*(dice.choice(WORDS) for _ in range(3)), str(dice.randint(10, 99))])
