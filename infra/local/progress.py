"""Lines that show what is being done and for how long."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

DOT_SECONDS = 5.0


class Progress:
    """Prints one line a step, `[seconds since start] step ... seconds it took`, with a dot every five seconds."""

    def __init__(self) -> None:
        self._started = time.monotonic()

    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._started

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """Shows a step while it runs; one that fails leaves its line open for the error to end it."""
        began = time.monotonic()
        print(f"[{self.elapsed():6.1f} s] {what} ", end="", flush=True)
        done = threading.Event()
        dots = threading.Thread(target=_dots, args=(done,), daemon=True)
        dots.start()
        try:
            yield
        except BaseException:
            _end(done, dots)
            print("stopped", flush=True)
            raise
        _end(done, dots)
        print(f"{time.monotonic() - began:.1f} s", flush=True)


def _dots(done: threading.Event) -> None:
    while not done.wait(DOT_SECONDS):
        print(".", end="", flush=True)


def _end(done: threading.Event, dots: threading.Thread) -> None:
    done.set()
    dots.join()
