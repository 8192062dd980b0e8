"""What the dashboard asks, over a trail and a log in memory."""

from concurrent.futures import ThreadPoolExecutor

from functions.query.investigation import Investigation
from functions.query.watching import Watching
from lacre.ports.ambient import Clock
from lacre.ports.errors import StoreUnavailableError
from lacre.ports.rows import HeaderIndex
from lacre.ports.watching import StoredNote
from tests.fakes.reconciling import MemoryState
from tests.fakes.sealing import MemoryLog, MemorySealing
from tests.fakes.summaries import MemorySummaries

_READERS, _PARTS = ThreadPoolExecutor(4), ThreadPoolExecutor(4)


class MemoryCurrent:
    """`CurrentCheckpoint` of a log in memory; when the checkpoint was put there is told by the test."""

    def __init__(self, log: MemoryLog, stored_at: int) -> None:
        self.log = log
        self.stored_at = stored_at
        self.is_away = False

    def stored(self) -> StoredNote | None:
        if self.is_away:
            raise StoreUnavailableError("away")
        if "checkpoint" not in self.log.objects:
            return None
        return StoredNote(self.log.get("checkpoint") or b"", self.stored_at)


def watching(index: HeaderIndex, sealing: MemorySealing, investigation: Investigation, clock: Clock) -> Watching:
    """With nothing counted beforehand, and a checkpoint of just now."""
    return Watching(
        index=index,
        heads=sealing.heads,
        leaves=sealing.leaves,
        current=MemoryCurrent(sealing.log, clock.now()),
        kept=MemoryState(),
        counted=MemorySummaries(),
        windows=investigation.windows,
        clock=clock,
        readers=_READERS,
        parts=_PARTS,
    )
