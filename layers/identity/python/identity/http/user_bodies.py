"""Bodies of what administrators do with users."""

from typing import Literal

from pydantic import model_validator

from identity.http.bodies import Body
from identity.model.role import Role
from identity.people.change_role import Post
from identity.people.update_user import UserEdit
from lacre.http.text import PlainText


class UserEditBody(Body):
    """What is left out stays as it is; null is no name. The defaults stand for "left out" and are never used."""

    name: PlainText = ""
    province: PlainText = ""
    district: PlainText = ""
    state: Literal["ACTIVE"] = "ACTIVE"

    @model_validator(mode="after")
    def _changes_something(self) -> "UserEditBody":
        if not self.model_fields_set:
            raise ValueError("nothing to change")
        return self

    @property
    def edit(self) -> UserEdit:
        given = self.model_dump(exclude_unset=True, exclude={"state"})
        return UserEdit(**given, reinstates="state" in self.model_fields_set)


class SuspensionBody(Body):
    reason: PlainText


class PostBody(Body):
    role: Role
    province: PlainText | None = None
    district: PlainText | None = None

    @property
    def post(self) -> Post:
        return Post(self.role, self.province, self.district)
