"""Answering with what the desk keeps, once what is answered is recorded."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from fastapi.responses import JSONResponse, Response

from lacre.http.answer import Answer
from lacre.http.call import AuditedCall
from lacre.model.canonical import JsonObject
from lacre.ports.errors import StateConflictError
from lacre.ports.paging import Page
from lacre.recording.change import Change


class Showable(Protocol):
    """An entity as the API and the log show it alike."""

    @property
    def id(self) -> str: ...

    def shown(self) -> JsonObject: ...


class Decided(Protocol):
    """An entity as it is once the change is committed."""

    @property
    def entity(self) -> Showable: ...
    @property
    def change(self) -> Change: ...


E = TypeVar("E", bound=Showable)


def changed_answer(call: AuditedCall, decided: Decided) -> Response:
    return call.done(decided.change, Answer(decided.entity.shown()))


def read_answer(call: AuditedCall, entity: Showable) -> Response:
    call.read(entity.id)
    return Answer(entity.shown()).response(call.status)


def decided_by_the_first(answer: Callable[[], Response]) -> Response:
    """Decides once more where somebody did the same at the same moment: what they kept is found then."""
    try:
        return answer()
    except StateConflictError:
        return answer()


def page_answer(call: AuditedCall, name: str, page: Page[E]) -> Response:
    """A page under the name that the route gives to what it lists."""
    call.read()
    shown: Sequence[JsonObject] = [one.shown() for one in page.items]
    return JSONResponse({name: shown, "cursor": page.next}, call.status)
