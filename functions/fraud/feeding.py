"""Events that are evaluated again by their ids: what was quarantined, or lay in a batch that Lambda gave up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lacre.detection.subject import Subject
from lacre.model.canonical import NotCanonicalError
from lacre.model.event import Event
from lacre.model.identifier import is_uuid
from lacre.ports.rows import RowReader, StoredRow

MAXIMUM_IDS = 1_000


class UnknownRequestError(ValueError):
    """An input that is neither a delivery nor ids: nothing was done."""


@dataclass(frozen=True)
class Fed:
    """What is there of the events, in the order that was asked; `absent` are not, `unreadable` are none any more."""

    events: Sequence[Subject]
    absent: Sequence[str]
    unreadable: Sequence[str]


def asked_ids(event: Mapping[str, Any]) -> Sequence[str]:
    """The ids of `{"feed": [id, ...]}`, at most 1,000. Raises UnknownRequestError."""
    match event:
        case {"feed": [*ids], **others} if not others and 0 < len(ids) <= MAXIMUM_IDS:
            if all(isinstance(one, str) and is_uuid(one) for one in ids):
                return ids
    raise UnknownRequestError(f"neither a delivery nor up to {MAXIMUM_IDS} ids to feed")


def fed(ids: Sequence[str], table: RowReader) -> Fed:
    """By consistent reads of the events table. Raises StoreUnavailableError."""
    rows = table.rows(ids)
    events, unreadable = list[Subject](), list[str]()
    for row in (rows[one] for one in dict.fromkeys(ids) if one in rows):
        try:
            events.append(_subject(row))
        except NotCanonicalError:
            unreadable.append(row.event_id)
    return Fed(events, [one for one in ids if one not in rows], unreadable)


def _subject(row: StoredRow) -> Subject:
    event = Event.stored(row.header.encode(), row.body.encode())
    return Subject(event.header, event.body_bytes)
