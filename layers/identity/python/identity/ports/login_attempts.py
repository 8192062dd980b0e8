"""Where attempts to prove who one is are counted: by the user name that was typed, whether or not somebody has it.

Those within a session are counted by a name of their own (`identity.model.attempts.of_session`).
"""

from typing import Protocol

from identity.model.attempts import Attempts
from lacre.ports.events import StateWrite


class LoginAttempts(Protocol):
    def find(self, name: str, now: int) -> Attempts:
        """Those of before `now` (ms) that still count, by a consistent read. Raises StoreUnavailableError."""
        ...

    def count(self, name: str, attempts: Attempts, version: int) -> bool:
        """Put these over those of the version; False if somebody counted in between. Raises StoreUnavailableError."""
        ...

    def clearing(self, name: str, now: int) -> StateWrite:
        """The write that lets everything begin anew (now: ms), without condition."""
        ...
