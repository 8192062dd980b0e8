"""Following the table by the clock: `time` keeps up with now by an index, `scan` reads all of it and begins again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lacre.model import moment
from lacre.model.canonical import JsonObject
from lacre.model.header import Header
from lacre.model.partition import SHARDS, time_bucket
from lacre.ports.ambient import Clock
from lacre.ports.events import Index, Slice
from lacre.ports.reconciling import Bookmarks, Kept, Kind, ScannedRow, WholeTable
from lacre.ports.rows import Entry, HeaderIndex, entry_position
from lacre.reconciling.absence import Wanted
from lacre.reconciling.refeeding import Refeeding, UndecidedError
from lacre.reconciling.rounds import MOST_WANTED, SCAN, TIME, Pending
from lacre.reconciling.stint import Stint
from lacre.reconciling.table_check import SETTLED_MS, Seen, TableCheck
from lacre.reconciling.tally import Tally

FIRST_MS = 7 * 24 * 3_600_000
"""How far before now the first run begins; what is older is for the scan."""

OVERLAP_MS = 5 * 60_000
"""How late an entry may come into the index: each run looks again at the end of what the last one looked at."""

_HOUR_MS = 3_600_000
_LANE = 250
_PAGE = 1_000


@dataclass
class _Going:
    """Where the time walk is: `reached` is kept, `position` may be ahead of it by what is not fed yet."""

    held: Kept
    began: str
    reached: str
    position: str
    hour: int
    wanted: list[Wanted] = field(default_factory=list)
    undecided: UndecidedError | None = None
    waiting: int = 0
    is_overtaken: bool = False


@dataclass(frozen=True)
class TableWalk:
    entries: HeaderIndex
    table: WholeTable
    check: TableCheck
    refeeding: Refeeding
    clock: Clock

    def time(self, kept: Bookmarks, tally: Tally, stint: Stint) -> JsonObject:
        """By the index of time, from where the last run came to, up to 90 s before now.

        Raises what TableCheck.unsealed and Refeeding raise; the next run goes on from there.
        """
        now = self.clock.now()
        going = self._begin(kept, tally, stint, now)
        pending = Pending(kept, TIME)
        try:
            going.waiting = self.refeeding.go_on(pending, tally, stint.until)
            if not going.waiting:
                self._go(kept, going, pending, tally, stint, moment.to_text(now - SETTLED_MS))
        finally:
            reached = min(_time_of(going.reached), now - SETTLED_MS)
            tally.reached[TIME] = min(reached, pending.round.oldest) if pending.round else reached
        if going.undecided is not None:
            raise going.undecided
        if going.is_overtaken:
            return stint.overtaken()
        is_complete = going.position >= moment.to_text(now - SETTLED_MS)
        return stint.told(is_complete=is_complete and not going.waiting, waiting=going.waiting)

    def _begin(self, kept: Bookmarks, tally: Tally, stint: Stint, now: int) -> _Going:
        held = kept.read(Kind.RECONCILIATION, TIME)
        began = held.text
        if began and not (_is_position(began) and _time_of(began) <= now):
            # No run was ever there: somebody wrote it, and what is between may never have been looked at.
            tally.forged += 1
            stint.anew = True
            began = ""
        began = began or moment.to_text(now - FIRST_MS)
        position = moment.to_text(_time_of(began) - OVERLAP_MS)
        return _Going(held, began, began, position, moment.to_milliseconds(f"{position[:13]}:00:00.000Z"))

    def _go(self, kept: Bookmarks, going: _Going, pending: Pending, tally: Tally, stint: Stint, end: str) -> None:
        while going.position < end and not (going.waiting or going.is_overtaken):
            bound = min(end, moment.to_text(going.hour + _HOUR_MS))
            seen, going.position = self._stretch(moment.to_text(going.hour), going.position, bound)
            going.wanted += self.check.unsealed(seen, tally, is_in_order=True)
            stint.checked += len(seen)
            going.hour += _HOUR_MS if going.position == bound else 0
            # Not within the overlap: the next run would begin with it again.
            is_over = going.position > going.began and stint.is_over(self.clock)
            if is_over or going.position >= end or len(going.wanted) >= MOST_WANTED - len(seen):
                self._settle(going, pending, tally, stint)
            if not (going.wanted or going.is_overtaken):
                self._keep(kept, going)
            if is_over:
                break

    def _settle(self, going: _Going, pending: Pending, tally: Tally, stint: Stint) -> None:
        try:
            going.waiting = self.refeeding.settle(going.wanted, pending, tally, stint.until, leaves_odd=True)
        except UndecidedError as error:
            going.undecided = error
        going.wanted = []
        going.is_overtaken = pending.is_overtaken

    def _keep(self, kept: Bookmarks, going: _Going) -> None:
        if going.position > going.reached and _is_position(going.position):
            following = kept.replace(going.held, going.position)
            if following is None:
                going.is_overtaken = True
            else:
                going.held, going.reached = following, going.position

    def scan(self, kept: Bookmarks, tally: Tally, stint: Stint) -> JsonObject:
        """All rows, whatever the indexes hold, and from the first again once the last was read.

        Raises what TableCheck.unsealed and Refeeding raise; the next run goes on from there.
        """
        held = kept.read(Kind.RECONCILIATION, SCAN)
        pending, now = Pending(kept, SCAN), self.clock.now()
        # A round may be of the whole log, if somebody made a row for that: the rest of the table has its share, too.
        self.refeeding.go_on(pending, tally, min(stint.until, now + max(0, stint.until - now) // 2))
        wanted: list[Wanted] = []
        after = held.text or None
        while True:
            page = self.table.page(after, _PAGE)
            wanted += self.check.unsealed([*map(_scanned, page.rows)], tally, is_in_order=False)
            stint.checked += len(page.rows)
            after = page.after
            if after is None or stint.is_over(self.clock) or len(wanted) >= MOST_WANTED - _PAGE:
                break
        undecided: UndecidedError | None = None
        try:
            self.refeeding.settle(wanted, pending, tally, stint.until, leaves_odd=False)
        except UndecidedError as error:
            # A row that somebody made must not keep the scan from all that come after it.
            undecided = error
        if pending.is_overtaken or kept.replace(held, after or "") is None:
            return stint.overtaken()
        if undecided is not None:
            raise undecided
        waiting = len(pending.round.event_ids) if pending.round else 0
        return stint.told(is_complete=after is None and not waiting, waiting=waiting)

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
