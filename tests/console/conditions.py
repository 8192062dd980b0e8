"""Conditions to search by, as events that were recorded have them."""

from collections.abc import Mapping

from lacre.model import moment
from tests.console.brute import Seen, found

UNSET = ""
NAMES = (
    *("start", "end", "actor_id", "actor_type", "actor_role", "entity_type", "entity_id", "action", "severity"),
    *("event_type", "outcome", "province", "district", "ip", "correlation_id", "session_id", "source"),
    *("only_critical", "text"),
)

Conditions = Mapping[str, str]


def conditions_of(event: Seen, text: str) -> dict[str, str]:
    """Every condition that holds for the event, each as narrow as it can be; `text` is of its description."""
    at = event.place[0]
    given = {name: event.value(name) for name in NAMES if name in event.header or name == "ip"}
    later = moment.to_text(moment.to_milliseconds(at) + 1)
    critical = "true" if event.value("severity") == "CRITICAL" else UNSET
    assert found([event], {"text": text}), event.description
    own = {"start": at, "end": later, "only_critical": critical, "text": text}
    return {name: value for name in NAMES if (value := own.get(name) or given.get(name))}


def wider(conditions: Conditions, start: str, end: str) -> dict[str, str]:
    """The same in a period that holds more events, and from a network in the place of an address."""
    network = {"ip": f"{conditions['ip']}/24"} if conditions["ip"] != "system" else {}
    return {**conditions, "start": start, "end": end, **network}
