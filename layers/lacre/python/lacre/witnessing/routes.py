"""A witness's requests by method and path, below whatever prefix it is reached at."""

import re

from lacre.ports.errors import SignerUnavailableError, StoreUnavailableError
from lacre.witnessing.answer import Answer
from lacre.witnessing.known_logs import KnownLogsError
from lacre.witnessing.statuses import NOT_ALLOWED, NOT_FOUND, OK, UNAVAILABLE
from lacre.witnessing.witness import Witness

_ADD_CHECKPOINT = "/add-checkpoint"
_CHECKPOINT = re.compile(r".*/([0-9a-f]{64})/checkpoint")


def answer(witness: Witness, method: str, path: str, body: bytes) -> Answer:
    """Never raises for what a request holds.

    A store or a key that is away, or a list of logs that is none, is 503: to be tried again.
    """
    try:
        return _route(witness, method, path, body)
    except (StoreUnavailableError, SignerUnavailableError, KnownLogsError) as error:
        return Answer(UNAVAILABLE, "the witness cannot remember or sign now: try again\n", fault=str(error))


def _route(witness: Witness, method: str, path: str, body: bytes) -> Answer:
    if path.endswith(_ADD_CHECKPOINT):
        return witness.add_checkpoint(body) if method == "POST" else _NOT_ALLOWED
    if found := _CHECKPOINT.fullmatch(path):
        return witness.checkpoint(found[1]) if method == "GET" else _NOT_ALLOWED
    if path.endswith("/"):
        return Answer(OK, f"{witness.key.encode()}\n") if method == "GET" else _NOT_ALLOWED
    return Answer(NOT_FOUND, "a witness answers POST add-checkpoint, and GET <hash of the origin>/checkpoint\n")


_NOT_ALLOWED = Answer(NOT_ALLOWED, "not with this method\n")
