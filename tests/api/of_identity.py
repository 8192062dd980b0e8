"""The operations of the identity function."""

from functools import partial

from tests.api.operation import (
    ADMIN,
    EVERY_PERSON,
    HEADS,
    OFFICIALS,
    Asked,
    Json,
    Operation,
)
from tests.api.targets import MOVES_TO, NEW_PASSWORD, NEW_PIN, PIN, REASON, SECRET

_on = partial(Operation, "identity")


def _login(asked: Asked) -> Json:
    return {"username": "clerk", "pin": PIN}


def _typed(asked: Asked) -> Json:
    return {"username": "clerk", "secret": PIN}


def _nothing(asked: Asked) -> Json:
    return {}


def _refresh(asked: Asked) -> Json:
    return {"refresh_token": asked.target.secrets["refresh_token"]}


def _bootstrap(asked: Asked) -> Json:
    return {"secret": SECRET, "username": "second", "pin": PIN}


def _new_user(asked: Asked) -> Json:
    place = asked.target.place.shown()
    return {"username": "newcomer", "name": "Rosa Nova", "role": "FUNCIONARIO", "pin": PIN, **place}


def _new_name(asked: Asked) -> Json:
    return {"name": "Rui Renomeado"}


def _new_role(asked: Asked) -> Json:
    return {"role": "SUPERVISOR", "province": asked.target.place.province}


def _new_pin(asked: Asked) -> Json:
    return {"old_pin": PIN, "new_pin": NEW_PIN}


def _new_password(asked: Asked) -> Json:
    return {"current_secret": PIN, "new_password": NEW_PASSWORD}


def _zone(asked: Asked) -> Json:
    return {"zone": "Africa/Maputo"}


def _move(asked: Asked) -> Json:
    to = MOVES_TO[asked.target.place]
    return {"entity_type": "AGENT", "entity_id": asked.target["agent_id"], **to.shown(), "reason": REASON}


def _reason(asked: Asked) -> Json:
    return {"reason": REASON}


AUTH = (
    _on("POST", "/v1/auth/login", "LOGIN_SUCCESS", "SESSION", body=_login, failure="LOGIN_FAILED"),
    _on("POST", "/v1/auth/refresh", "SESSION_REFRESHED", "SESSION", body=_refresh, failure="TOKEN_INVALID"),
    _on("POST", "/v1/auth/logout", "LOGOUT", "SESSION", reach=EVERY_PERSON, status=204),
    _on("POST", "/v1/auth/pin", "PIN_RESET", "USER", reach=EVERY_PERSON, status=204, body=_new_pin),
    _on("POST", "/v1/auth/password", "PASSWORD_RESET", "USER", reach=EVERY_PERSON, status=204, body=_new_password),
    _on("POST", "/v1/auth/zone", "UPDATE_USER", "USER", reach=EVERY_PERSON, status=204, body=_zone),
)

_user = partial(_on, reach=ADMIN, entity="user_id")
_changed_user = partial(_user, is_versioned=True)
_USER = "/v1/users/{user_id}"

USERS = (
    _on("POST", "/v1/bootstrap", "CREATE_USER", "USER", body=_bootstrap, status=201, is_done_before=True),
    _on("POST", "/v1/users", "CREATE_USER", "USER", "answer", ADMIN, status=201, body=_new_user),
    _on("GET", "/v1/users", "LIST_ENTITIES", "USER", "*", ADMIN),
    _user("GET", _USER, "READ_ENTITY", "USER"),
    _changed_user("PATCH", _USER, "UPDATE_USER", "USER", body=_new_name),
    _changed_user("POST", f"{_USER}/suspend", "SUSPEND_USER", "USER", body=_reason),
    _changed_user("PUT", f"{_USER}/role", "CHANGE_ROLE", "USER", body=_new_role),
    _user("POST", f"{_USER}/force-logout", "FORCE_LOGOUT", "USER"),
    _user("POST", f"{_USER}/pin", "PIN_RESET", "USER"),
    _user("POST", f"{_USER}/password", "PASSWORD_RESET", "USER"),
    _user("POST", f"{_USER}/api-key", "ROTATE_API_KEY", "USER", stands_for={"user_id": "producer_id"}),
)

_CHANGE = "JURISDICTION_CHANGE"
_CHANGES = "/v1/jurisdiction-changes"
_one_change = partial(_on, entity="change_id", is_placed=True)
_decided = partial(_one_change, reach=HEADS, is_versioned=True)

CHANGES = (
    _on(
        *("POST", _CHANGES, "REQUEST_JURISDICTION_CHANGE", _CHANGE, "answer", OFFICIALS),
        status=201,
        body=_move,
        is_placed=True,
    ),
    _on("GET", _CHANGES, "LIST_ENTITIES", _CHANGE, "*", OFFICIALS),
    _one_change("GET", _CHANGES + "/{change_id}", "READ_ENTITY", _CHANGE, reach=OFFICIALS),
    _decided(
        *("POST", _CHANGES + "/{change_id}/approve", "APPROVE_JURISDICTION_CHANGE", _CHANGE),
        further=("UPDATE_USER",),
    ),
    _decided("POST", _CHANGES + "/{change_id}/reject", "REJECT_JURISDICTION_CHANGE", _CHANGE, body=_reason),
)

_page = partial(_on, is_page=True, status=303)

CONSOLE = (
    _page("POST", "/console/session", "LOGIN_SUCCESS", "SESSION", body=_typed, failure="LOGIN_FAILED"),
    _page("POST", "/console/logout", "LOGOUT", "SESSION", body=_nothing, reach=EVERY_PERSON),
    _page("POST", "/console/zone", "UPDATE_USER", "USER", body=_zone, reach=EVERY_PERSON),
)

IDENTITY = (*AUTH, *USERS, *CHANGES, *CONSOLE)
