"""What happens otherwise than by a request that succeeds: refusals, failures, repetitions, and what runs by itself."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from network.aws.entities_table import EntitiesTable
from tests.api.forgeries import FORGERIES, claims_of, expired
from tests.api.operation import Caller, Operation, Where
from tests.api.operations import operation
from tests.api.targets import PIN
from tests.api.world import Recorded, World

About = Callable[[World], tuple[str, str]]
AFTER = frozenset({"after"})
BOTH = frozenset({"before", "after"})


@dataclass(frozen=True)
class Scene:
    """`caller` is None for the product itself; `operation` is what was attempted, `shows` the sides that are told."""

    code: str
    outcome: str
    caller: Caller | None
    operation: Operation | None
    play: Callable[[World], Recorded]
    about: About
    shows: frozenset[str] = frozenset()


LOGIN, LISTING = operation("POST /v1/auth/login"), operation("GET /v1/agents")
READING, UPDATE = operation("GET /v1/agents/{agent_id}"), operation("PATCH /v1/agents/{agent_id}")
PAYMENT, PRINTING = operation("POST /v1/transactions"), operation("POST /v1/transactions/{transaction_id}/receipts")
REQUEST = operation("POST /v1/jurisdiction-changes")


def _token(world: World, caller: Caller) -> str:
    return world.credentials[caller]["Authorization"].removeprefix("Bearer ")


def _of(name: str, entity_type: str, where: Where = Where.OWN) -> About:
    return lambda world: (entity_type, world.targets[where][name])


def _clerk(world: World) -> tuple[str, str]:
    return "USER", world.accounts[Caller.FUNCIONARIO]


def _admins_session(world: World) -> tuple[str, str]:
    return "SESSION", str(claims_of(_token(world, Caller.ADMIN))["sid"])


def _receipt(world: World) -> tuple[str, str]:
    return "RECEIPT", _only(world, "RECEIPT_REPRINTED").header.entity_id


def _every(entity_type: str) -> About:
    return lambda _: (entity_type, "*")


def _wrong_pin(world: World) -> Recorded:
    return world.ask(LOGIN, body={"username": "clerk", "pin": PIN[::-1]}).only


def _expired_token(world: World) -> Recorded:
    return world.ask(LISTING, headers={"Authorization": f"Bearer {expired(_token(world, Caller.ADMIN))}"}).only


def _forged_token(world: World) -> Recorded:
    forged = FORGERIES["another key"](_token(world, Caller.ADMIN))
    return world.ask(LISTING, headers={"Authorization": f"Bearer {forged}"}).only


def _wrong_key(world: World) -> Recorded:
    key = world.credentials[Caller.POS]["X-Api-Key"]
    return world.ask(PAYMENT, Caller.POS, headers={"X-Api-Key": key[:-4] + "aaaa"}).only


def _missing_role(world: World) -> Recorded:
    return world.ask(UPDATE, Caller.TRADER).only


def _reach_beyond(world: World) -> Recorded:
    return world.ask(UPDATE, Caller.FUNCIONARIO, Where.ELSEWHERE).only


def _edit_while_pending(world: World) -> Recorded:
    assert world.ask(REQUEST, Caller.ADMIN).status == 201
    return world.ask(UPDATE, Caller.FUNCIONARIO).only


def _pending_change(world: World) -> tuple[str, str]:
    (asked,) = [one for one in world.events() if one.header.action == "REQUEST_JURISDICTION_CHANGE"]
    return "JURISDICTION_CHANGE", asked.header.entity_id


def _payment_by_a_blocked_pos(world: World) -> Recorded:
    assert world.ask(operation("POST /v1/pos/{pos_id}/block")).status == 200
    return world.ask(PAYMENT, Caller.AGENT).only


def _printed_twice(world: World) -> Recorded:
    assert world.ask(PRINTING, Caller.AGENT).own.header.action == "RECEIPT_PRINTED"
    return world.ask(PRINTING, Caller.AGENT).own


def _broken_adapter(world: World) -> Recorded:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("broken under the function")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EntitiesTable, "find", broken)
        told = world.ask(READING, Caller.FUNCIONARIO)
    assert (told.status, told.answer.code) == (500, "SYSTEM_ERROR")
    return told.only


def _table_away(world: World) -> Recorded:
    """Nothing is done; the event waits, and is recorded once the table is back."""
    with world.cloud.without("events"):
        answer = world.send("network", world.request(UPDATE, Caller.FUNCIONARIO))
        assert (answer.status, answer.headers["retry-after"]) == (503, "5")
    world.cloud.sweep({"job": "sweep"}, None)
    unchanged = world.send("network", world.request(READING))
    assert unchanged.json["name"] == "Rui Own"
    return _only(world, "DATABASE_ERROR")


def _idle_session(world: World) -> Recorded:
    world.cloud.clock.advance(31 * 60)
    world.cloud.sweep({"job": "sweep"}, None)
    clerk = world.accounts[Caller.FUNCIONARIO]
    return next(
        one
        for one in world.events()
        if one.header.action == "SESSION_EXPIRED" and one.body["before"]["user_id"] == clerk
    )


def _clerks_session(world: World) -> tuple[str, str]:
    clerk = world.accounts[Caller.FUNCIONARIO]
    (session,) = [row for row in world.cloud.rows("sessions") if row["user_id"]["S"] == clerk]
    return "SESSION", session["session_id"]["S"]


def _run_of_sweep(world: World) -> Recorded:
    world.cloud.sweep({"job": "sweep"}, None)
    return _only(world, "SYSTEM_JOB_RUN")


def _only(world: World, code: str) -> Recorded:
    (event,) = [one for one in world.events() if one.header.action == code]
    return event


_AGENT, _FAR_AGENT = _of("agent_id", "AGENT"), _of("agent_id", "AGENT", Where.ELSEWHERE)

SCENES = (
    Scene("LOGIN_FAILED", "DENIED", Caller.ANONYMOUS, LOGIN, _wrong_pin, _clerk),
    Scene("TOKEN_EXPIRED", "DENIED", Caller.ANONYMOUS, LISTING, _expired_token, _admins_session),
    Scene("TOKEN_INVALID", "DENIED", Caller.ANONYMOUS, LISTING, _forged_token, _every("AGENT")),
    Scene("API_KEY_INVALID", "DENIED", Caller.ANONYMOUS, PAYMENT, _wrong_key, _of("pos_id", "POS")),
    Scene("UNAUTHORIZED_ACCESS_ATTEMPT", "DENIED", Caller.TRADER, UPDATE, _missing_role, _AGENT),
    Scene("ACCESS_OUTSIDE_JURISDICTION", "DENIED", Caller.FUNCIONARIO, UPDATE, _reach_beyond, _FAR_AGENT, AFTER),
    Scene(
        "EDIT_BLOCKED_PENDING_APPROVAL",
        "DENIED",
        Caller.FUNCIONARIO,
        UPDATE,
        _edit_while_pending,
        _pending_change,
        AFTER,
    ),
    Scene(
        "TRANSACTION_FAILED", "FAILED", Caller.AGENT, PAYMENT, _payment_by_a_blocked_pos, _every("TRANSACTION"), AFTER
    ),
    Scene("RECEIPT_REPRINTED", "SUCCEEDED", Caller.AGENT, PRINTING, _printed_twice, _receipt, BOTH),
    Scene("SYSTEM_ERROR", "FAILED", Caller.FUNCIONARIO, READING, _broken_adapter, _AGENT),
    Scene("DATABASE_ERROR", "FAILED", Caller.FUNCIONARIO, UPDATE, _table_away, _AGENT),
    Scene("SESSION_EXPIRED", "SUCCEEDED", None, None, _idle_session, _clerks_session, BOTH),
    Scene("SYSTEM_JOB_RUN", "SUCCEEDED", None, None, _run_of_sweep, lambda _: ("JOB", "sweep"), AFTER),
)
