"""Answering with what the desk keeps, once what is answered is recorded."""

import random
import time
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

PAUSES_S = (0.0, 0.02, 0.04, 0.08, *[0.16] * 8)
"""After each attempt that lost. Who lost to one other is alone then; many spread out."""
LAST_DECISION_AFTER_S = 2.0
"""No attempt begins later than this, so that the last one ends, with its event, while the function lives."""


def changed_answer(call: AuditedCall, decide: Callable[[], Decided]) -> Response:
    """Decides, commits and answers; anew where somebody was quicker."""

    def answer() -> Response:
        decided = decide()
        return call.done(decided.change, Answer(decided.entity.shown()))

    return decided_anew(call, answer)


def read_answer(call: AuditedCall, entity: Showable) -> Response:
    call.read(entity.id)
    return Answer(entity.shown()).response(call.status)


def decided_anew(call: AuditedCall, answer: Callable[[], Response]) -> Response:
    """Decides on what is there now, each time that somebody changes it between the reading and the commit.

    What still holds is done then, and what does not is refused for its own reason. Nothing of an attempt that lost is
    written, and each decides under the id of the request's one event. Raises StateConflictError after the last, and at
    once where the request lost to itself, sent twice with one key.
    """
    stop_at = time.monotonic() + LAST_DECISION_AFTER_S
    for pause in PAUSES_S:
        try:
            return answer()
        except StateConflictError:
            if time.monotonic() > stop_at or call.is_answered():
                raise
        time.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - spreads retries, hides nothing
    return answer()


def page_answer(call: AuditedCall, name: str, page: Page[E]) -> Response:
    """A page under the name that the route gives to what it lists."""
    call.read()
    shown: Sequence[JsonObject] = [one.shown() for one in page.items]
    return JSONResponse({name: shown, "cursor": page.next}, call.status)
