"""What a witness remembers, in a directory: `<hash of the origin>.checkpoint`, and `evidence/<name>.json`."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lacre.ports.errors import StoreUnavailableError
from lacre.ports.witnessing import Remembered
from lacre.tlog.checkpoint import stated_tree


class WitnessDirectory:
    """`WitnessMemory` on files: whole or not there, and on the disk before anybody is told.

    A lock holds off other threads and other processes on the same machine. Raises OSError if it cannot be made.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._evidence = root / "evidence"
        self._evidence.mkdir(parents=True, exist_ok=True, mode=0o700)

    def recall(self, log: str) -> Remembered | None:
        with _failures():
            try:
                note = self._path(log).read_bytes()
            except FileNotFoundError:
                return None
        return _remembered(note)

    def replace(self, log: str, old: Remembered | None, new: Remembered) -> bool:
        with _failures(), self._alone():
            held = self.recall(log)
            if (held and (held.size, held.root)) != (old and (old.size, old.root)):
                return False
            with _written(new.note, self._root) as part:
                part.rename(self._path(log))
            _sync_directory(self._root)
        return True

    def keep_evidence(self, name: str, record: bytes) -> None:
        with _failures(), self._alone():
            path = self._evidence / f"{name}.json"
            if path.exists():
                return
            with _written(record, self._evidence) as part:
                part.rename(path)
            _sync_directory(self._evidence)

    def _path(self, log: str) -> Path:
        return self._root / f"{log}.checkpoint"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        # Each opening is a lock of its own, so that threads wait for each other as processes do.
        with (self._root / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


@contextmanager
def _written(content: bytes, directory: Path) -> Iterator[Path]:
    """A file with the content, on the disk, to be renamed; removed if it was not."""
    handle, name = tempfile.mkstemp(suffix=".part", dir=directory)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield part
    finally:
        part.unlink(missing_ok=True)


def _sync_directory(directory: Path) -> None:
    # A rename is durable once the directory is.
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remembered(note: bytes) -> Remembered:
    stated = stated_tree(note)
    if stated is None:
        # Going on as if nothing were remembered would cosign a fork.
        raise StoreUnavailableError("a file of the witness's directory is damaged")
    return Remembered(*stated, note)


@contextmanager
def _failures() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreUnavailableError(f"the witness's directory: {error.strerror}") from error
