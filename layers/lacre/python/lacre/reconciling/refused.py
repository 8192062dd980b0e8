"""Rows that the sealer would not take: told of once a day, and not at each pass."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass

from lacre.ports.ambient import Clock
from lacre.ports.reconciling import Bookmarks, Kind

REFUSED = "refused"

AGAIN_AFTER_MS = 24 * 3_600_000
"""A row may be mended, and is then to be sealed."""

_MOST = 5_000
"""Some 50 bytes each, in an item of at most 400 KB; beyond that the first that were kept are forgotten."""


@dataclass(frozen=True)
class Refused:
    kept: Bookmarks
    clock: Clock

    def of(self, event_ids: Collection[str]) -> set[str]:
        """Those that were refused within the last day. Raises StoreUnavailableError."""
        known = self._known() if event_ids else {}
        return {event_id for event_id in event_ids if _digest(event_id) in known}

    def note(self, event_ids: Collection[str]) -> None:
        """Raises StoreUnavailableError. What another run notes at the same time may be told of twice."""
        if event_ids:
            held = self.kept.read(Kind.RECONCILIATION, REFUSED)
            known = self._known() | {_digest(event_id): self.clock.now() for event_id in event_ids}
            self.kept.replace(held, json.dumps(dict([*known.items()][-_MOST:])))

    def _known(self) -> dict[str, int]:
        """Nothing for a text that is none of `note`: then all are told of once more."""
        try:
            found = json.loads(self.kept.read(Kind.RECONCILIATION, REFUSED).text or "{}")
            now = self.clock.now()
            return {str(one): int(at) for one, at in found.items() if now - AGAIN_AFTER_MS < int(at) <= now}
        except (ValueError, TypeError, AttributeError, RecursionError):
            return {}


def _digest(event_id: str) -> str:
    return hashlib.sha256(event_id.encode("utf-8", "surrogatepass")).hexdigest()[:32]
