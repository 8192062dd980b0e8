"""The machine's clock and generator."""

import os
import time


class SystemClock:
    def now(self) -> int:
        return time.time_ns() // 1_000_000


class SystemEntropy:
    """The kernel's generator on each call: nothing is buffered that a restored snapshot would repeat."""

    def take(self, length: int) -> bytes:
        return os.urandom(length)
