"""Changing what a user is called and where it belongs, and letting a suspended one back in."""

from dataclasses import dataclass, replace

from identity.model.user import User, UserState
from identity.people.changed_user import ChangedUser
from identity.people.read_user import ReadUser
from identity.ports.users import Users
from lacre.model.refusal import Ground, Refusal
from lacre.model.versions import require_version
from lacre.recording.change import Change


@dataclass(frozen=True)
class UserEdit:
    """What is to be another; None stays as it is."""

    name: str | None = None
    province: str | None = None
    district: str | None = None
    reinstates: bool = False

    @property
    def moves(self) -> bool:
        return self.province is not None or self.district is not None


class UpdateUser:
    def __init__(self, users: Users, read_user: ReadUser) -> None:
        self._users = users
        self._read_user = read_user

    def __call__(self, user_id: str, version: int, edit: UserEdit) -> ChangedUser:
        """Raises Refusal: NOT_FOUND; CONFLICT for a version of before, or for moving an agent's or merchant's user."""
        before = self._read_user(user_id)
        require_version(before.version, version)
        if edit.moves and before.entity_id is not None:
            raise Refusal(
                Ground.CONFLICT,
                "HAS_ENTITY",
                "This account belongs where its agent or merchant does; that takes a change of jurisdiction.",
            )
        after = _edited(before, edit)
        writes = [self._users.replacing(after, version)]
        return ChangedUser(after, Change(after.id, before.shown(), after.shown(), writes))


def _edited(user: User, edit: UserEdit) -> User:
    return replace(
        user,
        name=edit.name if edit.name is not None else user.name,
        province=edit.province if edit.province is not None else user.province,
        district=edit.district if edit.district is not None else user.district,
        state=UserState.ACTIVE if edit.reinstates else user.state,
        version=user.version + 1,
    )
