"""Recording what went wrong; and when the store itself is away, keeping the event in the outage lane."""

from collections.abc import Sequence
from dataclasses import replace

from lacre.http.call import AuditedCall
from lacre.model import moment
from lacre.model.canonical import NotCanonicalError
from lacre.model.draft import Draft
from lacre.model.event import ReceiptedEvent
from lacre.model.refusal import Ground, Refusal
from lacre.model.vocabulary import ActorType
from lacre.ports.errors import OutcomeUnknownError, SignerUnavailableError, StateConflictError, StoreUnavailableError
from lacre.ports.events import StateWrite
from lacre.recording.flood import is_flooding
from lacre.recording.refused import TakingRefusal

_RETRY_AFTER_S = 5


_NOT_DONE = "The action could not be recorded, so it was not done. Try again."
_NOT_KNOWN = "The store did not answer, so it is not known whether the action was done. Look before you try again."


def failed_store(call: AuditedCall, error: StoreUnavailableError | SignerUnavailableError) -> Refusal:
    """The refusal of an action whose event could not be written: no event, no action."""
    call.trail.logger.error("could not record", extra={"cause": str(error), "trace_id": call.origin.trace_id})
    code, sentence, action = _told(error)
    return Refusal(Ground.UNAVAILABLE, code, sentence, action=action, retry_after_s=_RETRY_AFTER_S)


def _told(error: StoreUnavailableError | SignerUnavailableError) -> tuple[str, str, str]:
    """Code and sentence for the caller, and the action that it is recorded as."""
    if isinstance(error, OutcomeUnknownError):
        return "OUTCOME_UNKNOWN", _NOT_KNOWN, "DATABASE_ERROR"
    if isinstance(error, StoreUnavailableError):
        return "STORE_UNAVAILABLE", _NOT_DONE, "DATABASE_ERROR"
    return "SIGNER_UNAVAILABLE", _NOT_DONE, "SYSTEM_ERROR"


def record_refusal(call: AuditedCall, refusal: Refusal) -> Refusal:
    """Record a refusal, and return the one to be answered: another one when this could not be recorded."""
    call.give_up_attaching()
    draft = call.refuse(refusal)
    try:
        if not isinstance(refusal, TakingRefusal) and _is_summed_up(call, draft):
            return refusal
        if refusal.ground is Ground.UNAVAILABLE:
            _keep_for_later(call, draft)
        else:
            call.recorded = _record_taking(call, draft, refusal)
        return refusal
    except (StoreUnavailableError, SignerUnavailableError) as error:
        _keep_for_later(call, draft)
        return failed_store(call, error)


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
    call.give_up_attaching()
    draft = call.refuse(refusal)
    if call.recorded is not None:
        # The action is done and recorded; that its answer failed is one more event of it.
        correlation_id = call.recorded.event.header.correlation_id
        draft = replace(draft, id=None, correlation_id=correlation_id)
    try:
        if not _is_summed_up(call, draft):
            recorded = _record(call, draft)
            call.recorded = call.recorded or recorded
    except (StoreUnavailableError, SignerUnavailableError):
        _keep_for_later(call, draft)
    return refusal


def _record(call: AuditedCall, draft: Draft, writes: Sequence[StateWrite] = ()) -> ReceiptedEvent:
    """The refusal as an event; without the request where that has no canonical form, for it must not be lost."""
    try:
        return call.trail.recorder.record([draft], writes)[0]
    except NotCanonicalError:
        return call.trail.recorder.record([replace(draft, request=None, before=None, after=None)], writes)[0]


def _record_taking(call: AuditedCall, draft: Draft, refusal: Refusal) -> ReceiptedEvent:
    if not isinstance(refusal, TakingRefusal):
        return _record(call, draft)
    try:
        return _record(call, draft, refusal.writes)
    except StateConflictError:
        # What was to be taken is gone already.
        return _record(call, draft)


def _place(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}" if trace else "unknown"


def _is_summed_up(call: AuditedCall, draft: Draft) -> bool:
    """Whether this is one of a flood of anonymous denials. While the counters are away, each instance counts alone."""
    if call.actor.type is not ActorType.UNKNOWN:
        return False
    recorded_at = moment.to_text(call.trail.clock.now())
    try:
        return is_flooding(draft, recorded_at, call.trail.floods)
    except StoreUnavailableError:
        return call.trail.anonymous.is_beyond(recorded_at[:16])


def _keep_for_later(call: AuditedCall, draft: Draft) -> None:
    claimed = replace(draft, occurred_at=moment.to_text(call.trail.clock.now()))
    try:
        call.trail.outage.put(claimed)
    except StoreUnavailableError:
        # The last resort: the draft is redacted already, and the log line is kept for a year.
        call.trail.logger.critical("the outage lane is away", extra={"draft": vars(claimed)})
