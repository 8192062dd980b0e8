"""What compaction needs: the mark of how far it came, and the place of its files."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Mark:
    """The leaves before `done` are in files; those from there to `claimed` (exclusive) are being written."""

    done: int = 0
    claimed: int = 0

    @property
    def is_open(self) -> bool:
        """Whether a range is claimed and not marked done: whoever finds it so finishes that very range."""
        return self.claimed > self.done


class CompactionMarks(Protocol):
    """Both raise StoreUnavailableError."""

    def read(self) -> Mark:
        """The mark, by a consistent read; the one of nothing at first."""
        ...

    def move(self, old: Mark, new: Mark) -> bool:
        """Replace the mark if it still is `old`; False if another was faster."""
        ...


class EventFiles(Protocol):
    def put(self, path: str, content: bytes) -> None:
        """Write a file; writing it again, with the bytes that it has, changes nothing. Raises StoreUnavailableError."""
        ...
