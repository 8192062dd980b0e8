"""Bodies of the identity routes. Nothing of a refused body is echoed; secrets are SecretStr, so that none is kept."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr

from identity.model.pin import is_pin
from identity.model.role import Role
from identity.model.username import is_username
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


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class BootstrapBody(Body):
    secret: SecretStr = Field(max_length=200)
    username: Username
    pin: Pin


class LoginBody(Body):
    """Whatever is typed here is an attempt to log in: only the wrong PIN or name is said, not which form they have."""

    username: str = Field(max_length=200)
    pin: SecretStr = Field(max_length=200)


class NewUserBody(Body):
    username: Username
    name: PlainText
    role: Role
    pin: Pin
    province: PlainText | None = None
    district: PlainText | None = None

    @property
    def draft(self) -> UserDraft:
        return UserDraft(
            username=self.username,
            name=self.name,
            role=self.role,
            pin=self.pin.get_secret_value(),
            province=self.province,
            district=self.district,
        )
