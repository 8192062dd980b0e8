"""The console's pages of alerts, cases and blocks, and their forms. Each form carries its page's token (world.py)."""

from functools import partial

from tests.api.of_investigation import HOURS
from tests.api.operation import ADMIN, READERS, Asked, Json, Operation
from tests.api.targets import REASON

_shown = partial(Operation, "query", "GET", action="READ_ALERTS", reach=READERS, is_page=True)
_posted = partial(Operation, "query", "POST", reach=READERS, status=303, is_page=True)
_changed = partial(_posted, action="ALERT_UPDATED", entity_type="ALERT")


def _version(asked: Asked, of: str) -> Json:
    """What the page that the form stands on showed."""
    return {"version": asked.target.tags[asked.target[of]].strip('"')}


def _acknowledging(asked: Asked) -> Json:
    return _version(asked, "alert_id")


def _closing(asked: Asked) -> Json:
    return {**_version(asked, "alert_id"), "disposition": "benign", "note": REASON}


def _snooze(asked: Asked) -> Json:
    return {**_version(asked, "alert_id"), "hours": str(HOURS), "reason": REASON}


def _new_case(asked: Asked) -> Json:
    return {"title": "Failed logins in Centro"}


def _alert(asked: Asked) -> Json:
    return {**_version(asked, "case_id"), "alert_id": asked.target["alert_id"]}


def _owner(asked: Asked) -> Json:
    return {**_version(asked, "case_id"), "owner": asked.target["auditor"]}


def _note(asked: Asked) -> Json:
    return {**_version(asked, "case_id"), "note": REASON}


def _reason(asked: Asked) -> Json:
    return {**_version(asked, "block_id"), "reason": REASON}


_ALERT, _CASE, _BLOCK = "/alerts/{alert_id}", "/cases/{case_id}", "/blocks/{block_id}"

PAGES = (
    _shown("/alerts", entity_type="ALERT", entity="*"),
    _shown(_ALERT, entity_type="ALERT", entity="alert_id"),
    _shown(f"{_ALERT}/rule", entity_type="ALERT", entity="alert_id"),
    _changed(f"{_ALERT}/acknowledge", entity="alert_id", body=_acknowledging),
    _changed(f"{_ALERT}/close", entity="alert_id", body=_closing),
    _changed(f"{_ALERT}/snooze", entity="alert_id", body=_snooze),
    _changed(f"{_ALERT}/case", entity="alert_id", body=_new_case),
    _shown("/cases", entity_type="ALERT", entity="*"),
    _shown(_CASE, entity_type="ALERT", entity="case_id"),
    _changed(f"{_CASE}/alerts", entity="case_id", body=_alert),
    _changed(f"{_CASE}/owner", entity="case_id", body=_owner),
    _changed(f"{_CASE}/notes", entity="case_id", body=_note),
    _changed(f"{_CASE}/close", entity="case_id", body=_note),
    _shown("/blocks", entity_type="BLOCK", entity="*"),
    _shown(_BLOCK, entity_type="BLOCK", entity="block_id"),
    Operation(
        *("query", "POST", f"{_BLOCK}/unblock", "ACTOR_UNBLOCKED", "BLOCK", "block_id", ADMIN),
        status=303,
        body=_reason,
        is_page=True,
    ),
)
