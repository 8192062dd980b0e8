"""Ids that stand for no one thing."""

COLLECTION = "*"
"""The entity id of an event about many entities: a list, a search."""

UNKNOWN_ID = "unknown"
"""The id of a caller, or of an entity, that nobody knows."""

SYSTEM_PREFIX = "system:"
"""What the ids of the product's own functions begin with."""
