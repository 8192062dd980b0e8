"""What the description of every operation is made of: the problem, headers, parameters, and what callers present."""

from http import HTTPStatus
from typing import Any

from lacre.http.gate import API_KEY_HEADER, SESSION_COOKIE
from lacre.http.idempotency import IDEMPOTENCY_HEADER, REPLAYED_HEADER
from lacre.http.origin import CORRELATION_HEADER, TRACE_HEADER
from lacre.http.recorded_answer import RECEIPT_HEADER

Described = dict[str, Any]

_TEXT = {"type": "string"}
_FAULT = {
    "type": "object",
    "required": ["at", "what"],
    "properties": {"at": _TEXT, "what": _TEXT},
    "additionalProperties": False,
}
_PROBLEM = {
    "title": "Problem",
    "description": "RFC 9457. Nothing that the caller sent is echoed. `errors` are of a request that does not fit.",
    "type": "object",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        "type": {**_TEXT, "pattern": "^urn:lacre:problem:[a-z0-9-]+$"},
        "title": _TEXT,
        "status": {"type": "integer"},
        "code": {**_TEXT, "pattern": "^[A-Z][A-Z0-9_]*$"},
        "detail": _TEXT,
        "errors": {"type": "array", "items": _FAULT},
    },
    "additionalProperties": False,
}


def _header(description: str, schema: Described, *, is_always: bool = False) -> Described:
    return {"description": description, "required": is_always, "schema": schema}


_HEADERS = {
    "Trace": _header("In every log line of the request.", _TEXT, is_always=True),
    "Receipt": _header("The signed promise that the event will be in the log.", _TEXT),
    "Correlation": _header("What links the events of one action.", {**_TEXT, "format": "uuid"}),
    "ETag": _header("The entity's version, for If-Match.", {**_TEXT, "pattern": '^"[1-9][0-9]{0,8}"$'}),
    "IdempotentReplayed": _header("Set where this is the first answer again.", {"enum": ["true"]}),
    "RetryAfter": _header("Seconds.", {"type": "integer", "minimum": 0}),
    "Authenticate": _header("RFC 9110, section 11.6.1.", _TEXT, is_always=True),
    "Location": _header("Where the browser is sent.", _TEXT, is_always=True),
}
_NAMES = {
    "Trace": TRACE_HEADER,
    "Receipt": RECEIPT_HEADER,
    "Correlation": CORRELATION_HEADER,
    "ETag": "ETag",
    "IdempotentReplayed": REPLAYED_HEADER,
    "RetryAfter": "Retry-After",
    "Authenticate": "WWW-Authenticate",
    "Location": "Location",
}
_PARAMETERS = {
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "required": True,
        "description": "The version that the change is made to.",
        "schema": {**_TEXT, "pattern": '^"[1-9][0-9]{0,8}"$'},
    },
    "IdempotencyKey": {
        "name": IDEMPOTENCY_HEADER,
        "in": "header",
        "required": False,
        "description": "The same request with the same key is done once, and answered alike for 24 hours.",
        "schema": {**_TEXT, "pattern": "^[\\x21-\\x7e]{1,255}$"},
    },
}
SECURED: dict[str, Described] = {"bearer": {"bearer": []}, "api_key": {"api_key": []}, "session": {"session": []}}
_SCHEMES = {
    "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    "api_key": {"type": "apiKey", "in": "header", "name": API_KEY_HEADER},
    "session": {"type": "apiKey", "in": "cookie", "name": SESSION_COOKIE},
}


def reference(kind: str, name: str) -> Described:
    return {"$ref": f"#/components/{kind}/{name}"}


def headers_of(*further: str) -> Described:
    """Those of every answer, and the named ones."""
    return {_NAMES[name]: reference("headers", name) for name in ("Trace", "Receipt", "Correlation", *further)}


_TOLD = {401: ("Authenticate",), 409: ("RetryAfter",), 429: ("RetryAfter",), 503: ("RetryAfter",)}
_PROBLEM_CONTENT = {"application/problem+json": {"schema": reference("schemas", "Problem")}}


def _refusal(status: int) -> Described:
    phrase = HTTPStatus(status).phrase
    return {"description": phrase, "headers": headers_of(*_TOLD.get(status, ())), "content": _PROBLEM_CONTENT}


def refused(status: int) -> tuple[str, Described]:
    """A refusal's entry among the responses of an operation."""
    return str(status), reference("responses", f"Refused{status}")


STATUSES = (400, 401, 403, 404, 409, 413, 422, 424, 428, 429, 500, 503)

COMPONENTS: dict[str, Described] = {
    "schemas": {"Problem": _PROBLEM},
    "headers": _HEADERS,
    "parameters": _PARAMETERS,
    "responses": {f"Refused{status}": _refusal(status) for status in STATUSES},
    "securitySchemes": _SCHEMES,
}
