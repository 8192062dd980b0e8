"""`/v1/bootstrap` and `/v1/users`."""

from fastapi import APIRouter

from identity.http.answers import user_answer
from identity.http.bodies import BootstrapBody, NewUserBody
from identity.model.role import Role
from identity.people.bootstrap import Bootstrap
from identity.people.create_user import CreateUser
from identity.people.read_user import ReadUser
from lacre.http.audit import PUBLIC, audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import Call
from lacre.model.canonical import JsonObject
from lacre.model.vocabulary import EntityType

_ADMIN = (Role.ADMIN,)


def users_router(bootstrap: Bootstrap, create_user: CreateUser, read_user: ReadUser) -> APIRouter:
    router = APIRouter(prefix="/v1", route_class=AuditedRoute)

    @router.post("/bootstrap", status_code=201, response_model=None)
    @audited("CREATE_USER", roles=PUBLIC)
    def create_first(call: Call, given: BootstrapBody) -> JsonObject:
        created = bootstrap(given.secret.get_secret_value(), given.username, given.pin.get_secret_value())
        call.commit(created.change)
        return user_answer(created.user)

    @router.post("/users", status_code=201, response_model=None)
    @audited("CREATE_USER", roles=_ADMIN)
    def create(call: Call, given: NewUserBody) -> JsonObject:
        created = create_user(given.draft)
        call.commit(created.change)
        return user_answer(created.user)

    @router.get("/users/{user_id}", response_model=None)
    @audited("READ_ENTITY", roles=_ADMIN, entity_type=EntityType.USER, entity="user_id")
    def read(call: Call, user_id: str) -> JsonObject:
        user = read_user(user_id)
        call.read(user.id)
        return user_answer(user)

    return router
