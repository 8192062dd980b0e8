"""What administrators do with roles and secrets where they are kept here: below `/v1/users/{user_id}`.

Where another issuer keeps them, these routes are not there: they would say done, and that issuer's tokens would go on.
"""

from dataclasses import dataclass

from fastapi import APIRouter, Response

from identity.http.answers import OneTimePasswordAnswer, OneTimePinAnswer, UserAnswer
from identity.http.changed_users import changed, shown_once
from identity.http.user_bodies import PostBody
from identity.model.credential import SecretKind
from identity.model.role import Role
from identity.people.change_role import ChangeRole
from identity.people.reset_secret import ResetSecret
from lacre.http.audit import audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import Call
from lacre.http.parameters import IfMatch
from lacre.http.version_tag import version_of

_ADMIN = (Role.ADMIN,)


@dataclass(frozen=True)
class AccountChanges:
    change_role: ChangeRole
    reset_secret: ResetSecret


def own_accounts_router(users: AccountChanges) -> APIRouter:
    router = APIRouter(prefix="/v1", route_class=AuditedRoute)

    @router.put("/users/{user_id}/role", response_model=UserAnswer)
    @audited("CHANGE_ROLE", roles=_ADMIN, entity="user_id")
    def change_role(call: Call, user_id: str, given: PostBody, if_match: IfMatch = None) -> Response:
        return changed(call, users.change_role(call.actor, user_id, version_of(if_match), given.post))

    @router.post("/users/{user_id}/pin", response_model=OneTimePinAnswer)
    @audited("PIN_RESET", roles=_ADMIN, entity="user_id")
    def reset_pin(call: Call, user_id: str) -> Response:
        return shown_once(call, users.reset_secret(call.actor, user_id, SecretKind.PIN), "pin")

    @router.post("/users/{user_id}/password", response_model=OneTimePasswordAnswer)
    @audited("PASSWORD_RESET", roles=_ADMIN, entity="user_id")
    def reset_password(call: Call, user_id: str) -> Response:
        return shown_once(call, users.reset_secret(call.actor, user_id, SecretKind.PASSWORD), "password")

    return router
