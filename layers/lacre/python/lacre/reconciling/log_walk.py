"""Following the log by the clock: `fresh` keeps up with the head, `round` walks all of it and begins again."""

from collections.abc import Mapping
from dataclasses import dataclass

from lacre.archive_reading.following import BrokenArchiveError, Place, UnreadablePlaceError, follow
from lacre.model import moment
from lacre.model.canonical import JsonObject
from lacre.ports.ambient import Clock
from lacre.ports.reconciling import Bookmarks, Kind
from lacre.ports.sealing import Archive, Head, HeadStore
from lacre.reconciling.log_check import LogCheck
from lacre.reconciling.marks import note_mark
from lacre.reconciling.numbering import Numbering
from lacre.reconciling.stint import Stint
from lacre.reconciling.tally import Tally

FRESH, ROUND = "fresh", "round"


@dataclass(frozen=True)
class LogWalk:
    archive: Archive
    heads: HeadStore
    check: LogCheck
    numbering: Numbering
    clock: Clock

    def fresh(self, kept: Bookmarks, tally: Tally, stint: Stint) -> JsonObject:
        """From where the last run came to, up to the published size.

        Raises BrokenArchiveError, StoreUnavailableError, SignerUnavailableError; the next run goes on from there.
        """
        return self._walk(FRESH, kept, tally, stint, begins_again=False)

    def round(self, kept: Bookmarks, tally: Tally, stint: Stint) -> JsonObject:
        """Likewise, and from the first leaf again once the end was reached."""
        return self._walk(ROUND, kept, tally, stint, begins_again=True)

    def _walk(
        self, name: str, kept: Bookmarks, tally: Tally, stint: Stint, *, begins_again: bool
    ) -> Mapping[str, int | bool]:
        head, now = self.heads.read(), self.clock.now()
        held = kept.read(Kind.RECONCILIATION, name)
        place = self._place(held.text, tally, stint)
        if not begins_again:
            tally.reached[name] = _reached(place, head, now)
        if place.size > head.published:
            raise BrokenArchiveError(f"{place.size} leaves were checked, and the head knows of {head.published}")
        try:
            for batch in follow(self.archive, place, head.published):
                self.check.check(batch.leaves(), tally)
                self.numbering.note(batch.leaves(), tally)
                stint.checked += batch.after.size - place.size
                following = kept.replace(held, batch.after.encode())
                if following is None:
                    return stint.overtaken()
                held, place = following, batch.after
                if stint.is_over(self.clock):
                    break
        finally:
            if not begins_again:
                tally.reached[name] = _reached(place, head, now)
                note_mark(kept, now, place)
        is_complete = place.size >= head.published
        if is_complete and begins_again and held.text:
            kept.replace(held, "")
        return stint.told(is_complete=is_complete)

    def _place(self, text: str, tally: Tally, stint: Stint) -> Place:
        try:
            return Place.decode(text)
        except UnreadablePlaceError:
            # No run kept it, and none could go on from it.
            tally.forged += 1
            stint.anew = True
            return Place()


def _reached(place: Place, head: Head, now: int) -> int:
    """Up to when the log is checked: until now, unless there is more of it."""
    if place.size >= head.published:
        return now
    return moment.to_milliseconds(place.recorded_at or head.began_at)
