"""`/v1/bootstrap` and `/v1/users`."""

from dataclasses import dataclass

from fastapi import APIRouter, Response

from identity.http.answers import CreatedUserAnswer, UserAnswer, UsersAnswer, user_answer
from identity.http.bodies import BootstrapBody, NewUserBody
from identity.http.user_changes import UserChanges, add_user_changes
from identity.model.role import Role
from identity.people.bootstrap import Bootstrap
from identity.people.create_user import CreateUser
from identity.people.list_users import ListUsers
from identity.people.read_user import ReadUser
from lacre.http.answer import Answer
from lacre.http.audit import PUBLIC, audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import Call
from lacre.http.parameters import AskedPage
from lacre.http.version_tag import tag_of
from lacre.model.canonical import JsonObject
from lacre.model.vocabulary import EntityType

_ADMIN = (Role.ADMIN,)


@dataclass(frozen=True)
class UserUseCases:
    bootstrap: Bootstrap
    create: CreateUser
    read: ReadUser
    list: ListUsers
    changes: UserChanges


def users_router(users: UserUseCases) -> APIRouter:
    router = APIRouter(prefix="/v1", route_class=AuditedRoute)

    @router.post("/bootstrap", status_code=201, response_model=UserAnswer)
    @audited("CREATE_USER", roles=PUBLIC)
    def create_first(call: Call, given: BootstrapBody) -> Response:
        created = users.bootstrap(given.secret.get_secret_value(), given.username, given.pin.get_secret_value())
        return call.done(created.change, Answer(user_answer(created.user), created.user.version))

    @router.post("/users", status_code=201, response_model=CreatedUserAnswer)
    @audited("CREATE_USER", roles=_ADMIN)
    def create(call: Call, given: NewUserBody) -> Response:
        created = users.create(given.draft)
        once: JsonObject = {"api_key": created.api_key} if created.api_key else {}
        return call.done(created.change, Answer(user_answer(created.user), created.user.version, once))

    @router.get("/users", response_model=UsersAnswer)
    @audited("LIST_ENTITIES", roles=_ADMIN, entity_type=EntityType.USER)
    def list_all(
        call: Call,
        asked: AskedPage,
    ) -> JsonObject:
        page = users.list(asked.cursor, asked.limit)
        call.read()
        return {"users": [user_answer(user) for user in page.items], "cursor": page.next}

    @router.get("/users/{user_id}", response_model=UserAnswer)
    @audited("READ_ENTITY", roles=_ADMIN, entity_type=EntityType.USER, entity="user_id")
    def read(call: Call, user_id: str, response: Response) -> JsonObject:
        user = users.read(user_id)
        call.read(user.id)
        response.headers["ETag"] = tag_of(user.version)
        return user_answer(user)

    add_user_changes(router, users.changes)
    return router
