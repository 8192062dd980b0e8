"""Following the table by the clock: `time` keeps up with now by an index, `scan` reads all of it and begins again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lacre.model import moment
from lacre.model.canonical import JsonObject
from lacre.model.header import Header
from lacre.model.partition import SHARDS, time_bucket
from lacre.ports.ambient import Clock
from lacre.ports.events import Index, Slice
from lacre.ports.reconciling import Bookmarks, Kind, ScannedRow, WholeTable
from lacre.ports.rows import Entry, HeaderIndex, entry_position
from lacre.reconciling.absence import UndecidedError
from lacre.reconciling.stint import Stint
from lacre.reconciling.table_check import SETTLED_MS, Seen, TableCheck
from lacre.reconciling.tally import Tally

TIME, SCAN = "time", "scan"

FIRST_MS = 7 * 24 * 3_600_000
"""How far before now the first run begins; what is older is for the scan."""

OVERLAP_MS = 5 * 60_000
"""How late an entry may come into the index: each run looks again at the end of what the last one looked at."""

_HOUR_MS = 3_600_000
_LANE = 250
_PAGE = 1_000


@dataclass(frozen=True)
class TableWalk:
    entries: HeaderIndex
    table: WholeTable
    check: TableCheck
    clock: Clock

    def time(self, kept: Bookmarks, tally: Tally, stint: Stint) -> JsonObject:
        """By the index of time, from where the last run came to, up to 90 s before now.

        Raises what TableCheck.check raises; the next run goes on from there.
        """
        now = self.clock.now()
        held = kept.read(Kind.RECONCILIATION, TIME)
        end = moment.to_text(now - SETTLED_MS)
        began = reached = held.text or moment.to_text(now - FIRST_MS)
        position = moment.to_text(_time_of(reached) - OVERLAP_MS)
        hour = moment.to_milliseconds(f"{position[:13]}:00:00.000Z")
        try:
            while position < end:
                bound = min(end, moment.to_text(hour + _HOUR_MS))
                seen, position = self._stretch(moment.to_text(hour), position, bound)
                self.check.check(seen, tally, stint.until, is_in_order=True)
                stint.checked += len(seen)
                hour += _HOUR_MS if position == bound else 0
                if position > reached and _is_position(position):
                    following = kept.replace(held, position)
                    if following is None:
                        return stint.overtaken()
                    held, reached = following, position
                # Not within the overlap: the next run would begin with it again.
                if position > began and stint.is_over(self.clock):
                    break
        finally:
            tally.reached[TIME] = _time_of(reached)
        return stint.told(is_complete=position >= end)

    def scan(self, kept: Bookmarks, tally: Tally, stint: Stint) -> JsonObject:
        """All rows, whatever the indexes hold, and from the first again once the last was read.

        Raises what TableCheck.check raises; the next run goes on from there.
        """
        held = kept.read(Kind.RECONCILIATION, SCAN)
        undecided: UndecidedError | None = None
        while True:
            page = self.table.page(held.text or None, _PAGE)
            try:
                self.check.check([*map(_scanned, page.rows)], tally, stint.until, is_in_order=False)
            except UndecidedError as error:
                # A row that somebody made must not keep the scan from all that come after it.
                undecided = error
            stint.checked += len(page.rows)
            following = kept.replace(held, page.after or "")
            if following is None:
                return stint.overtaken()
            held = following
            if page.after is None or stint.is_over(self.clock):
                break
        if undecided is not None:
            raise undecided
        return stint.told(is_complete=page.after is None)

    def _stretch(self, hour: str, low: str, high: str) -> tuple[list[Seen], str]:
        """Entries of an hour between two positions, and the position up to which these are all."""
        lanes = [
            self.entries.headers(Slice(Index.TIME, time_bucket(hour, shard), low, high), ascending=True, limit=_LANE)
            for shard in range(SHARDS)
        ]
        # A lane that was cut off knows nothing of what comes after its last entry.
        settled = min((entry_position(lane[-1]) for lane in lanes if len(lane) >= _LANE), default=high)
        return [*_up_to(settled, lanes)], settled


def _up_to(settled: str, lanes: Sequence[Sequence[Entry]]) -> Iterator[Seen]:
    for lane in lanes:
        # A row that is not what its place says is for the scan, which reads the row itself.
        yield from (
            Seen(entry.id, entry) for entry in lane if isinstance(entry, Header) and entry_position(entry) <= settled
        )


def _scanned(row: ScannedRow) -> Seen:
    return Seen(row.event_id, row.header, row.misplaced)


def _time_of(position: str) -> int:
    return moment.to_milliseconds(position.partition("#")[0])


def _is_position(position: str) -> bool:
    """Whether to go on from it: a row's attributes, if somebody wrote them, can be any text."""
    try:
        return _time_of(position) > 0
    except ValueError:
        return False
