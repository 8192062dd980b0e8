"""The operations on alerts, cases, blocks and rules."""

from functools import partial

from tests.api.operation import ADMIN, READERS, Asked, Json, Operation
from tests.api.targets import REASON

_on = partial(Operation, "query", reach=READERS)
_read = partial(_on, "GET", action="READ_ALERTS")
_changed = partial(_on, "POST", action="ALERT_UPDATED", entity_type="ALERT", is_versioned=True)

HOURS = 24


def _closing(asked: Asked) -> Json:
    return {"disposition": "benign", "note": REASON}


def _snooze(asked: Asked) -> Json:
    return {"hours": HOURS, "reason": REASON}


def _new_case(asked: Asked) -> Json:
    return {"title": "Failed logins in Centro", "alert_ids": [asked.target["alert_id"]]}


def _alert_ids(asked: Asked) -> Json:
    return {"alert_ids": [asked.target["alert_id"]]}


def _owner(asked: Asked) -> Json:
    return {"owner": asked.target["auditor"]}


def _note(asked: Asked) -> Json:
    return {"note": REASON}


def _reason(asked: Asked) -> Json:
    return {"reason": REASON}


_ALERT, _CASE, _BLOCK = "/v1/alerts/{alert_id}", "/v1/cases/{case_id}", "/v1/blocks/{block_id}"

ALERTS = (
    _read("/v1/alerts", entity_type="ALERT", entity="*"),
    _read(_ALERT, entity_type="ALERT", entity="alert_id"),
    _changed(f"{_ALERT}/acknowledge", entity="alert_id"),
    _changed(f"{_ALERT}/close", entity="alert_id", body=_closing),
    _changed(f"{_ALERT}/snooze", entity="alert_id", body=_snooze),
)
CASES = (
    _read("/v1/cases", entity_type="ALERT", entity="*"),
    _read(_CASE, entity_type="ALERT", entity="case_id"),
    _on("POST", "/v1/cases", "ALERT_UPDATED", "ALERT", "answer", status=201, body=_new_case),
    _changed(f"{_CASE}/alerts", entity="case_id", body=_alert_ids),
    _changed(f"{_CASE}/owner", entity="case_id", body=_owner),
    _changed(f"{_CASE}/notes", entity="case_id", body=_note),
    _changed(f"{_CASE}/close", entity="case_id", body=_note),
)
BLOCKS = (
    _read("/v1/blocks", entity_type="BLOCK", entity="*"),
    _read(_BLOCK, entity_type="BLOCK", entity="block_id"),
    Operation(
        *("query", "POST", f"{_BLOCK}/unblock", "ACTOR_UNBLOCKED", "BLOCK", "block_id", ADMIN),
        body=_reason,
        is_versioned=True,
    ),
)
RULES = (
    _read("/v1/rules", entity_type="RULE", entity="*"),
    _read("/v1/rules/{rule}", entity_type="RULE", entity="rule"),
    _read(
        "/v1/rules/{rule}/explanation",
        entity_type="RULE",
        entity="rule",
        query={"group": '{"entity_id":"{user_id}","entity_id.type":"USER"}'},
    ),
)
INVESTIGATION = (*ALERTS, *CASES, *BLOCKS, *RULES)
