"""Ending all sessions of a user at once.

The user's next generation ends them: from the commit on, every request of an older one is refused. That their rows say
so too is for whoever looks at them; those beyond the latest AT_ONCE say so when they expire.
"""

from dataclasses import dataclass

from identity.model.user import User
from identity.ports.sessions import Sessions
from identity.ports.users import Users
from lacre.ports.ambient import Clock
from lacre.ports.events import StateWrite

AT_ONCE = 50
"""A transaction has room for a hundred writes, and events among them."""


@dataclass(frozen=True)
class Ending:
    """`count` sessions end with these writes."""

    writes: list[StateWrite]
    count: int


class EndSessions:
    def __init__(self, users: Users, sessions: Sessions, clock: Clock) -> None:
        self._users = users
        self._sessions = sessions
        self._clock = clock

    def __call__(self, before: User, after: User) -> Ending:
        """The writes that put `after`, of the next generation, over `before`, and end its sessions.

        Raises StoreUnavailableError.
        """
        now = self._clock.now()
        ending = [self._sessions.closing(one, now) for one in self._sessions.active_of(before.id, now, AT_ONCE)]
        return Ending([self._users.replacing(after, before.version), *ending], len(ending))
