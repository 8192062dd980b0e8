"""What the conditions of a search are called."""

from collections.abc import Mapping

from functions.query.vocabulary import Translation


def labels(_: Translation) -> Mapping[str, str]:
    """By the name that a condition has in the address; every filter has one."""
    return {
        "text": _("Words of the description"),
        "start": _("From (UTC)"),
        "end": _("Until (UTC)"),
        "action": _("Action"),
        "severity": _("Severity"),
        "event_type": _("Event type"),
        "outcome": _("Outcome"),
        "actor_id": _("Actor ID"),
        "actor_type": _("Actor type"),
        "actor_role": _("Actor role"),
        "entity_type": _("Entity type"),
        "entity_id": _("Entity ID"),
        "province": _("Province"),
        "district": _("District"),
        "ip": _("IP or network"),
        "session_id": _("Session ID"),
        "correlation_id": _("Correlation ID"),
        "source": _("Source"),
        "only_critical": _("Only critical"),
    }
