"""Guessing is slowed down: each attempt is counted before its secret is checked."""

from identity.ports.login_attempts import LoginAttempts
from lacre.model.canonical import JsonObject
from lacre.model.refusal import Ground, Refusal, Subject
from lacre.ports.ambient import Clock
from lacre.ports.events import StateWrite

_ROUNDS = 8
_CROWDED_MS = 1000


class Guesses:
    """Counted by the name that was typed, so that a name that nobody has is delayed like any other.

    Those within a session are counted by `of_session`.
    """

    def __init__(self, attempts: LoginAttempts, clock: Clock) -> None:
        self._attempts = attempts
        self._clock = clock

    def take(self, name: str, about: Subject) -> None:
        """Count an attempt as a failure, which it is until it succeeds. Raises Refusal TOO_MANY when it is too soon.

        Of attempts at the same time each is counted: those that find themselves overtaken look again.
        """
        for _ in range(_ROUNDS):
            now = self._clock.now()
            before = self._attempts.find(name, now)
            if wait_ms := before.wait_ms(now):
                raise _delayed(wait_ms, {"failures": before.failures}, about)
            if self._attempts.count(name, before.one_more(now), before.version):
                return
        raise _delayed(_CROWDED_MS, None, about)

    def clearing(self, name: str) -> StateWrite:
        """The write that forgets the failures, for the transaction of a success."""
        return self._attempts.clearing(name, self._clock.now())


def _delayed(wait_ms: int, facts: JsonObject | None, about: Subject) -> Refusal:
    return Refusal(
        Ground.TOO_MANY,
        "LOGIN_DELAYED",
        "Too many attempts. Try again later.",
        subject=about,
        retry_after_s=-(-wait_ms // 1000),
        facts=facts,
    )
