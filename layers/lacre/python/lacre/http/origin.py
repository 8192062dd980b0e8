"""Where a request came from: the gateway's request context, never a header that a client can forge."""

import re
from dataclasses import dataclass
from http import HTTPMethod
from uuid import uuid4

from fastapi import Request

from lacre.model.identifier import is_uuid
from lacre.model.redaction import screened, withheld

TRACE_HEADER = "X-Trace-Id"
CORRELATION_HEADER = "X-Correlation-Id"
_METHODS = frozenset(method.value for method in HTTPMethod)
"""Of RFC 9110 and PATCH. Without a gateway any word can be one, a secret too."""

_TRACE = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Origin:
    """`correlation_id` is the caller's wish; only an authenticated caller's is honoured."""

    ip_address: str
    user_agent: str
    method: str
    route: str
    trace_id: str
    correlation_id: str | None


def origin_of(request: Request, route: str) -> Origin:
    """`route` is the template of the path: the path itself can hold anything."""
    wanted = request.headers.get(CORRELATION_HEADER, "")
    return Origin(
        ip_address=_address(request),
        user_agent=screened(request.headers.get("User-Agent", ""))[:300],
        method=request.method if request.method in _METHODS else withheld(request.method),
        route=route,
        trace_id=_trace(request.headers.get(TRACE_HEADER, "")),
        correlation_id=wanted if is_uuid(wanted) else None,
    )


def _address(request: Request) -> str:
    event = request.scope.get("aws.event")
    if event is not None:
        return str(event["requestContext"]["identity"]["sourceIp"])
    return request.client.host if request.client else "unknown"


def _trace(given: str) -> str:
    """32 hexadecimal digits as W3C trace ids have, or a UUID; anything else is replaced."""
    return given if _TRACE.fullmatch(given) or is_uuid(given) else uuid4().hex
