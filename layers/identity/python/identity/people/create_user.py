"""Creating a user."""

from dataclasses import dataclass

from identity.model.user import User
from identity.people.user_draft import UserDraft, UserMaker, username_taken
from identity.ports.users import Users
from lacre.recording.change import Change


@dataclass(frozen=True)
class CreatedUser:
    """A user who exists once the change is committed."""

    user: User
    change: Change


class CreateUser:
    def __init__(self, users: Users, maker: UserMaker) -> None:
        self._users = users
        self._maker = maker

    def __call__(self, draft: UserDraft) -> CreatedUser:
        """Raises Refusal: CONFLICT for a user name that is taken, INVALID; the commit refuses it too in a race."""
        if self._users.by_username(draft.username) is not None:
            raise username_taken()
        user = self._maker.make(draft)
        return CreatedUser(user, Change(user.id, after=user.shown(), writes=self._users.creating(user)))
