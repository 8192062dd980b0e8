"""Compaction: what was sealed since the last run, range by range: claim, write, mark done.

The files of a claimed range depend on its leaves alone. So a run that died is finished by the next one with the same
bytes under the same names, and two runs at once do the same work twice and no harm: each leaf is in one file.
"""

from dataclasses import dataclass
from itertools import chain, islice

from lacre.archive_reading.accepted import PlaceBefore, accepted_lines, from_the_beginning
from lacre.archive_reading.names import BatchNames
from lacre.compacting.files import HELD_BYTES, files_of
from lacre.ports.ambient import Clock
from lacre.ports.compacting import CompactionMarks, EventFiles, Mark
from lacre.ports.sealing import Archive, HeadStore, LeafIndex

STOP_AFTER_MS = 200_000
RANGE_LEAVES = 20_000
RANGE_BATCHES = 1_000
"""What one range holds at most: it has to be written whole in what is left of a run that took its time."""


@dataclass(frozen=True)
class Compactor:
    heads: HeadStore
    leaves: LeafIndex
    archive: Archive
    marks: CompactionMarks
    files: EventFiles
    clock: Clock
    range_leaves: int = RANGE_LEAVES
    range_batches: int = RANGE_BATCHES
    held_bytes: int = HELD_BYTES
    place_before: PlaceBefore = from_the_beginning

    def run(self) -> int:
        """Write what is published and in no file yet; the number of leaves that this run marked done.

        Begins no range after 200 s: the next run goes on. Raises UnreadableLeafError, StoreUnavailableError; then the
        next run begins with the same range.
        """
        stop = self.clock.now() + STOP_AFTER_MS
        published = self.heads.read().published
        written = 0
        while self.clock.now() < stop:
            mark = self.marks.read()
            if mark.is_open:
                written += self._write(mark)
            elif mark.done >= published:
                break
            else:
                # Losing this race means that another run claimed: what it claimed is read next.
                self.marks.move(mark, Mark(mark.done, self._end(mark.done, published)))
        return written

    def _write(self, mark: Mark) -> int:
        lines = accepted_lines(self.archive, self.leaves, mark.done, mark.claimed, self.place_before)
        for file in files_of(lines, self.held_bytes):
            self.files.put(file.path, file.content)
        # Losing this race means that another run wrote the same files.
        return mark.claimed - mark.done if self.marks.move(mark, Mark(mark.claimed, mark.claimed)) else 0

    def _end(self, first: int, published: int) -> int:
        """Where a range from `first` on ends: after whole batches, as far as the bounds allow."""
        bound = min(published, first + self.range_leaves)
        # The end of what is published is where a batch ends, too.
        last = [published] if bound == published else []
        ends = chain(BatchNames(self.archive).starts_between(first, bound + 1), last)
        return max(islice(ends, self.range_batches), default=bound)
