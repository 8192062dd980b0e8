"""What a world of fakes recorded, for its tests to look at."""

import json
from typing import Any

from lacre.model.header import Header
from tests.fakes.trail import MemoryTrail


class Recorded:
    """Made part of a world that has a `trail`."""

    trail: MemoryTrail

    @property
    def events(self) -> list[Header]:
        return self.trail.events.headers_in_order

    @property
    def only_event(self) -> Header:
        (header,) = self.events
        return header

    def body_of(self, header: Header) -> dict[str, Any]:
        body: dict[str, Any] = json.loads(self.trail.events.rows[header.id].event.body_bytes)
        return body

    @property
    def kept(self) -> str:
        """Everything that the log holds, as text."""
        stored = self.trail.events.rows.values()
        return "".join((one.event.header_bytes + one.event.body_bytes).decode() for one in stored)
