"""An event as a rule sees it: the fields of its header, and one level of what the body tells of before and after."""

import json
from typing import Any

from lacre.detection.event_time import event_time
from lacre.model.header import Header

_TOLD = ("after", "before")
_WITHHELD = "[withheld: "
"""So begins what `lacre.model.redaction.withheld` leaves: it names nobody, and two of it are not the same."""


class Subject:
    """`body` are an event's canonical body bytes; without them nothing of before and after is there."""

    __slots__ = ("_at", "_told", "body", "header")

    def __init__(self, header: Header, body: bytes | None = None) -> None:
        self.header = header
        self.body = body
        self._at: int | None = None
        self._told: dict[str, Any] | None = None

    @property
    def at(self) -> int:
        """The event's time in milliseconds since 1970. Raises ValueError for a header without a moment."""
        if self._at is None:
            self._at = event_time(self.header)
        return self._at

    def value(self, field: str) -> str | None:
        """A field as text, None for one that is absent. Of before and after, texts and integers (as decimal text) are
        there and all else is absent. Raises ValueError for a body that is no JSON."""
        if "." not in field:
            found = getattr(self.header, field)
            return found if found is None or found.__class__ is str else str(found)
        where, _, name = field.partition(".")
        return self._text_of(where, name)

    def _text_of(self, where: str, name: str) -> str | None:
        if self._told is None:
            body = json.loads(self.body) if self.body else {}
            self._told = {part: body.get(part) or {} for part in _TOLD}
        found = self._told[where].get(name)
        if isinstance(found, str):
            return None if found.startswith(_WITHHELD) else found
        return str(found) if isinstance(found, int) and not isinstance(found, bool) else None
