"""The issuer's JWK set (RFC 7517, section 5), fetched by its URL."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import urllib3
from urllib3.exceptions import HTTPError

from identity.ports.published_keys import KeysUnavailableError

_LONGEST = 64 * 1024
# A request waits for it within the ten seconds that an HTTP function lives.
_TIMEOUT = urllib3.Timeout(connect=1, read=4)


class JwksUrl:
    """`PublishedKeys` over HTTP."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._pool = urllib3.PoolManager(timeout=_TIMEOUT, retries=False)

    def fetch(self) -> Sequence[Mapping[str, Any]]:
        try:
            answer = self._pool.request("GET", self._url, preload_content=False)
            content = answer.read(_LONGEST)
            answer.release_conn()
            if answer.status != 200:
                raise KeysUnavailableError(f"the issuer answered {answer.status}")
            return _members(json.loads(content))
        except (HTTPError, ValueError) as error:
            raise KeysUnavailableError(type(error).__name__) from None


def _members(published: object) -> Sequence[Mapping[str, Any]]:
    keys = published.get("keys") if isinstance(published, dict) else None
    if not isinstance(keys, list):
        raise KeysUnavailableError("the issuer's answer is no JWK set")
    return [member for member in keys if isinstance(member, dict)]
