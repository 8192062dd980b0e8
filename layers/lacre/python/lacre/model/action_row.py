"""The shape of one line of the catalogue: code, entity, event type, severity, what was done, what was tried."""

from lacre.model.vocabulary import EntityType, EventType, Severity

Row = tuple[str, EntityType, EventType, Severity, str, str]
