"""Batches read ahead of the walk by worker processes: the same contents as one after the other, sooner.

Workers get a batch's bytes and give its contents; they open nothing. They are started anew (spawned) rather than
forked, end at Ctrl-C, and end by themselves when the process that started them is gone.
"""

import gc
import signal
import threading
from collections import deque
from collections.abc import Iterator, Sequence, Set
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context, parent_process
from typing import Protocol

from lacre.tlog.batch import MAXIMUM_BYTES
from lacre.verifying.lines import Contents, Scope, read_batch, read_batches
from lacre.verifying.source import Copy, SourceError

_FEW = 16
"""So few batches are read before a process has started."""

_AHEAD = 4
"""Tasks in flight for each worker: batches that were handed over together."""

_TASK_BATCHES = 64
_TASK_BYTES = 1024 * 1024
"""No further batch is added to a task of so many, or to one that unpacks to so much. To hand a task over takes as long
as to read dozens of events, and many batches hold fewer."""

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
    """`weight` is how many bytes its batches unpack to."""

    future: Future[list[Contents]]
    weight: int


@dataclass
class _Ahead:
    """`running` holds of each batch in hand its task, and which of the task's batches it is."""

    copy: Copy
    scope: Scope
    pool: ProcessPoolExecutor
    most: int
    waiting: deque[str]
    running: dict[str, tuple[_Task, int]] = field(default_factory=dict)

    def read(self, name: str) -> Contents:
        self._pass_over(name)
        if name not in self.running:
            self._submit(deque([name]))
        task, place = self.running.pop(name)
        self._fill()
        return task.future.result()[place]

    def _pass_over(self, name: str) -> None:
        """Names before this one were left out by the walk, and will not be asked for."""
        while self.waiting and self.waiting[0] <= name:
            passed = self.waiting.popleft()
            if passed == name:
                self._submit(deque([name]))
        passed_tasks = {self.running.pop(passed)[0] for passed in [one for one in self.running if one < name]}
        for task in passed_tasks - self._tasks():
            task.future.cancel()

    def _fill(self) -> None:
        while self.waiting and len(tasks := self._tasks()) < self.most and _weight(tasks) < _BYTES_AHEAD:
            self._submit(self.waiting)

    def _tasks(self) -> Set[_Task]:
        return {task for task, _ in self.running.values()}

    def _submit(self, names: deque[str]) -> None:
        """Take the first names, as many as make up a task, and hand their batches over."""
        batches: list[tuple[str, bytes]] = []
        weight = 0
        while names and len(batches) < _TASK_BATCHES and weight < _TASK_BYTES:
            name = names.popleft()
            try:
                content = self.copy.read(name, MAXIMUM_BYTES) or b""
            except SourceError as error:
                self._refuse(name, error)
                break  # what comes after it may never be asked for
            batches.append((name, content))
            weight += _unpacked(content)
        if batches:
            task = _Task(self.pool.submit(read_batches, batches, self.scope), weight)
            self.running.update((name, (task, place)) for place, (name, _) in enumerate(batches))

    def _refuse(self, name: str, error: SourceError) -> None:
        # Told when the walk comes to this batch, after all that comes before it.
        refused: Future[list[Contents]] = Future()
        refused.set_exception(error)
        self.running[name] = _Task(refused, 0), 0


def _unpacked(content: bytes) -> int:
    # Gzip ends in the length that it unpacks to, modulo 2^32. One that lies is refused by whoever unpacks it.
    return max(len(content), min(int.from_bytes(content[-4:], "little"), MAXIMUM_BYTES))


def _weight(tasks: Set[_Task]) -> int:
    return sum(task.weight for task in tasks)


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
