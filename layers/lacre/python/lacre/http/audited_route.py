"""The route class of every function: no request that it takes can end without its event."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from lacre.http.asked_query import query_shape, redacted_query, refuse_ignored
from lacre.http.audit import audit_of
from lacre.http.body_shape import shape_of
from lacre.http.call import AuditedCall
from lacre.http.gate import admit, credentials_of
from lacre.http.idempotency import IDEMPOTENCY_HEADER, IdempotentRequest, holds_secrets, replayed
from lacre.http.invalid import invalid_request
from lacre.http.origin import origin_of
from lacre.http.page import goes_to_login, sign_in_instead
from lacre.http.problem import problem
from lacre.http.recorded_answer import recorded_answer
from lacre.http.recorded_refusal import failed_store
from lacre.http.request_body import read_body, redacted_body
from lacre.http.trail import trail_of
from lacre.model.actor import UNKNOWN_ACTOR
from lacre.model.refusal import Ground, Refusal
from lacre.ports.errors import (
    DuplicateEventError,
    SignerUnavailableError,
    StateConflictError,
    StoreUnavailableError,
)

_READING = {"GET", "HEAD"}
_Handler = Callable[[Request], Awaitable[Response]]


class AuditedRoute(APIRoute):
    """Authenticates, authorises, records. A route without `@audited` raises UnauditedRouteError when it is built."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        self.audit = audit_of(endpoint, path)
        super().__init__(path, endpoint, **options)
        self.body_shape = shape_of(self.body_field.field_info.annotation) if self.body_field else {}
        self.query_shape = query_shape(self.dependant.query_params)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def audited_handler(request: Request) -> Response:
            origin, parameters = origin_of(request, self.path), dict(request.path_params)
            call = AuditedCall(self.audit, origin, trail_of(request), parameters, self.status_code or 200)
            return await recorded_answer(call, lambda: self._attempt(request, call, handle), self._told)

        return audited_handler

    async def _attempt(self, request: Request, call: AuditedCall, handle: _Handler) -> Response:
        await run_in_threadpool(admit, call, credentials_of(request, page=self.audit.is_page))
        is_known = call.actor is not UNKNOWN_ACTOR
        raw = await read_body(request, is_known=is_known)
        call.keep(redacted_body(raw, request.headers.get("Content-Type", ""), self.body_shape, is_known=is_known))
        call.query = redacted_query(request, self.query_shape)
        refuse_ignored(request, self.query_shape)
        request.state.call = call
        call.idempotent = self._idempotent(request, call, raw)
        if call.idempotent and (before := await run_in_threadpool(_first_answer, call)) is not None:
            return before
        call.begin_attaching()
        try:
            response = await handle(request)
        except RequestValidationError as error:
            raise invalid_request(error) from None
        except HTTPException:
            raise Refusal(Ground.INVALID, "UNREADABLE_BODY", "The body of the request cannot be read.") from None
        except (DuplicateEventError, StateConflictError, Refusal) as stopped:
            # Somebody was quicker: perhaps this very request, sent twice at once, which now stands in its own way.
            if (before := await run_in_threadpool(_first_answer, call)) is not None:
                return before
            raise stopped if isinstance(stopped, Refusal) else _overtaken() from None
        except (StoreUnavailableError, SignerUnavailableError) as error:
            raise failed_store(call, error) from error
        if call.recorded is None:
            raise RuntimeError("the route answered without recording its event")
        return response

    def _idempotent(self, request: Request, call: AuditedCall, raw: bytes) -> IdempotentRequest | None:
        """Only of mutations by known callers: what an anonymous one sends belongs to nobody."""
        key = request.headers.get(IDEMPOTENCY_HEADER, self.own_key(raw))
        if key is None or self.audit.is_public or not self.audit.is_keeping or request.method in _READING:
            return None
        content = request.url.path.encode() + b"\n" + raw
        route = f"{request.method} {self.path}"
        is_secret = holds_secrets(self.body_shape)
        return IdempotentRequest.of(key, call.actor.id, route, content, holds_secrets=is_secret)

    def own_key(self, _body: bytes, /) -> str | None:
        """The idempotency key of a body that has one itself."""
        return None

    def _told(self, refusal: Refusal) -> Response:
        if self.audit.is_page and goes_to_login(refusal, is_public=self.audit.is_public):
            return sign_in_instead(self.path, refusal)
        return problem(refusal)


def _overtaken() -> Refusal:
    sentence = "Somebody else changed this first. Read it again and decide anew."
    return Refusal(Ground.CONFLICT, "CONFLICT", sentence)


def _first_answer(call: AuditedCall) -> Response | None:
    """The answer that this request was given before. Raises Refusal INVALID if its key was another request's."""
    if call.idempotent is None:
        return None
    try:
        kept = call.trail.answers.find(call.idempotent.name, call.trail.clock.now())
        if kept is None:
            return None
        call.idempotent.require_same(kept)
        call.recorded = call.trail.recorder.recorded(kept.event_id)
    except StoreUnavailableError as error:
        raise failed_store(call, error) from error
    return replayed(kept)
