"""What an auditor asks for: conditions on header fields, all of which must hold, and words of the description."""

import hashlib
import ipaddress
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

from lacre.model import canonical, moment
from lacre.model.canonical import JsonObject, JsonValue
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
            all(getattr(header, name) == value for name, value in self._exact)
            and (self.start is None or self.start <= header.recorded_at)
            and (self.end is None or header.recorded_at < self.end)
            and (not self.only_critical or header.severity is Severity.CRITICAL)
            and self._matches_address(header.ip_address)
        )

    def as_object(self) -> dict[str, JsonValue]:
        """The canonical form: every condition by name, null where there is none; an address is a network of one."""
        given = {one.name: getattr(self, one.name) for one in fields(self)}
        return {**given, "ip": None if self.ip is None else str(self.ip)}

    @classmethod
    def from_object(cls, given: JsonObject) -> "Filters":
        """The filters of a canonical form. Raises ValueError for anything else."""
        if given.keys() != cls.__dataclass_fields__.keys():
            raise ValueError("other conditions than those of the form")
        conditions: dict[str, Any] = {name: _condition(name, value) for name, value in given.items()}
        filters = cls(**conditions)
        if filters.as_object() != given:
            raise ValueError("a condition is not written in its canonical form")
        return filters

    @cached_property
    def _exact(self) -> Sequence[tuple[str, str]]:
        """What is asked for exactly, worked out once: a search holds it against events by the hundred thousand."""
        return [(name, value) for name in _EXACT if (value := getattr(self, name)) is not None]

    def _matches_address(self, text: str) -> bool:
        if self.ip is None or isinstance(self.ip, str):
            return self.ip in (None, text)
        try:
            return ipaddress.ip_address(text) in self.ip
        except ValueError:
            return False


@dataclass(frozen=True)
class Selection:
    """Filters on the header, and `text`, which the body's description must contain.

    Both texts are compared in NFKC and then case-folded (Unicode's full folding); accents count.
    """

    filters: Filters = field(default_factory=Filters)
    text: str | None = None

    def match(self, header: Header, body: JsonObject) -> bool:
        """Whether every condition holds."""
        return self.filters.match(header) and self._matches_text(body["description"])

    def digest(self) -> str:
        """32 hexadecimal digits that tell one selection from another."""
        return hashlib.sha256(canonical.encode(self.as_object())).hexdigest()[:32]

    def as_object(self) -> dict[str, JsonValue]:
        """The canonical form: that of the filters, and `text`."""
        return {**self.filters.as_object(), "text": self.text}

    @classmethod
    def from_object(cls, given: JsonObject) -> "Selection":
        """The selection of a canonical form. Raises ValueError for anything else."""
        text = given.get("text", "")
        if text is not None and (not isinstance(text, str) or not text):
            raise ValueError("the text to look for is none")
        return cls(Filters.from_object({name: value for name, value in given.items() if name != "text"}), text)

    def _matches_text(self, description: JsonValue) -> bool:
        if self.text is None:
            return True
        return isinstance(description, str) and folded(self.text) in folded(description)


def address_filter(text: str) -> Network | str:
    """The `ip` condition of an address, a network in CIDR notation, or `system`. Raises ValueError."""
    return text if text == SYSTEM_ADDRESS else ipaddress.ip_network(text, strict=False)


_READERS: dict[str, Callable[[str], object]] = {
    "start": moment.to_milliseconds,
    "end": moment.to_milliseconds,
    "ip": address_filter,
    "actor_type": ActorType,
    "entity_type": EntityType,
    "severity": Severity,
    "event_type": EventType,
    "outcome": Outcome,
    "source": EventSource,
}


def _condition(name: str, value: JsonValue) -> object:
    if name == "only_critical":
        if not isinstance(value, bool):
            raise ValueError("only_critical is neither true nor false")
        return value
    if value is None:
        return None
    if not isinstance(value, str):
        raise ValueError(f"{name} is no text")  # noqa: TRY004 - one error for all that is no canonical form
    try:
        read = _READERS.get(name, str)(value)
    except ValueError:
        raise ValueError(f"{name} is none") from None
    # A moment is only looked at: filters keep it as the text that headers have.
    return value if isinstance(read, int) else read


def folded(text: str) -> str:
    """As texts are compared."""
    return unicodedata.normalize("NFKC", text).casefold()
