"""What administrators do with a user: `/v1/users/{user_id}` and below."""

from dataclasses import dataclass

from fastapi import APIRouter, Response

from identity.http.answers import (
    LoggedOutAnswer,
    NewKeyAnswer,
    OneTimePasswordAnswer,
    OneTimePinAnswer,
    UserAnswer,
    user_answer,
)
from identity.http.parameters import IfMatch
from identity.http.user_bodies import PostBody, SuspensionBody, UserEditBody
from identity.model.credential import SecretKind
from identity.model.role import Role
from identity.people.change_role import ChangeRole
from identity.people.changed_user import ChangedUser, NewSecret
from identity.people.force_logout import ForceLogout
from identity.people.reset_secret import ResetSecret
from identity.people.rotate_producer_key import RotateProducerKey
from identity.people.suspend_user import SuspendUser
from identity.people.update_user import UpdateUser
from lacre.http.answer import Answer
from lacre.http.audit import audited
from lacre.http.call import AuditedCall, Call
from lacre.http.version_tag import version_of
from lacre.model.vocabulary import EntityType

_ADMIN = (Role.ADMIN,)


@dataclass(frozen=True)
class UserChanges:
    update: UpdateUser
    suspend: SuspendUser
    change_role: ChangeRole
    force_logout: ForceLogout
    reset_secret: ResetSecret
    rotate_key: RotateProducerKey


def add_user_changes(router: APIRouter, users: UserChanges) -> None:
    _add_versioned(router, users)
    _add_secrets(router, users)


def _add_versioned(router: APIRouter, users: UserChanges) -> None:
    @router.patch("/users/{user_id}", response_model=UserAnswer)
    @audited("UPDATE_USER", roles=_ADMIN, entity="user_id")
    def update(call: Call, user_id: str, given: UserEditBody, if_match: IfMatch = None) -> Response:
        return _done(call, users.update(user_id, version_of(if_match), given.edit))

    @router.post("/users/{user_id}/suspend", response_model=UserAnswer)
    @audited("SUSPEND_USER", roles=_ADMIN, entity="user_id")
    def suspend(call: Call, user_id: str, given: SuspensionBody, if_match: IfMatch = None) -> Response:
        return _done(call, users.suspend(call.actor, user_id, version_of(if_match), given.reason))

    @router.put("/users/{user_id}/role", response_model=UserAnswer)
    @audited("CHANGE_ROLE", roles=_ADMIN, entity="user_id")
    def change_role(call: Call, user_id: str, given: PostBody, if_match: IfMatch = None) -> Response:
        return _done(call, users.change_role(call.actor, user_id, version_of(if_match), given.post))


def _add_secrets(router: APIRouter, users: UserChanges) -> None:
    @router.post("/users/{user_id}/force-logout", response_model=LoggedOutAnswer)
    @audited("FORCE_LOGOUT", roles=_ADMIN, entity_type=EntityType.USER, entity="user_id")
    def force_logout(call: Call, user_id: str) -> Response:
        logged_out = users.force_logout(user_id)
        return call.done(logged_out.change, Answer({"ended": logged_out.ended}))

    @router.post("/users/{user_id}/pin", response_model=OneTimePinAnswer)
    @audited("PIN_RESET", roles=_ADMIN, entity="user_id")
    def reset_pin(call: Call, user_id: str) -> Response:
        return _shown_once(call, users.reset_secret(call.actor, user_id, SecretKind.PIN), "pin")

    @router.post("/users/{user_id}/password", response_model=OneTimePasswordAnswer)
    @audited("PASSWORD_RESET", roles=_ADMIN, entity="user_id")
    def reset_password(call: Call, user_id: str) -> Response:
        return _shown_once(call, users.reset_secret(call.actor, user_id, SecretKind.PASSWORD), "password")

    @router.post("/users/{user_id}/api-key", response_model=NewKeyAnswer)
    @audited("ROTATE_API_KEY", roles=_ADMIN, entity_type=EntityType.USER, entity="user_id")
    def rotate_key(call: Call, user_id: str) -> Response:
        return _shown_once(call, users.rotate_key(user_id), "api_key")


def _done(call: AuditedCall, changed: ChangedUser) -> Response:
    return call.done(changed.change, Answer(user_answer(changed.user), changed.user.version))


def _shown_once(call: AuditedCall, made: NewSecret, member: str) -> Response:
    return call.done(made.change, Answer(user_answer(made.user), made.user.version, {member: made.secret}))
