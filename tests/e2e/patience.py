"""Waiting for what the stream brings about."""

import time
from collections.abc import Callable
from typing import TypeVar

SECONDS = 20.0
PAUSE_SECONDS = 0.25

Answer = TypeVar("Answer")


def eventually(question: Callable[[], Answer], seconds: float = SECONDS) -> Answer:
    """The first answer that is not empty. Raises AssertionError when none comes in time."""
    deadline = time.monotonic() + seconds
    while not (answer := question()):
        if time.monotonic() > deadline:
            raise AssertionError(f"no answer within {seconds:.0f} s")
        time.sleep(PAUSE_SECONDS)
    return answer
