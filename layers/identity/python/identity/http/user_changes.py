"""What administrators do with a user: `/v1/users/{user_id}` and below."""

from dataclasses import dataclass

from fastapi import APIRouter, Response

from identity.http.answers import LoggedOutAnswer, NewKeyAnswer, UserAnswer
from identity.http.changed_users import changed, shown_once
from identity.http.user_bodies import SuspensionBody, UserEditBody
from identity.model.role import Role
from identity.people.force_logout import ForceLogout
from identity.people.revoke_tokens import RevokeTokens
from identity.people.rotate_producer_key import RotateProducerKey
from identity.people.suspend_user import SuspendUser
from identity.people.update_user import UpdateUser
from lacre.http.answer import Answer
from lacre.http.audit import audited
from lacre.http.call import Call
from lacre.http.parameters import IfMatch
from lacre.http.version_tag import version_of
from lacre.model.vocabulary import EntityType

_ADMIN = (Role.ADMIN,)


@dataclass(frozen=True)
class UserChanges:
    """Those that hold whoever issues the tokens."""

    update: UpdateUser
    suspend: SuspendUser
    force_logout: ForceLogout | RevokeTokens
    rotate_key: RotateProducerKey


def add_user_changes(router: APIRouter, users: UserChanges) -> None:
    @router.patch("/users/{user_id}", response_model=UserAnswer)
    @audited("UPDATE_USER", roles=_ADMIN, entity="user_id")
    def update(call: Call, user_id: str, given: UserEditBody, if_match: IfMatch = None) -> Response:
        return changed(call, users.update(user_id, version_of(if_match), given.edit))

    @router.post("/users/{user_id}/suspend", response_model=UserAnswer)
    @audited("SUSPEND_USER", roles=_ADMIN, entity="user_id")
    def suspend(call: Call, user_id: str, given: SuspensionBody, if_match: IfMatch = None) -> Response:
        return changed(call, users.suspend(call.actor, user_id, version_of(if_match), given.reason))

    @router.post("/users/{user_id}/force-logout", response_model=LoggedOutAnswer)
    @audited("FORCE_LOGOUT", roles=_ADMIN, entity_type=EntityType.USER, entity="user_id")
    def force_logout(call: Call, user_id: str) -> Response:
        logged_out = users.force_logout(user_id)
        return call.done(logged_out.change, Answer({"ended": logged_out.ended}))

    @router.post("/users/{user_id}/api-key", response_model=NewKeyAnswer)
    @audited("ROTATE_API_KEY", roles=_ADMIN, entity_type=EntityType.USER, entity="user_id")
    def rotate_key(call: Call, user_id: str) -> Response:
        return shown_once(call, users.rotate_key(user_id), "api_key")
