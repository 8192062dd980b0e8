"""A clock that stands still until it is moved, and randomness that repeats."""

import random
from collections.abc import Iterator
from itertools import count

START = 1_795_000_000_000  # 2026-11-18T11:06:40Z


class ManualClock:
    def __init__(self, start: int = START) -> None:
        self.time = start

    def now(self) -> int:
        return self.time

    def advance(self, milliseconds: int) -> None:
        self.time += milliseconds


class TickingClock:
    """Each look at it is one millisecond later, so that events have an order."""

    def __init__(self, start: int = START) -> None:
        self._ticks: Iterator[int] = count(start)

    def now(self) -> int:
        return next(self._ticks)


class SeededEntropy:
    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)

    def take(self, length: int) -> bytes:
        return self._random.randbytes(length)
