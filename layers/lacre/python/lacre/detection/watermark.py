"""How far the detector has come: the receipt of the newest event that it has counted, kept beside the windows."""

from dataclasses import replace

from lacre.ports.detection import WindowStore

WATERMARK = "WATERMARK"
EVERY_MS = 60_000
"""Written at most once a minute: a silence is judged by it, and those are hours."""


class Watermark:
    """Remembers what it told last, so that most batches need no call."""

    def __init__(self, windows: WindowStore) -> None:
        self._windows = windows
        self._told = 0

    def read(self) -> int:
        """Milliseconds since 1970, 0 if nothing was ever counted. Raises StoreUnavailableError."""
        return self._windows.load(WATERMARK).watermark

    def advance(self, received_at: int) -> None:
        """Raises StoreUnavailableError."""
        if received_at < self._told + EVERY_MS:
            return
        old = self._windows.load(WATERMARK)
        if received_at >= old.watermark + EVERY_MS:
            # Whoever was faster told as much; the next minute tells more.
            self._windows.save(old, replace(old, watermark=received_at), None)
        self._told = max(received_at, old.watermark)
