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
from lacre.tlog.attachment import MAXIMUM_BYTES as MAXIMUM_ATTACHED_BYTES
from lacre.tlog.attachment import Attachment

MAXIMUM_BYTES = 6 * 1024 * 1024
MAXIMUM_KEPT_BYTES = 16 * 1024
"""Of a body and of a query each, redacted: both fit into an event beside what it says of the entity."""

_MAXIMUM_READ_BYTES = 64 * 1024
"""Of somebody who is not known, no more is looked at."""

_MAXIMUM_FIELDS = 1_000


async def read_body(request: Request) -> bytes:
    """The body, at most 6 MiB as through the gateway. Raises Refusal TOO_LARGE."""
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > MAXIMUM_BYTES:
            raise Refusal(Ground.TOO_LARGE, "BODY_TOO_LARGE", "The body of a request has at most 6 MiB.")
    request._body = bytes(received)  # where Starlette itself keeps a body that was read
    return bytes(received)


def redacted_body(raw: bytes, content_type: str, shape: Shape, *, is_known: bool) -> JsonValue | Attachment:
    """What of a body may be kept: declared fields that are not secret; else type and length alone.

    What is larger than an event holds is an attachment, if the caller is known: nobody else puts anything into a
    bucket that never forgets.
    """
    if not raw:
        return None
    if not is_known and len(raw) > _MAXIMUM_READ_BYTES:
        return f"[withheld: {len(raw)} bytes]"
    if not shape:
        # A route that takes no body declares no field: nothing of one is kept.
        return f"[withheld: {len(raw)} bytes]"
    try:
        kept = redact(_parsed(raw, content_type), shape)
        stored = encode(kept)
    except (ValueError, RecursionError):
        return f"[withheld: {len(raw)} bytes that do not parse]"
    if len(stored) <= MAXIMUM_KEPT_BYTES:
        return kept
    # What is kept can be larger than what came: a number of one digit is withheld in twenty characters.
    is_attached = is_known and len(stored) <= MAXIMUM_ATTACHED_BYTES
    return Attachment.of(stored) if is_attached else f"[withheld: {len(raw)} bytes]"


def _parsed(raw: bytes, content_type: str) -> object:
    if content_type.startswith("application/x-www-form-urlencoded"):
        return dict(parse_qsl(raw.decode(), keep_blank_values=True, max_num_fields=_MAXIMUM_FIELDS))
    return json.loads(raw)


def redacted_query(request: Request, declared: Sequence[Any]) -> JsonObject:
    """The query parameters that the route declares, singly or as the fields of a model, screened."""
    shape: Shape = {}
    for parameter in declared:
        shape = {**shape, **(shape_of(parameter.field_info.annotation) or {parameter.alias: Field.KEPT})}
    kept = redact(dict(request.query_params), shape)
    fits = len(encode(kept)) <= MAXIMUM_KEPT_BYTES
    return kept if isinstance(kept, dict) and fits else {"query": withheld(str(request.query_params))}
