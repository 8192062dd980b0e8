"""The header of an event: what people filter by. Its canonical bytes are the leaf of the log."""

from dataclasses import asdict, dataclass
from typing import Any

from lacre.model import canonical, moment
from lacre.model.identifier import is_uuid
from lacre.model.vocabulary import ActorType, EntityType, EventSource, EventType, Outcome, Severity

SCHEMA = 1
MAXIMUM_BYTES = 4 * 1024

_WORDS: dict[str, Any] = {
    "source": EventSource,
    "outcome": Outcome,
    "event_type": EventType,
    "severity": Severity,
    "actor_type": ActorType,
    "entity_type": EntityType,
}
_OPTIONAL = frozenset(
    ("attempted_action", "actor_role", "province", "district", "occurred_at", "session_id", "causation_id")
)
_UUIDS = ("id", "correlation_id", "causation_id")
_MOMENTS = ("recorded_at", "occurred_at")


@dataclass(frozen=True)
class Header:
    """Every field is always present in the canonical form, an absent one as null: one event, one encoding.

    `recorded_at` and `occurred_at` are UTC with milliseconds (`lacre.model.moment`); `checksum` is the SHA-256 of the
    body's canonical bytes in hex.
    """

    id: str
    recorded_at: str
    source: EventSource
    action: str
    outcome: Outcome
    event_type: EventType
    severity: Severity
    actor_type: ActorType
    actor_id: str
    entity_type: EntityType
    entity_id: str
    ip_address: str
    correlation_id: str
    checksum: str
    attempted_action: str | None = None
    actor_role: str | None = None
    province: str | None = None
    district: str | None = None
    occurred_at: str | None = None
    session_id: str | None = None
    causation_id: str | None = None
    schema: int = SCHEMA

    def encode(self) -> bytes:
        """The canonical bytes; raises NotCanonicalError, also when they exceed 4 KiB."""
        stored = canonical.encode(asdict(self))
        if len(stored) > MAXIMUM_BYTES:
            raise canonical.NotCanonicalError("the header exceeds 4 KiB")
        return stored

    @classmethod
    def decode(cls, stored: bytes) -> "Header":
        """The header that canonical bytes hold; raises NotCanonicalError for anything else."""
        if len(stored) > MAXIMUM_BYTES:
            raise canonical.NotCanonicalError("the header exceeds 4 KiB")
        fields: dict[str, Any] = dict(canonical.decode(stored))
        if set(fields) != set(cls.__dataclass_fields__):
            raise canonical.NotCanonicalError("not a header: it has other fields")
        _check_types(fields)
        try:
            words = {name: of(fields[name]) for name, of in _WORDS.items()}
            return cls(**{**fields, **words})
        except (KeyError, TypeError, ValueError) as error:
            raise canonical.NotCanonicalError(f"not a header: {type(error).__name__}") from None


def _check_types(fields: dict[str, Any]) -> None:
    """Raises NotCanonicalError unless texts are texts, ids are UUIDs, times are moments, and the form is this one."""
    if type(fields["schema"]) is not int or fields["schema"] != SCHEMA:
        raise canonical.NotCanonicalError("a header of another form")
    given = {name: value for name, value in fields.items() if value is not None or name not in _OPTIONAL}
    del given["schema"]
    if any(type(value) is not str for value in given.values()):
        raise canonical.NotCanonicalError("not a header: a field is no text")
    if not all(is_uuid(given[name]) for name in _UUIDS if name in given):
        raise canonical.NotCanonicalError("not a header: an id is no UUID")
    try:
        for name in _MOMENTS:
            if name in given:
                moment.to_milliseconds(given[name])
    except ValueError:
        raise canonical.NotCanonicalError("not a header: a time is no moment") from None
