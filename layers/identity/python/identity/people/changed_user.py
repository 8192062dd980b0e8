"""A user as it is once the change is committed, and what is shown of it this once."""

from dataclasses import dataclass, field

from identity.model.user import User
from lacre.recording.change import Change


@dataclass(frozen=True)
class ChangedUser:
    user: User
    change: Change


@dataclass(frozen=True)
class NewSecret(ChangedUser):
    """`secret` is a PIN, a password or an API key: shown once, kept nowhere."""

    secret: str = field(repr=False)
