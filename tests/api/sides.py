"""What the event of a success must tell: which entity it is about, and the two sides of it, exactly."""

from collections.abc import Mapping
from typing import Any

from tests.api import sides_of_alerts, sides_of_deep_searches, sides_of_exports, sides_of_hedge
from tests.api.forgeries import claims_of
from tests.api.operation import Asked, Caller, Json, Operation, Where
from tests.api.operations import OPERATIONS
from tests.api.targets import REASON
from tests.api.world import Told, World

READINGS = {one.entity_type: one for one in OPERATIONS if one.action == "READ_ENTITY" and not one.is_page}
_NOT_TOLD = ("id", "created_at", "changed_at", "receipt")
_TOLD_WHOLE = ("ORDER", "CONTRACT", "LINKAGE")

CHANGED: Mapping[str, Json] = {
    "POST /v1/auth/refresh": {},
    "POST /v1/auth/logout": {"state": "ENDED"},
    "POST /v1/auth/pin": {"version": 2},
    "POST /v1/auth/password": {"version": 2},
    "POST /v1/auth/zone": {"zone": "Africa/Maputo", "version": 2},
    "PATCH /v1/users/{user_id}": {"name": "Rui Renomeado", "version": 3},
    "POST /v1/users/{user_id}/suspend": {"state": "SUSPENDED", "version": 3, "reason": REASON, "sessions_ended": 0},
    "PUT /v1/users/{user_id}/role": {"role": "SUPERVISOR", "district": None, "version": 3, "sessions_ended": 0},
    "POST /v1/users/{user_id}/force-logout": {"version": 3, "sessions_ended": 0},
    "POST /v1/users/{user_id}/pin": {"must_change": "PIN", "version": 3, "sessions_ended": 0},
    "POST /v1/users/{user_id}/password": {"must_change": "PASSWORD", "version": 3, "sessions_ended": 0},
    "POST /v1/users/{user_id}/api-key": {"key_version": 2},
    "POST /v1/jurisdiction-changes/{change_id}/approve": {
        "state": "APPROVED",
        "version": 2,
        "entity": {"district": "Norte", "pending_change": None, "version": 3},
    },
    "POST /v1/jurisdiction-changes/{change_id}/reject": {
        "state": "REJECTED",
        "version": 2,
        "decision_reason": REASON,
        "entity": {"pending_change": None, "version": 3},
    },
    "PATCH /v1/agents/{agent_id}": {"name": "Outro Nome", "version": 2},
    "PATCH /v1/merchants/{merchant_id}": {"name": "Outro Nome", "version": 2},
    "PATCH /v1/markets/{market_id}": {"name": "Outro Nome", "version": 2},
    "POST /v1/pos/{pos_id}/block": {"state": "BLOCKED", "version": 2, "reason": REASON},
    "POST /v1/pos/{pos_id}/rotate-key": {"version": 2},
    "POST /v1/transactions/{transaction_id}/cancel": {
        "state": "CANCELLED",
        "cancelled_because": REASON,
        "version": 2,
    },
    **sides_of_hedge.CHANGED,
    **sides_of_alerts.CHANGED,
}
"""What becomes of an entity, as seen in its event; moments, and who decided a change of jurisdiction, are not here."""

BESIDE = ("reason", "sessions_ended", "key_version")
"""What is told beside what the API shows of an entity."""


def subject(world: World, one: Operation, caller: Caller, told: Told) -> str:
    """The id of the entity that the event is about."""
    known = world.entity_of(one, Where.OWN, told.answer)
    if known is not None:
        return known
    match one.entity_type:
        case "USER":
            return world.accounts[caller]
        case "SESSION":
            return _session(world, one, told)
        case "RECEIPT":
            return str(told.answer.json["id"])
        case "PRICE":
            return sides_of_hedge.price_id(told.answer)
        case _:
            return told.own.header.id


def _session(world: World, one: Operation, told: Told) -> str:
    if one.is_public:
        return str(claims_of(told.answer.json["access_token"])["sid"])
    return str(claims_of(world.credentials[one.canonical_caller]["Authorization"].removeprefix("Bearer "))["sid"])


def shown(world: World, entity_type: str, entity_id: str) -> Json:
    """What the API shows of an entity as it is told: a change of jurisdiction with what it moves.

    A session is shown nowhere. What tells it apart, and when, is told of the hedge desk's entities alone.
    """
    if entity_type == "SESSION":
        (row,) = [row for row in world.cloud.rows("sessions") if row["session_id"]["S"] == entity_id]
        return {"state": row["state"]["S"], "user_id": row["user_id"]["S"], "expires_at": int(row["expires_at"]["N"])}
    if entity_type in sides_of_alerts.SHOWN:
        return sides_of_alerts.SHOWN[entity_type](world, entity_id)
    reading = READINGS[entity_type]
    assert reading.entity is not None
    answer = world.send(reading.function, world.request(reading, ids={reading.entity: entity_id}))
    assert answer.status == 200, answer
    untold = () if entity_type in _TOLD_WHOLE else _NOT_TOLD
    found = {name: value for name, value in answer.json.items() if name not in untold}
    if entity_type == "JURISDICTION_CHANGE":
        found["entity"] = shown(world, found["entity_type"], found["entity_id"])
    return found


def before(world: World, one: Operation, caller: Caller) -> Json | None:
    """The side that is to be told as it was; to be asked before the request."""
    target = world.targets[Where.OWN]
    if one.action == "REQUEST_JURISDICTION_CHANGE":
        return {"entity": shown(world, "AGENT", target["agent_id"])}
    if one.name not in CHANGED:
        return None
    if one.entity_type == "SESSION":
        token = world.credentials[Caller.ADMIN]["Authorization"].removeprefix("Bearer ")
        return _told_of(one, shown(world, "SESSION", claims_of(token)["sid"]))
    if one.entity is None:
        return shown(world, one.entity_type, world.accounts[caller])
    found = shown(world, one.entity_type, target[one.stands_for.get(one.entity, one.entity)])
    if "key_version" in CHANGED[one.name]:
        return {**found, "key_version": 1}
    return {**found, **sides_of_alerts.beside_before(one)}


def after(world: World, one: Operation, about: str) -> Json:
    """The side as it has become: what the API shows now, and what is told beside it."""
    if one.entity_type in UNSHOWN:
        return UNSHOWN[one.entity_type](world, one)
    found = _told_of(one, shown(world, one.entity_type, about))
    beside = {name: value for name, value in CHANGED.get(one.name, {}).items() if name in BESIDE}
    return {**found, **beside, **sides_of_hedge.released(world, one), **sides_of_alerts.beside(world, one)}


def _told_of(one: Operation, found: Json) -> Json:
    return {name: value for name, value in found.items() if name != "expires_at" or one.action != "LOGOUT"}


def _receipt(world: World, _: Operation) -> Json:
    transaction_id = world.targets[Where.OWN]["transaction_id"]
    agent_id = shown(world, "TRANSACTION", transaction_id)["agent_id"]
    return {"copies": 1, "transaction_id": transaction_id, "agent_id": agent_id}


def _batch(world: World, one: Operation) -> Json:
    told: Json = {"producer": world.accounts[one.canonical_caller], "ranges": [[1, 1]], "not_processed": []}
    if one.action == "OFFLINE_SYNC":
        return {**told, "counts": {"CREATED": 1}, "duplicates": [], "gaps": [], "gaps_given_up_to": None}
    return {**told, "counts": {"RECORDED": 1}, "refused": []}


UNSHOWN = {
    **{"RECEIPT": _receipt, "JOB": _batch},
    **{**sides_of_hedge.UNSHOWN, **sides_of_exports.UNSHOWN, **sides_of_deep_searches.UNSHOWN},
}


def differing(old: Any, new: Any) -> Any:
    """The members that are not what they were, and what they are."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return new
    assert set(old) <= set(new)
    return {name: differing(old.get(name), of) for name, of in new.items() if name not in old or old[name] != of}


def changes(one: Operation, caller: Caller, world: World, told: Json) -> Json:
    """What must differ between the two sides of a change."""
    expected = {**CHANGED[one.name], **sides_of_hedge.released(world, one), **sides_of_alerts.beside(world, one)}
    if one.name in sides_of_alerts.CHANGED:
        return {**expected, **sides_of_alerts.decided(one, caller, world, told)}
    if one.entity_type == "JURISDICTION_CHANGE":
        return {**expected, "decided_by": world.accounts[caller], "decided_at": told["decided_at"]}
    moment = {"SESSION_REFRESHED": "expires_at", "ARCHIVE_ORDER": "archived_at", "ARCHIVE_CONTRACT": "archived_at"}
    return {**expected, **{name: told[name] for code, name in moment.items() if code == one.action}}


def given(world: World, one: Operation, caller: Caller) -> Json:
    """What was asked for of a new entity, as far as it is told under the same name."""
    assert one.body is not None
    body = one.body(Asked(world.targets[Where.OWN], caller))
    moved_to = ("province", "district") if one.action == "REQUEST_JURISDICTION_CHANGE" else ()
    return {name: value for name, value in body.items() if name not in (*moved_to, *_UNTOLD[one.name])}


_SECRET = ("pin",)
_ACCOUNTS = ("username",)
_UNTOLD: Mapping[str, tuple[str, ...]] = {
    "POST /v1/users": _SECRET,
    "POST /v1/agents": _ACCOUNTS,
    "POST /v1/merchants": _ACCOUNTS,
    "POST /v1/markets": (),
    "POST /v1/pos": (),
    "POST /v1/transactions": (),
    "POST /v1/jurisdiction-changes": (),
    **sides_of_hedge.CREATIONS,
    **sides_of_alerts.CREATIONS,
    **sides_of_exports.CREATIONS,
    **sides_of_deep_searches.CREATIONS,
}
CREATIONS = frozenset(_UNTOLD)
"""The operations that make an entity which the API shows from then on."""
