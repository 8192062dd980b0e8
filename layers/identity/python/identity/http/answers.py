"""Users as the API shows them."""

from pydantic import BaseModel

from identity.model.credential import SecretKind
from identity.model.role import Role
from identity.model.user import User, UserState
from lacre.model import moment
from lacre.model.canonical import JsonObject


class UserAnswer(BaseModel):
    """A user. `created_at` is RFC 3339, UTC, in milliseconds; `must_change` names a secret that somebody else saw.

    `zone` is the IANA name of the time zone that the user reads dates in, null for UTC alone.
    """

    id: str
    username: str
    name: str
    role: Role
    province: str | None
    district: str | None
    state: UserState
    version: int
    entity_type: str | None
    entity_id: str | None
    must_change: SecretKind | None
    zone: str | None
    created_at: str


class CreatedUserAnswer(UserAnswer):
    """`api_key` is a new producer's, shown this once; others have none."""

    api_key: str | None = None


class UsersAnswer(BaseModel):
    """A page of a list; `cursor` is where it goes on, null at the end."""

    users: list[UserAnswer]
    cursor: str | None


class OneTimePinAnswer(UserAnswer):
    """The PIN is shown once: not where the answer is given again."""

    pin: str | None = None


class OneTimePasswordAnswer(UserAnswer):
    """The password is shown once: not where the answer is given again."""

    password: str | None = None


class NewKeyAnswer(UserAnswer):
    """The API key is shown once: not where the answer is given again."""

    api_key: str | None = None


class LoggedOutAnswer(BaseModel):
    """How many sessions have ended; null where another issuer keeps them, and nobody counts."""

    ended: int | None


def user_answer(user: User) -> JsonObject:
    return {"id": user.id, **user.shown(), "created_at": moment.to_text(user.created_at)}
