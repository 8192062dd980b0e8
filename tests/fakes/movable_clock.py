"""A clock that ticks with each look, and can be moved on."""

from tests.fakes.ambient import TickingClock


class MovableClock(TickingClock):
    def __init__(self) -> None:
        super().__init__()
        self._ahead = 0

    def now(self) -> int:
        return super().now() + self._ahead

    def advance(self, seconds: int) -> None:
        self._ahead += seconds * 1000
