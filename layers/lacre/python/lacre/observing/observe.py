"""What is noticed about one event."""

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from lacre.model.canonical import JsonObject
from lacre.model.header import Header
from lacre.model.vocabulary import EventType, Outcome, Severity
from lacre.observing.around import History
from lacre.observing.in_place import is_elsewhere
from lacre.observing.in_time import of_clocks
from lacre.observing.observation import Code, Observation
from lacre.observing.of_actor import of_block, of_history
from lacre.observing.sensitive import sensitive_changes
from lacre.ports.blocks import Block

_OF_SECURITY = (EventType.SECURITY, EventType.FRAUD, EventType.ACCESS_VIOLATION)


@dataclass(frozen=True)
class Seen:
    """An event and what is known of it. `body` is empty where it is not what was recorded; `alerts` counts those that
    the event is evidence of and that nobody found to be wrong or harmless."""

    header: Header
    body: JsonObject
    is_changed: bool
    is_overdue: bool
    history: History | None
    block: Block | None
    alerts: int


def observe(seen: Seen, zone: ZoneInfo) -> list[Observation]:
    """`zone`: by whose clocks people trade."""
    return [*_of_trail(seen), *_of_kind(seen), *_of_content(seen), *_of_actor(seen, zone), *of_clocks(seen.header)]


def _of_trail(seen: Seen) -> Iterator[Observation]:
    if seen.is_changed:
        yield Observation(Code.ROW_CHANGED)
    if seen.is_overdue:
        yield Observation(Code.SEAL_OVERDUE)
    if seen.alerts:
        yield Observation(Code.IN_ALERT, {"count": seen.alerts})


def _of_kind(seen: Seen) -> Iterator[Observation]:
    header = seen.header
    if header.severity is not Severity.INFO:
        yield Observation(Code.SEVERE, {"severity": header.severity.value})
    if header.outcome is Outcome.DENIED:
        yield Observation(Code.REFUSED)
    if header.event_type in _OF_SECURITY:
        yield Observation(Code.SECURITY_EVENT, {"event_type": header.event_type.value})


def _of_content(seen: Seen) -> Iterator[Observation]:
    before, after = (_object(seen.body, name) for name in ("before", "after"))
    if names := sensitive_changes(before, after):
        yield Observation(Code.SENSITIVE_FIELD, {"fields": ", ".join(names)})
    if is_elsewhere(seen.header, before, after):
        yield Observation(Code.OTHER_JURISDICTION)


def _of_actor(seen: Seen, zone: ZoneInfo) -> Iterator[Observation]:
    if seen.history is not None:
        yield from of_history(seen.header, seen.history, zone)
    if seen.block is not None:
        yield from of_block(seen.header, seen.block)


def _object(body: JsonObject, name: str) -> JsonObject | None:
    found = body.get(name)
    return found if isinstance(found, dict) else None
