"""An HTTP request as Lambda is handed it: by a function URL (payload 2.0), or by a REST API's proxy (payload 1.0)."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lacre.witnessing.answer import Answer


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    body: bytes


def asked(event: Mapping[str, Any]) -> Asked:
    """Raises KeyError for an event that is no HTTP request."""
    if event.get("version") == "2.0":
        return Asked(event["requestContext"]["http"]["method"], event["rawPath"], _body(event))
    return Asked(event["httpMethod"], event["path"], _body(event))


def proxy_answer(told: Answer) -> dict[str, Any]:
    """Both payloads take the same."""
    return {
        "statusCode": told.status,
        "headers": {"Content-Type": told.content_type},
        "body": told.body,
        "isBase64Encoded": False,
    }


def _body(event: Mapping[str, Any]) -> bytes:
    text = event.get("body") or ""
    if event.get("isBase64Encoded"):
        return base64.b64decode(text)
    # What cannot be UTF-8 stays so, and is refused where the request is read.
    return str(text).encode("utf-8", "surrogatepass")
