"""What audited routes are wired with, once for each application."""

from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Protocol

from aws_lambda_powertools import Logger
from fastapi import Request

from lacre.model.caller import Caller
from lacre.ports.ambient import Clock
from lacre.ports.answers import Answers
from lacre.ports.attachments import Attachments
from lacre.ports.floods import FloodCounter
from lacre.ports.outage import OutageLane
from lacre.recording.flood import LIMIT
from lacre.recording.recorder import Recorder

_ATTACHED_AT_ONCE = 4


@dataclass(frozen=True)
class Credentials:
    """What a caller presented: the bearer token of the Authorization header, or of the console's cookie; an API key."""

    token: str | None
    api_key: str | None = None


class Authenticator(Protocol):
    def authenticate(self, credentials: Credentials) -> Caller:
        """Who it is. Raises Refusal: UNAUTHENTICATED, or UNAVAILABLE when the keys cannot be had."""
        ...


class MinuteLimit:
    """How many anonymous denials one instance lets through in a minute while the counters are away."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._minute = ""
        self._count = 0

    def is_beyond(self, minute: str) -> bool:
        self._count = self._count + 1 if minute == self._minute else 1
        self._minute = minute
        return self._count > self._limit


def _pool() -> Executor:
    # Its threads start on first use, after any snapshot.
    return ThreadPoolExecutor(_ATTACHED_AT_ONCE, "attaching")


@dataclass(frozen=True)
class Trail:
    recorder: Recorder
    authenticator: Authenticator
    floods: FloodCounter
    outage: OutageLane
    answers: Answers
    attachments: Attachments
    clock: Clock
    logger: Logger
    anonymous: MinuteLimit = field(default_factory=lambda: MinuteLimit(LIMIT))
    pool: Executor = field(default_factory=_pool)


def trail_of(request: Request) -> Trail:
    trail = request.app.state.trail
    if not isinstance(trail, Trail):
        raise TypeError("the application was composed without a trail")
    return trail
