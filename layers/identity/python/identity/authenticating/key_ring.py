"""The issuer's keys, kept for a while."""

import threading
from collections.abc import Mapping, Sequence
from typing import Any

from jwt import PyJWK

from identity.authenticating.algorithm import Algorithm
from identity.ports.published_keys import KeysUnavailableError, PublishedKeys
from lacre.ports.ambient import Clock

KEPT_MS = 5 * 60 * 1000
PAUSE_MS = 60 * 1000


class KeyRing:
    """Fetches every five minutes, and for an unknown key id at most once a minute.

    While the issuer is away, keys that were fetched before go on being good.
    """

    def __init__(self, published: PublishedKeys, clock: Clock, algorithm: Algorithm) -> None:
        self._published = published
        self._algorithm = algorithm
        self._clock = clock
        self._keys: dict[str, PyJWK] | None = None
        self._fetched_at = 0
        self._tried_at = 0
        self._lock = threading.Lock()

    def key(self, key_id: str) -> PyJWK | None:
        """The key of an id, or None if the issuer has none. Raises KeysUnavailableError when no key was ever had."""
        with self._lock:
            now = self._clock.now()
            if self._keys is None:
                self._fetch(now)
            elif self._is_due(key_id, now):
                self._refetch(now)
            return self._keys.get(key_id) if self._keys is not None else None

    def _is_due(self, key_id: str, now: int) -> bool:
        has_rested = now - self._tried_at >= PAUSE_MS
        is_wanted = now - self._fetched_at >= KEPT_MS or key_id not in (self._keys or {})
        return has_rested and is_wanted

    def _refetch(self, now: int) -> None:
        try:
            self._fetch(now)
        except KeysUnavailableError:
            # The keys at hand are still the issuer's last word; the next try is a minute away.
            self._tried_at = now

    def _fetch(self, now: int) -> None:
        self._keys = self._usable(self._published.fetch())
        self._fetched_at = self._tried_at = now

    def _usable(self, published: Sequence[Mapping[str, Any]]) -> dict[str, PyJWK]:
        """The keys that the algorithm takes; others that an issuer publishes are none of ours."""
        found = ((member.get("kid"), self._algorithm.key(member)) for member in published)
        return {key_id: key for key_id, key in found if isinstance(key_id, str) and key is not None}
