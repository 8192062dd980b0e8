"""Compaction's mark and files in memory, and a compactor on a log in memory."""

import gzip
import json
import threading
from dataclasses import dataclass, field
from typing import Any

from lacre.compacting.compactor import Compactor
from lacre.ports.ambient import Clock
from lacre.ports.compacting import Mark
from tests.fakes.ambient import ManualClock
from tests.fakes.crash import Steps
from tests.fakes.sealing import MemorySealing


@dataclass
class MemoryMarks:
    steps: Steps
    mark: Mark = field(default_factory=Mark)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def read(self) -> Mark:
        with self.steps.call("mark.read"):
            return self.mark

    def move(self, old: Mark, new: Mark) -> bool:
        with self.steps.call("mark.move"), self.lock:
            if self.mark != old:
                return False
            self.mark = new
            return True


@dataclass
class MemoryFiles:
    steps: Steps
    files: dict[str, bytes] = field(default_factory=dict)

    def put(self, path: str, content: bytes) -> None:
        with self.steps.call("files.put"):
            assert self.files.setdefault(path, content) == content, "a file changed"

    def rows(self) -> list[dict[str, Any]]:
        """The lines of all files, by leaf."""
        lines = (line for content in self.files.values() for line in gzip.decompress(content).splitlines())
        return sorted(map(json.loads, lines), key=lambda row: int(row["leaf"]))


@dataclass
class MemoryCompaction:
    """Compactors on a sealed log, each step of theirs announced; small ranges, so that there are several."""

    sealing: MemorySealing
    steps: Steps = field(default_factory=Steps)
    clock: Clock = field(default_factory=ManualClock)
    range_leaves: int = 14
    range_batches: int = 1000

    def __post_init__(self) -> None:
        self.marks = MemoryMarks(self.steps)
        self.files = MemoryFiles(self.steps)

    def compactor(self) -> Compactor:
        log = self.sealing
        bounds = (self.range_leaves, self.range_batches, 3000)
        return Compactor(log.heads, log.leaves, log.archive, self.marks, self.files, self.clock, *bounds)
