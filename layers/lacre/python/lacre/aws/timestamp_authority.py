"""A timestamp authority over HTTP (RFC 3161, section 3.4): bounded in time and size, and without redirects."""

from concurrent.futures import wait
from ipaddress import ip_address
from urllib.parse import urlsplit

import urllib3
from urllib3.exceptions import HTTPError

from lacre.ports.asking import begin
from lacre.ports.timestamping import AuthorityUnavailableError

ANSWERED_WITHIN_S = 20.0
MAXIMUM_BYTES = 64 * 1024
_CONNECT_S, _READ_S = 3.0, 10.0
_CHUNK = 4096
_REQUEST_TYPE, _ANSWER_TYPE = "application/timestamp-query", "application/timestamp-reply"


class UnsafeAddressError(ValueError):
    """The authority's address is neither https nor on this machine."""


class HttpTimestampAuthority:
    """`TimestampAuthority` at an address. Raises UnsafeAddressError for one that is not to be asked.

    The token is signed, so that nobody on the way could forge one; https keeps them from learning when and where we
    ask, and from choosing the answer.
    """

    def __init__(self, url: str, answered_within_s: float = ANSWERED_WITHIN_S) -> None:
        parts = urlsplit(url)
        if parts.scheme != "https" and not (parts.scheme == "http" and _is_this_machine(parts.hostname or "")):
            raise UnsafeAddressError("a timestamp authority is asked over https")
        self._url = url
        self._within_s = answered_within_s
        self._timeout = urllib3.Timeout(connect=_CONNECT_S, read=min(_READ_S, answered_within_s))

    def answer(self, request: bytes) -> bytes:
        # The timeouts of a socket begin anew with each byte: only this bounds all of name, headers and answer.
        told = begin(lambda: self._ask(request))
        if not wait([told], timeout=self._within_s).done:
            raise AuthorityUnavailableError("timestamp authority: too slow")
        return told.result()

    def _ask(self, request: bytes) -> bytes:
        headers = {"Content-Type": _REQUEST_TYPE, "Accept": _ANSWER_TYPE, "Accept-Encoding": "identity"}
        try:
            # A pool of its own, so that no proxy of the environment is asked instead, and no stale connection.
            with urllib3.PoolManager(timeout=self._timeout, retries=False) as pool:
                answer = pool.request(
                    "POST", self._url, body=request, headers=headers, redirect=False, preload_content=False
                )
                try:
                    _expect_timestamp(answer)
                    return _read(answer)
                finally:
                    answer.close()
        except HTTPError as error:
            raise AuthorityUnavailableError(f"timestamp authority: {type(error).__name__}") from error


def _expect_timestamp(answer: urllib3.BaseHTTPResponse) -> None:
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if answer.status != 200 or kind != _ANSWER_TYPE:
        raise AuthorityUnavailableError(f"timestamp authority: answered {answer.status} without a timestamp")


def _read(answer: urllib3.BaseHTTPResponse) -> bytes:
    content = b""
    while chunk := answer.read1(_CHUNK):
        content += chunk
        if len(content) > MAXIMUM_BYTES:
            raise AuthorityUnavailableError(f"timestamp authority: answered more than {MAXIMUM_BYTES} bytes")
    return content


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
