"""Headers of one clerk's events, at moments of a day."""

from dataclasses import replace

from lacre.model import moment
from lacre.model.header import Header
from tests.fakes.ambient import START
from tests.fakes.drafts import events

HEADER = events(1)[0].event.header
HOUR_MS = 60 * 60 * 1000
DAY_MS = 24 * HOUR_MS


def at(offset_ms: int, **changed: object) -> Header:
    """An event of the clerk so many milliseconds after START, which is a Wednesday, 13:06 in Maputo."""
    text = moment.to_text(START + offset_ms)
    return replace(HEADER, recorded_at=text, **changed)  # type: ignore[arg-type]  # a test names the fields
