"""Dying at a chosen step: every fake store announces each call before and after its effect."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


class Killed(BaseException):  # not an Exception: no code may catch it and go on
    """The process died here."""


@dataclass
class Steps:
    """Counts the announcements, and dies at the one numbered `fatal` (the first is 0)."""

    fatal: int | None = None
    names: list[str] = field(default_factory=list)
    between: Callable[[str], None] | None = None

    @contextmanager
    def call(self, name: str) -> Iterator[None]:
        self._announce(f"before {name}")
        yield
        self._announce(f"after {name}")

    def _announce(self, name: str) -> None:
        self.names.append(name)
        if self.fatal is not None and len(self.names) - 1 == self.fatal:
            raise Killed(name)
        if self.between is not None:
            self.between(name)
