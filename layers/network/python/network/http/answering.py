"""Answering with entities, once what is answered is recorded."""

from typing import Protocol, TypeVar

from fastapi.responses import JSONResponse, Response

from lacre.http.answer import Answer
from lacre.http.call import AuditedCall
from lacre.model import moment
from lacre.model.canonical import JsonObject
from lacre.ports.paging import Page
from lacre.recording.change import Change
from network.entities.create_holder import CreatedHolder
from network.model.entity import Entity
from network.terminals.keyed_pos import KeyedPos

E = TypeVar("E", bound=Entity)


class Decided(Protocol):
    """An entity as it is once the change is committed."""

    @property
    def entity(self) -> Entity: ...
    @property
    def change(self) -> Change: ...


def answer_of(entity: Entity) -> JsonObject:
    return {
        "id": entity.id,
        **entity.shown(),
        "created_at": moment.to_text(entity.created_at),
        "changed_at": moment.to_text(entity.changed_at),
    }


def changed_answer(call: AuditedCall, decided: Decided) -> Response:
    return _done(call, decided, {})


def opened_answer(call: AuditedCall, created: CreatedHolder[E]) -> Response:
    """With the account's PIN, this once."""
    return _done(call, created, {"account": {"username": created.account.username, "pin": created.account.pin}})


def keyed_answer(call: AuditedCall, keyed: KeyedPos) -> Response:
    """With the key, this once."""
    return _done(call, keyed, {"api_key": keyed.key})


def read_answer(call: AuditedCall, entity: Entity) -> Response:
    call.read(entity.id)
    return Answer(answer_of(entity), entity.version).response(call.status)


def page_answer(call: AuditedCall, name: str, page: Page[E]) -> Response:
    """A page under the name that the route gives to what it lists."""
    call.read()
    return JSONResponse({name: [answer_of(entity) for entity in page.items], "cursor": page.next}, call.status)


def _done(call: AuditedCall, decided: Decided, once: JsonObject) -> Response:
    return call.done(decided.change, Answer(answer_of(decided.entity), decided.entity.version, once=once))
