"""Recording what went wrong; and when the store itself is away, keeping the event in the outage lane."""

from dataclasses import replace

from aws_lambda_powertools import Logger

from lacre.http.call import AuditedCall
from lacre.model import moment
from lacre.model.draft import Draft
from lacre.model.refusal import Ground, Refusal
from lacre.ports.errors import SignerUnavailableError, StoreUnavailableError
from lacre.recording.flood import is_flooding

_RETRY_AFTER_S = 5


def failed_store(error: StoreUnavailableError | SignerUnavailableError, logger: Logger) -> Refusal:
    """The refusal of an action whose event could not be written: no event, no action."""
    is_store = isinstance(error, StoreUnavailableError)
    logger.error("could not record", extra={"cause": str(error)})
    return Refusal(
        Ground.UNAVAILABLE,
        "STORE_UNAVAILABLE" if is_store else "SIGNER_UNAVAILABLE",
        "The action could not be recorded, so it was not done. Try again.",
        action="DATABASE_ERROR" if is_store else "SYSTEM_ERROR",
        retry_after_s=_RETRY_AFTER_S,
    )


def record_refusal(call: AuditedCall, refusal: Refusal) -> Refusal:
    """Record a refusal, and return the one to be answered: another one when this could not be recorded."""
    draft = call.refuse(refusal)
    try:
        if refusal.ground is Ground.UNAVAILABLE:
            raise StoreUnavailableError(refusal.reason.code)
        if not _is_summed_up(call, draft):
            call.recorded = call.trail.recorder.record([draft])[0]
        return refusal
    except (StoreUnavailableError, SignerUnavailableError) as error:
        answer = refusal if refusal.ground is Ground.UNAVAILABLE else failed_store(error, call.trail.logger)
        _keep_for_later(call, draft)
        return answer


def unhandled(call: AuditedCall, error: Exception) -> Refusal:
    """Record an error of ours: its kind and the trace id, never its message, which can hold data."""
    call.trail.logger.error(
        "unhandled error",
        extra={
            "error": type(error).__name__,
            "at": _place(error),
            "trace_id": call.origin.trace_id,
            "action": call.audit.action,
        },
    )
    refusal = Refusal(Ground.INTERNAL, "SYSTEM_ERROR", "An error of ours stopped the action.")
    draft = call.refuse(refusal)
    try:
        call.recorded = call.trail.recorder.record([draft])[0]
    except (StoreUnavailableError, SignerUnavailableError):
        _keep_for_later(call, draft)
    return refusal


def _place(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else "unknown"


def _is_summed_up(call: AuditedCall, draft: Draft) -> bool:
    recorded_at = moment.to_text(call.trail.clock.now())
    return is_flooding(call.actor, draft.action, call.origin.ip_address, recorded_at, call.trail.floods)


def _keep_for_later(call: AuditedCall, draft: Draft) -> None:
    claimed = replace(draft, occurred_at=moment.to_text(call.trail.clock.now()))
    try:
        call.trail.outage.put(claimed)
    except StoreUnavailableError:
        # The last resort: the draft is redacted already, and the log line is kept for a year.
        call.trail.logger.critical("the outage lane is away", extra={"draft": vars(claimed)})
