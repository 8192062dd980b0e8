"""Where events stand in the indexes: the keys that recording writes and search reads, decided in one place."""

from lacre.model.header import Header
from lacre.model.naming import COLLECTION, SYSTEM_PREFIX, UNKNOWN_ID
from lacre.model.vocabulary import EntityType, Severity

SHARDS = 4


def shard_of(event_id: str) -> int:
    # The last digits of a UUID are random, whatever its version.
    return int(event_id[-2:], 16) % SHARDS


def time_bucket(recorded_at: str, shard: int) -> str:
    """One hour and one of its shards; takes any moment in the log's form, or its first 13 characters."""
    return f"{recorded_at[:13]}#{shard}"


def critical_bucket(recorded_at: str, shard: int) -> str:
    """One month and one of its shards."""
    return f"{recorded_at[:7]}#{shard}"


def entity_key(entity_type: EntityType, entity_id: str) -> str | None:
    """None for an event about a whole collection (a list, a search): no index lists those by entity."""
    return None if entity_id in (COLLECTION, UNKNOWN_ID) else f"{entity_type}#{entity_id}"


def actor_key(actor_id: str) -> str | None:
    """None for anonymous and system actors: a flood of them must not heat one key."""
    return None if actor_id == UNKNOWN_ID or actor_id.startswith(SYSTEM_PREFIX) else actor_id


def index_keys(header: Header) -> dict[str, str]:
    """The index attributes of an event; those without a value are left out, so that its index does not hold it."""
    shard = shard_of(header.id)
    keys = {
        "time_bucket": time_bucket(header.recorded_at, shard),
        "entity_key": entity_key(header.entity_type, header.entity_id),
        "actor_key": actor_key(header.actor_id),
        # An event that is its own correlation is found by its id.
        "correlation_key": header.correlation_id if header.correlation_id != header.id else None,
        "critical_bucket": (
            critical_bucket(header.recorded_at, shard) if header.severity is Severity.CRITICAL else None
        ),
    }
    return {name: key for name, key in keys.items() if key is not None}
