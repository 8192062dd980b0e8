"""Batches read ahead of the walk by worker processes: the same contents as one after the other, sooner.

Workers get a batch's bytes and give its contents; they open nothing. They are started anew (spawned) rather than
forked, end at Ctrl-C, and end by themselves when the process that started them is gone.
"""

import gc
import signal
import threading
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context, parent_process
from typing import Protocol

from lacre.tlog.batch import MAXIMUM_BYTES
from lacre.verifying.lines import Contents, Scope, read_batch
from lacre.verifying.source import Copy, SourceError

_FEW = 16
"""So few batches are read before a process has started."""

_AHEAD = 4
"""Batches in flight for each worker."""

_BYTES_AHEAD = MAXIMUM_BYTES
"""No further batch is taken in hand while those in flight unpack to so much."""


class Source(Protocol):
    """Where the walk gets the contents of batches."""

    def read(self, name: str) -> Contents:
        """Raises SourceError, and BrokenExecutor if a worker process died."""
        ...


@contextmanager
def open_source(copy: Copy, names: Sequence[str], scope: Scope, workers: int) -> Iterator[Source]:
    """The contents of batches of a copy, which are asked for in about the order of the sorted `names`."""
    if workers < 2 or len(names) <= _FEW:
        yield _Here(copy, scope)
        return
    pool = ProcessPoolExecutor(workers, get_context("spawn"), initializer=_begin)
    try:
        yield _Ahead(copy, scope, pool, workers * _AHEAD, deque(names))
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@dataclass(frozen=True)
class _Here:
    copy: Copy
    scope: Scope

    def read(self, name: str) -> Contents:
        return read_batch(name, self.copy.read(name, MAXIMUM_BYTES) or b"", self.scope)


@dataclass(frozen=True)
class _Task:
    future: Future[Contents]
    weight: int


@dataclass
class _Ahead:
    copy: Copy
    scope: Scope
    pool: ProcessPoolExecutor
    most: int
    waiting: deque[str]
    running: dict[str, _Task] = field(default_factory=dict)

    def read(self, name: str) -> Contents:
        self._pass_over(name)
        task = self.running.pop(name, None) or self._submit(name)
        self._fill()
        return task.future.result()

    def _pass_over(self, name: str) -> None:
        """Names before this one were left out by the walk, and will not be asked for."""
        while self.waiting and self.waiting[0] <= name:
            passed = self.waiting.popleft()
            if passed == name:
                self.running[name] = self._submit(name)
        for passed in [one for one in self.running if one < name]:
            self.running.pop(passed).future.cancel()

    def _fill(self) -> None:
        while self.waiting and len(self.running) < self.most and self._held() < _BYTES_AHEAD:
            name = self.waiting.popleft()
            self.running[name] = self._submit(name)

    def _held(self) -> int:
        return sum(task.weight for task in self.running.values())

    def _submit(self, name: str) -> _Task:
        try:
            content = self.copy.read(name, MAXIMUM_BYTES) or b""
        except SourceError as error:
            # Told when the walk comes to this batch, after all that comes before it.
            refused: Future[Contents] = Future()
            refused.set_exception(error)
            return _Task(refused, 0)
        # Gzip ends in the length that it unpacks to, modulo 2^32. One that lies is refused by whoever unpacks it.
        unpacked = min(int.from_bytes(content[-4:], "little"), MAXIMUM_BYTES)
        return _Task(self.pool.submit(read_batch, name, content, self.scope), max(len(content), unpacked))


def _begin() -> None:
    # What a batch leaves behind has no cycles, and looking for some takes an eighth of a worker's time.
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        signal.raise_signal(signal.SIGTERM)
