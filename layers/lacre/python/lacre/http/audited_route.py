"""The route class of every function: no request that it takes can end without its event."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from lacre.http.access_log import log_answer
from lacre.http.audit import audit_of
from lacre.http.body_shape import shape_of
from lacre.http.call import AuditedCall
from lacre.http.gate import admit, credentials_of
from lacre.http.idempotency import IDEMPOTENCY_HEADER, IdempotentRequest, holds_secrets, replayed
from lacre.http.invalid import invalid_request
from lacre.http.origin import CORRELATION_HEADER, TRACE_HEADER, origin_of
from lacre.http.page import sign_in_instead
from lacre.http.problem import problem
from lacre.http.recorded_refusal import failed_store, record_refusal, unhandled
from lacre.http.request_body import read_body, redacted_body, redacted_query
from lacre.http.trail import trail_of
from lacre.model.actor import UNKNOWN_ACTOR
from lacre.model.refusal import Ground, Refusal
from lacre.ports.errors import (
    DuplicateEventError,
    SignerUnavailableError,
    StateConflictError,
    StoreUnavailableError,
)

RECEIPT_HEADER = "X-Audit-Receipt"
_READING = {"GET", "HEAD"}
_Handler = Callable[[Request], Awaitable[Response]]


class AuditedRoute(APIRoute):
    """Authenticates, authorises, records. A route without `@audited` raises UnauditedRouteError when it is built."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        self.audit = audit_of(endpoint, path)
        super().__init__(path, endpoint, **options)
        self.body_shape = shape_of(self.body_field.field_info.annotation) if self.body_field else {}

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def audited_handler(request: Request) -> Response:
            trail = trail_of(request)
            origin = origin_of(request, self.path)
            call = AuditedCall(self.audit, origin, trail, dict(request.path_params), self.status_code or 200)
            started = trail.clock.now()
            response = await self._answer(request, call, handle)
            response.headers[TRACE_HEADER] = origin.trace_id
            if call.recorded is not None:
                response.headers[RECEIPT_HEADER] = call.recorded.receipt
                response.headers[CORRELATION_HEADER] = call.recorded.event.header.correlation_id
            log_answer(call, response.status_code, trail.clock.now() - started)
            return response

        return audited_handler

    async def _answer(self, request: Request, call: AuditedCall, handle: _Handler) -> Response:
        try:
            try:
                return await self._attempt(request, call, handle)
            except Refusal as refusal:
                return await run_in_threadpool(self._refused, call, refusal)
        except Exception as error:  # noqa: BLE001 - recorded as SYSTEM_ERROR, never swallowed
            return problem(await run_in_threadpool(unhandled, call, error))

    async def _attempt(self, request: Request, call: AuditedCall, handle: _Handler) -> Response:
        await run_in_threadpool(admit, call, credentials_of(request, page=self.audit.is_page))
        raw = await read_body(request)
        is_known = call.actor is not UNKNOWN_ACTOR
        call.keep(redacted_body(raw, request.headers.get("Content-Type", ""), self.body_shape, is_known=is_known))
        call.query = redacted_query(request, self.dependant.query_params)
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
        key = request.headers.get(IDEMPOTENCY_HEADER)
        if key is None or self.audit.is_public or not self.audit.is_keeping or request.method in _READING:
            return None
        content = request.url.path.encode() + b"\n" + raw
        route = f"{request.method} {self.path}"
        is_secret = holds_secrets(self.body_shape)
        return IdempotentRequest.of(key, call.actor.id, route, content, holds_secrets=is_secret)

    def _refused(self, call: AuditedCall, refusal: Refusal) -> Response:
        refusal = record_refusal(call, refusal)
        if self.audit.is_page and refusal.ground is Ground.UNAUTHENTICATED:
            return sign_in_instead(self.path, refusal.reason.code)
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
