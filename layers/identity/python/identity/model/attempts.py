"""Attempts to prove who one is that have not succeeded, and the delay before the next one."""

from dataclasses import dataclass

FREE = 5
"""So many failures in a row delay nothing."""

LOCKING = 10
"""As many lock: PCI DSS 8.3.4 allows ten and asks for half an hour."""

LOCKED_MS = 30 * 60 * 1000
KEPT_S = 24 * 60 * 60
"""So long after the last one they are forgotten."""


@dataclass(frozen=True)
class Attempts:
    """`failures` in a row, the one under way included; none before `not_before` (ms). Version 0 is not kept yet."""

    failures: int = 0
    not_before: int = 0
    version: int = 0

    def wait_ms(self, now: int) -> int:
        """How long from `now` (ms) until the next attempt is taken; 0 if at once."""
        # Free ones delay nothing, not even for whose clock is behind that of the machine that counted the last one.
        return max(0, self.not_before - now) if self.failures > FREE else 0

    def one_more(self, now: int) -> "Attempts":
        """These and one at `now` (ms)."""
        failures = self.failures + 1
        return Attempts(failures, now + _delay_ms(failures), self.version + 1)


def of_session(user_id: str) -> str:
    """The name that a user's attempts within a session are counted by; no user name has a colon.

    Apart from the login's, which anybody may use up for somebody else.
    """
    return f"user:{user_id}"


def _delay_ms(failures: int) -> int:
    """2, 4, 8 and 16 s after the free ones; from the tenth in a row on, each locks."""
    if failures <= FREE:
        return 0
    if failures >= LOCKING:
        return LOCKED_MS
    return 1000 << (failures - FREE)
