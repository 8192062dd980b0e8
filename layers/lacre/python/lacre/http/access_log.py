"""One line for each request: who, what, how long; ids and templates only, nothing that the caller wrote."""

from lacre.http.call import AuditedCall


def log_answer(call: AuditedCall, status: int, latency_ms: int) -> None:
    header = call.recorded.event.header if call.recorded else None
    call.trail.logger.info(
        "request",
        extra={
            "trace_id": call.origin.trace_id,
            "correlation_id": header.correlation_id if header else None,
            "event_id": header.id if header else None,
            "actor_id": call.actor.id,
            "action": header.action if header else call.audit.action,
            "method": call.origin.method,
            "route": call.origin.route,
            "status": status,
            "latency_ms": latency_ms,
        },
    )
