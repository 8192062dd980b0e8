"""Answering a request so that it cannot end without its event, whatever serves it."""

from collections.abc import Awaitable, Callable

from fastapi import Response
from fastapi.concurrency import run_in_threadpool

from lacre.http.access_log import log_answer
from lacre.http.call import AuditedCall
from lacre.http.origin import CORRELATION_HEADER, TRACE_HEADER
from lacre.http.problem import problem
from lacre.http.recorded_refusal import record_refusal, unhandled
from lacre.model.refusal import Refusal

RECEIPT_HEADER = "X-Audit-Receipt"

Attempt = Callable[[], Awaitable[Response]]
Told = Callable[[Refusal], Response]


async def recorded_answer(call: AuditedCall, attempt: Attempt, told: Told = problem) -> Response:
    """The attempt's answer, or that to its refusal, `told` once it is recorded; with the headers of every answer."""
    started = call.trail.clock.now()
    response = await _answer(call, attempt, told)
    response.headers[TRACE_HEADER] = call.origin.trace_id
    if call.recorded is not None:
        response.headers[RECEIPT_HEADER] = call.recorded.receipt
        response.headers[CORRELATION_HEADER] = call.recorded.event.header.correlation_id
    log_answer(call, response.status_code, call.trail.clock.now() - started)
    return response


async def _answer(call: AuditedCall, attempt: Attempt, told: Told) -> Response:
    try:
        try:
            return await attempt()
        except Refusal as refusal:
            return told(await run_in_threadpool(record_refusal, call, refusal))
    except Exception as error:  # noqa: BLE001 - recorded as SYSTEM_ERROR, never swallowed
        return problem(await run_in_threadpool(unhandled, call, error))
