"""Something that an instance does with its first delivery: importing the function opens no connection."""

from collections.abc import Callable


class Once:
    """Does it until it was done, and never again; what it raises is raised."""

    def __init__(self, act: Callable[[], object]) -> None:
        self._act = act
        self._is_done = False

    def __call__(self) -> None:
        if not self._is_done:
            self._act()
            self._is_done = True
