"""Asking a witness over HTTP: bounded in size and between bytes, and never led elsewhere."""

import time

import urllib3

from lacre.ports.witnessing import Reply, WitnessAwayError
from lacre.witnessing.witness_list import is_allowed_url

CONNECT_SECONDS = 2
READ_SECONDS = 3
MAXIMUM_BYTES = 64 * 1024
_CHUNK = 4096


class HttpWitnessClient:
    """`WitnessClient` on urllib3, a connection for each question. Safe in threads.

    A connection that is kept open is stale after the seconds between two checkpoints as often as not.
    """

    def add_checkpoint(self, url: str, body: bytes) -> Reply:
        if not is_allowed_url(url):
            raise WitnessAwayError("its address is neither https nor http on this machine")
        deadline = time.monotonic() + CONNECT_SECONDS + READ_SECONDS
        timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
        try:
            with urllib3.PoolManager(timeout=timeout, retries=False) as pool:
                answer = pool.request(
                    "POST",
                    f"{url}/add-checkpoint",
                    body=body,
                    headers={"Content-Type": "text/plain; charset=utf-8", "Connection": "close"},
                    preload_content=False,
                    redirect=False,
                )
                try:
                    content = _read(answer, deadline)
                finally:
                    answer.close()
        except urllib3.exceptions.HTTPError as error:
            raise WitnessAwayError(f"it did not answer ({type(error).__name__})") from error
        return Reply(answer.status, answer.headers.get("Content-Type", ""), content)


def _read(answer: urllib3.BaseHTTPResponse, deadline: float) -> bytes:
    content = b""
    # decode_content=False: a few bytes of gzip can be gigabytes, and no witness needs it.
    while chunk := answer.read1(_CHUNK, decode_content=False):
        content += chunk
        if len(content) > MAXIMUM_BYTES:
            raise WitnessAwayError("its answer is too long")
        if time.monotonic() > deadline:
            raise WitnessAwayError("it answers too slowly")
    return content
