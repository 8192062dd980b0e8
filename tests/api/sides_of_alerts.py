"""What the events of alerts, cases and blocks must tell, derived from what the API shows."""

from collections.abc import Callable, Mapping

from tests.api.of_investigation import ALERTS, BLOCKS, CASES
from tests.api.operation import Caller, Json, Operation, Where
from tests.api.targets import REASON
from tests.api.world import World

_NOTED = {"note_count": 1, "version": 2}

CHANGED: Mapping[str, Json] = {
    "POST /v1/alerts/{alert_id}/acknowledge": {"status": "acknowledged", "version": 2},
    "POST /v1/alerts/{alert_id}/close": {**_NOTED, "status": "closed", "disposition": "benign"},
    "POST /v1/alerts/{alert_id}/snooze": _NOTED,
    "POST /v1/cases/{case_id}/alerts": {"version": 2},
    "POST /v1/cases/{case_id}/owner": {"version": 2},
    "POST /v1/cases/{case_id}/notes": _NOTED,
    "POST /v1/cases/{case_id}/close": {**_NOTED, "state": "closed"},
    "POST /v1/blocks/{block_id}/unblock": {"state": "UNDONE", "undone_reason": REASON, "version": 2},
}
CREATIONS: Mapping[str, tuple[str, ...]] = {"POST /v1/cases": ()}

_HANDLED = ("rule", "status", "disposition", "owner", "case_id", "version")
_OWNED = ("POST /v1/alerts/{alert_id}/acknowledge", "POST /v1/alerts/{alert_id}/close")
_TEXTED = ("POST /v1/alerts/{alert_id}/close", "POST /v1/cases/{case_id}/notes", "POST /v1/cases/{case_id}/close")


def beside_before(one: Operation) -> Json:
    """What is told of before, beside what the API shows: that nothing muted the group."""
    return {"snooze": None} if one.name.endswith("/snooze") else {}


def beside(world: World, one: Operation) -> Json:
    """What is told beside what the API shows: what was written, and until when a group is muted."""
    if one.name in _TEXTED:
        return {"note": REASON}
    if one.name.endswith("/snooze"):
        (row,) = [row for row in world.cloud.rows("windows") if row["pk"]["S"].startswith("SNOOZE#")]
        told = {name: row[name]["S"] for name in ("until", "by", "alert_id")}
        return {"snooze": {"id": row["snooze_id"]["S"], "reason": REASON, **told}}
    return {}


def decided(one: Operation, caller: Caller, world: World, told: Json) -> Json:
    """What differs by who decided, and when."""
    who = world.accounts[caller]
    match one.name:
        case name if name in _OWNED:
            return {"owner": who}
        case "POST /v1/cases/{case_id}/alerts":
            assert told["alert_ids"][1:] == [world.targets[Where.OWN]["alert_id"]]
            return {"alert_ids": told["alert_ids"]}
        case "POST /v1/cases/{case_id}/owner":
            return {"owner": world.accounts[Caller.AUDITOR]}
        case "POST /v1/cases/{case_id}/close":
            return {"closed_at": told["closed_at"]}
        case "POST /v1/blocks/{block_id}/unblock":
            return {"undone_by": who}
        case _:
            return {}


def _alert_or_case(world: World, entity_id: str) -> Json:
    reading, parameter = (CASES[1], "case_id") if _is_case(world, entity_id) else (ALERTS[1], "alert_id")
    found: Json = world.send("query", world.request(reading, ids={parameter: entity_id})).json
    if reading is ALERTS[1]:
        return {**{name: found[name] for name in _HANDLED}, "note_count": len(found["notes"])}
    return {name: value for name, value in found.items() if name not in ("id", "notes")}


def _is_case(world: World, entity_id: str) -> bool:
    return any(row["case_id"]["S"] == entity_id for row in world.cloud.rows("cases"))


def _block(world: World, entity_id: str) -> Json:
    found: Json = world.send("query", world.request(BLOCKS[1], ids={"block_id": entity_id})).json
    return {name: value for name, value in found.items() if name != "id"}


SHOWN: Mapping[str, Callable[[World, str], Json]] = {"ALERT": _alert_or_case, "BLOCK": _block}
