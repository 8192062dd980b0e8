"""`/v1/audit/log`: a prefix of C2SP tlog-tiles (https://c2sp.org/tlog-tiles), for any client with a token; keys."""

import gzip
import re

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from functions.query.log_route import LogRoute
from functions.query.routes.events import READERS
from functions.query.sources import Sources
from lacre.http.audit import audited
from lacre.http.call import AuditedCall, Call
from lacre.model.refusal import Ground, Refusal, Subject
from lacre.ports.sealing import CHECKPOINT
from lacre.proving.tile_address import tile_at
from lacre.sealing.keyring import KEYS_FILE

# Private: what is served to one reader is for no cache that others ask. Immutable: a tile's bytes never change.
_KEPT = {"Cache-Control": "private, max-age=31536000, immutable"}
_BYTES = "application/octet-stream"
_TAKES_GZIP = re.compile(r"(?:^|,)\s*gzip\s*(?:$|,|;\s*q=(?:1|0\.[0-9]*[1-9]))")


class Octets(Response):
    media_type = _BYTES


def log_router(sources: Sources) -> APIRouter:
    router = APIRouter(prefix="/v1/audit/log", route_class=LogRoute)

    @router.get("/checkpoint", response_model=None, response_class=PlainTextResponse)
    @audited("VERIFY_AUDIT", roles=READERS)
    def checkpoint(call: Call) -> Response:
        return PlainTextResponse(_content(CHECKPOINT, sources, call))

    @router.get("/keys", response_model=None)
    @audited("VERIFY_AUDIT", roles=READERS)
    def keys(call: Call) -> Response:
        return Response(_content(KEYS_FILE, sources, call), media_type="application/json")

    # Headers of events, 256 at a time, with the addresses of people's machines: they leave, so this is an export.
    @router.get("/tile/entries/{address:path}", response_model=None, response_class=Octets)
    @audited("EXPORT_AUDIT", roles=READERS, entity="address")
    def bundle(request: Request, call: Call, address: str) -> Response:
        content = _content(_path(f"entries/{address}"), sources, call)
        headers = {"Vary": "Accept-Encoding"}
        # Hashes do not shrink; headers do.
        if _TAKES_GZIP.search(request.headers.get("Accept-Encoding", "")):
            content, headers = gzip.compress(content, mtime=0), {**headers, "Content-Encoding": "gzip"}
        return Response(content, media_type=_BYTES, headers=headers)

    @router.get("/tile/{address:path}", response_model=None, response_class=Octets)
    @audited("VERIFY_AUDIT", roles=READERS, entity="address")
    def tile(call: Call, address: str) -> Response:
        return Response(_content(_path(address), sources, call), media_type=_BYTES, headers=_KEPT)

    return router


def _path(address: str) -> str:
    """Raises Refusal NOT_FOUND for what is no address of a tile; of its text the record keeps the length alone."""
    path = tile_at(address)
    if path is None:
        raise Refusal(Ground.NOT_FOUND, "NO_SUCH_TILE", "This is not the address of a tile.")
    return path


def _content(path: str, sources: Sources, call: AuditedCall) -> bytes:
    """An object of the public log, its reading recorded. Raises Refusal NOT_FOUND."""
    content = sources.prover.log.get(path)
    if content is None:
        # A client that asks for what is not there yet, or for a partial tile that is full by now, attempts nothing.
        raise Refusal(
            Ground.NOT_FOUND,
            "NOT_IN_THE_LOG",
            "The log does not hold this.",
            action=call.audit.action,
            subject=Subject(call.audit.entity_type, path),
        )
    call.read(path)
    return content
