"""Events around one event, in order, with how much earlier or later they were."""

from collections.abc import Sequence
from dataclasses import dataclass

from functions.query.views.lasting import offset
from lacre.model import moment
from lacre.model.header import Header
from lacre.observing.around import Strand
from lacre.ports.rows import Entry


@dataclass(frozen=True)
class Moment:
    """An event of a timeline; `header` is None for a row that cannot be read, `offset` for the event itself."""

    id: str
    recorded_at: str
    header: Header | None
    offset: str | None


@dataclass(frozen=True)
class Timeline:
    """`search` is the whole of it as a search of the list, relative to the console's root."""

    moments: Sequence[Moment]
    has_earlier: bool
    has_later: bool
    search: str

    @property
    def is_alone(self) -> bool:
        return len(self.moments) == 1 and not self.has_earlier and not self.has_later


def timeline(strand: Strand, header: Header, search: str) -> Timeline:
    moments = [_moment(entry, header) for entry in strand.events]
    return Timeline(moments, strand.has_earlier, strand.has_later, search)


def _moment(entry: Entry, header: Header) -> Moment:
    distance = None if entry.id == header.id else _distance(entry.recorded_at, header)
    return Moment(entry.id, entry.recorded_at, entry if isinstance(entry, Header) else None, distance)


def _distance(recorded_at: str, header: Header) -> str:
    try:
        at = moment.to_milliseconds(recorded_at)
    except ValueError:
        # A row that cannot be read claims some moment by its position, or none.
        return "?"
    return offset(at - moment.to_milliseconds(header.recorded_at))
