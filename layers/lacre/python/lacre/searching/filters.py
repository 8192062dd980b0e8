"""What an auditor asks for: conditions on header fields, all of which must hold."""

import hashlib
import ipaddress
from dataclasses import dataclass, fields

from lacre.model import canonical
from lacre.model.header import Header
from lacre.model.vocabulary import ActorType, EntityType, EventSource, EventType, Outcome, Severity

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
SYSTEM_ADDRESS = "system"
"""The address of the product's own functions."""

_EXACT = (
    "actor_id",
    "actor_type",
    "actor_role",
    "entity_type",
    "entity_id",
    "action",
    "severity",
    "event_type",
    "outcome",
    "province",
    "district",
    "correlation_id",
    "session_id",
    "source",
)


@dataclass(frozen=True)
class Filters:
    """None is no condition. `start` (inclusive) and `end` (exclusive) are moments in the log's form.

    `ip` is an address or a network; `system` stands for the product's own functions.
    """

    start: str | None = None
    end: str | None = None
    actor_id: str | None = None
    actor_type: ActorType | None = None
    actor_role: str | None = None
    entity_type: EntityType | None = None
    entity_id: str | None = None
    action: str | None = None
    severity: Severity | None = None
    event_type: EventType | None = None
    outcome: Outcome | None = None
    province: str | None = None
    district: str | None = None
    ip: Network | str | None = None
    correlation_id: str | None = None
    session_id: str | None = None
    source: EventSource | None = None
    only_critical: bool = False

    def match(self, header: Header) -> bool:
        """Whether every condition holds."""
        return (
            all(getattr(self, name) in (None, getattr(header, name)) for name in _EXACT)
            and (self.start is None or self.start <= header.recorded_at)
            and (self.end is None or header.recorded_at < self.end)
            and (not self.only_critical or header.severity is Severity.CRITICAL)
            and self._matches_address(header.ip_address)
        )

    def digest(self) -> str:
        """32 hexadecimal digits that tell one set of filters from another."""
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        given["ip"] = None if self.ip is None else str(self.ip)
        return hashlib.sha256(canonical.encode(given)).hexdigest()[:32]

    def _matches_address(self, text: str) -> bool:
        if self.ip is None or isinstance(self.ip, str):
            return self.ip in (None, text)
        try:
            return ipaddress.ip_address(text) in self.ip
        except ValueError:
            return False


def address_filter(text: str) -> Network | str:
    """The `ip` condition of an address, a network in CIDR notation, or `system`. Raises ValueError."""
    return text if text == SYSTEM_ADDRESS else ipaddress.ip_network(text, strict=False)
