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
from lacre.model.refusal import Ground, Refusal
from lacre.ports.sealing import CHECKPOINT
from lacre.proving.tile_address import tile_at
from lacre.sealing.keyring import KEYS_FILE

# Private: what is served to one reader is for no cache that others ask. Immutable: a tile's bytes never change.
_KEPT = {"Cache-Control": "private, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
_BUNDLES = "tile/entries/"
_TAKES_GZIP = re.compile(r"(?:^|,)\s*gzip\s*(?:$|,|;\s*q=(?:1|0\.[0-9]*[1-9]))")


def log_router(sources: Sources) -> APIRouter:
    router = APIRouter(prefix="/v1/audit/log", route_class=LogRoute)

    @router.get("/checkpoint", response_model=None)
    @audited("VERIFY_AUDIT", roles=READERS)
    def checkpoint(call: Call) -> Response:
        return PlainTextResponse(_content(CHECKPOINT, sources, call))

    @router.get("/keys", response_model=None)
    @audited("VERIFY_AUDIT", roles=READERS)
    def keys(call: Call) -> Response:
        return Response(_content(KEYS_FILE, sources, call), media_type="application/json")

    @router.get("/tile/{address:path}", response_model=None)
    @audited("VERIFY_AUDIT", roles=READERS)
    def tile(request: Request, call: Call, address: str) -> Response:
        path = tile_at(address)
        if path is None:
            raise Refusal(Ground.NOT_FOUND, "NO_SUCH_TILE", "This is not the address of a tile.")
        content = _content(path, sources, call)
        # Hashes do not shrink; headers do.
        if path.startswith(_BUNDLES) and _TAKES_GZIP.search(request.headers.get("Accept-Encoding", "")):
            return _tile(gzip.compress(content, mtime=0), {"Content-Encoding": "gzip"})
        return _tile(content, {})

    return router


def _tile(content: bytes, headers: dict[str, str]) -> Response:
    return Response(content, media_type="application/octet-stream", headers={**_KEPT, **headers})


def _content(path: str, sources: Sources, call: AuditedCall) -> bytes:
    """An object of the public log, its reading recorded. Raises Refusal NOT_FOUND."""
    content = sources.prover.log.get(path)
    if content is None:
        # A client that asks for what is not there yet, or for a partial tile that is full by now, attempts nothing.
        raise Refusal(Ground.NOT_FOUND, "NOT_IN_THE_LOG", "The log does not hold this.", action=call.audit.action)
    call.read(path)
    return content
