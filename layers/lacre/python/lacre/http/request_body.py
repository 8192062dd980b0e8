"""The body of a request: read once, bounded, and what of it may be kept."""

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl

from fastapi import Request

from lacre.http.body_shape import shape_of
from lacre.model.canonical import JsonObject, JsonValue, encode
from lacre.model.redaction import Field, Shape, redact, withheld
from lacre.model.refusal import Ground, Refusal

MAXIMUM_BYTES = 6 * 1024 * 1024
MAXIMUM_KEPT_BYTES = 16 * 1024
"""Of a body and of a query each, redacted: both fit into an event beside what it says of the entity."""


async def read_body(request: Request) -> bytes:
    """The body, at most 6 MiB as through the gateway. Raises Refusal TOO_LARGE."""
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > MAXIMUM_BYTES:
            raise Refusal(Ground.TOO_LARGE, "BODY_TOO_LARGE", "The body of a request has at most 6 MiB.")
    request._body = bytes(received)  # where Starlette itself keeps a body that was read
    return bytes(received)


def redacted_body(raw: bytes, content_type: str, shape: Shape) -> JsonValue:
    """What of a body may be kept: declared fields that are not secret; else type and length alone."""
    if not raw:
        return None
    if len(raw) > 4 * MAXIMUM_KEPT_BYTES:
        return f"[withheld: {len(raw)} bytes]"
    try:
        kept = redact(_parsed(raw, content_type), shape)
        return kept if _fits(kept) else f"[withheld: {len(raw)} bytes]"
    except (ValueError, RecursionError):
        return f"[withheld: {len(raw)} bytes that do not parse]"


def _parsed(raw: bytes, content_type: str) -> object:
    if content_type.startswith("application/x-www-form-urlencoded"):
        return dict(parse_qsl(raw.decode(), keep_blank_values=True))
    return json.loads(raw)


def _fits(kept: JsonValue) -> bool:
    """What is kept can be larger than what came: a number of one digit is withheld in twenty characters."""
    return len(encode({"kept": kept})) <= MAXIMUM_KEPT_BYTES


def redacted_query(request: Request, declared: Sequence[Any]) -> JsonObject:
    """The query parameters that the route declares, singly or as the fields of a model, screened."""
    shape: Shape = {}
    for parameter in declared:
        shape = {**shape, **(shape_of(parameter.field_info.annotation) or {parameter.alias: Field.KEPT})}
    kept = redact(dict(request.query_params), shape)
    return kept if isinstance(kept, dict) and _fits(kept) else {"query": withheld(str(request.query_params))}
