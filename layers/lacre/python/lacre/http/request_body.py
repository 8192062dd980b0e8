"""The body of a request: read once, bounded, and what of it may be kept."""

import json
from urllib.parse import parse_qsl

from fastapi import Request

from lacre.model.canonical import JsonValue, encode
from lacre.model.redaction import Shape, redact
from lacre.model.refusal import Ground, Refusal
from lacre.tlog.attachment import MAXIMUM_BYTES as MAXIMUM_ATTACHED_BYTES
from lacre.tlog.attachment import Attachment

MAXIMUM_BYTES = 6 * 1024 * 1024
MAXIMUM_UNKNOWN_BYTES = 64 * 1024
"""Of a caller who is not known: enough for any credential, and little to make a function hold."""

MAXIMUM_KEPT_BYTES = 16 * 1024
"""Of a body, redacted: it fits into an event beside a query and what it says of the entity."""

_MAXIMUM_FIELDS = 1_000


async def read_body(request: Request, *, is_known: bool) -> bytes:
    """The body: at most 6 MiB as through the gateway, of a caller who is not known 64 KiB. Raises Refusal TOO_LARGE.

    Whom a route does not let in is refused before anything is read.
    """
    most, told = (MAXIMUM_BYTES, "6 MiB") if is_known else (MAXIMUM_UNKNOWN_BYTES, "64 KiB")
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > most:
            raise Refusal(Ground.TOO_LARGE, "BODY_TOO_LARGE", f"The body of this request has at most {told}.")
    request._body = bytes(received)  # where Starlette itself keeps a body that was read
    return bytes(received)


def redacted_body(raw: bytes, content_type: str, shape: Shape, *, is_known: bool) -> JsonValue | Attachment:
    """What of a body may be kept: declared fields that are not secret; else type and length alone.

    What is larger than an event holds is an attachment, if the caller is known: nobody else puts anything into a
    bucket that never forgets.
    """
    if not raw:
        return None
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
