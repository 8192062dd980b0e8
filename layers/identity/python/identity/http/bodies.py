"""Bodies of signing in and of making users. Refused ones are not echoed; secrets are SecretStr, and never kept."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator

from identity.model.credential import SecretKind
from identity.model.pin import is_pin
from identity.model.role import Role
from identity.model.username import is_username
from identity.model.zone import LONGEST
from identity.people.user_draft import UserDraft
from lacre.http.text import PlainText


def _username(text: str) -> str:
    if not is_username(text):
        raise ValueError("not a user name")
    return text


def _pin(secret: SecretStr) -> SecretStr:
    if not is_pin(secret.get_secret_value()):
        raise ValueError("not a PIN")
    return secret


Username = Annotated[str, AfterValidator(_username)]
Pin = Annotated[SecretStr, AfterValidator(_pin)]
Typed = Annotated[SecretStr, Field(max_length=200)]
"""A secret that somebody shows. Its form is not judged: it is the right one or a wrong one."""


ZoneName = Annotated[str, Field(max_length=LONGEST)]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class BootstrapBody(Body):
    secret: Typed
    username: Username
    pin: Pin


class NewUserBody(Body):
    """A person begins with a PIN or a password, a producer with the API key of the answer.

    The PIN or password is known to whoever gives it: it is good for logging in and choosing another, and nothing else.
    """

    username: Username
    name: PlainText
    role: Role
    pin: Pin | None = None
    password: Typed | None = None
    province: PlainText | None = None
    district: PlainText | None = None

    @property
    def draft(self) -> UserDraft:
        return UserDraft(
            username=self.username,
            name=self.name,
            role=self.role,
            pin=self.pin.get_secret_value() if self.pin else None,
            password=self.password.get_secret_value() if self.password else None,
            province=self.province,
            district=self.district,
        )


class LoginBody(Body):
    """Whatever is typed here is an attempt to log in: only the wrong secret or name is said, not which form they have.

    Either PIN or password.
    """

    username: str = Field(max_length=200)
    pin: Typed | None = None
    password: Typed | None = None

    @model_validator(mode="after")
    def _holds_one_secret(self) -> "LoginBody":
        if (self.pin is None) == (self.password is None):
            raise ValueError("either PIN or password")
        return self

    @property
    def secret(self) -> tuple[SecretKind, str]:
        if self.pin is not None:
            return SecretKind.PIN, self.pin.get_secret_value()
        return SecretKind.PASSWORD, self.password.get_secret_value() if self.password else ""


class LoginForm(Body):
    """The same by the console's form, where one field takes either: no password has the form of a PIN."""

    username: str = Field(max_length=200)
    secret: Typed

    @property
    def typed(self) -> tuple[SecretKind, str]:
        text = self.secret.get_secret_value()
        return (SecretKind.PIN if is_pin(text) else SecretKind.PASSWORD), text


class OwnForm(Body):
    """A form of the session's own page, which it proves by `csrf` (`lacre.http.own_form`)."""

    csrf: Typed = SecretStr("")


class ZoneForm(OwnForm):
    zone: ZoneName


class RefreshBody(Body):
    refresh_token: Typed


class ZoneBody(Body):
    """The IANA name of the time zone that dates are shown in beside UTC; `UTC` for UTC alone."""

    zone: ZoneName


class PinChangeBody(Body):
    old_pin: Typed
    new_pin: Pin


class PasswordChangeBody(Body):
    current_secret: Typed
    new_password: Typed
