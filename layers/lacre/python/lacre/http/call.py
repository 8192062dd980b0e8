"""One audited request: who calls, what is attempted, and the way to commit it with its event."""

from dataclasses import dataclass, field, replace
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import Response

from lacre.http.answer import Answer
from lacre.http.attaching import Attaching
from lacre.http.audit import Audit
from lacre.http.idempotency import IdempotentRequest
from lacre.http.origin import Origin
from lacre.http.trail import Trail
from lacre.model.actor import UNKNOWN_ACTOR, Actor
from lacre.model.canonical import JsonObject, JsonValue
from lacre.model.draft import Draft, Reason
from lacre.model.event import ReceiptedEvent
from lacre.model.naming import COLLECTION
from lacre.model.redaction import recordable_id
from lacre.model.refusal import Refusal
from lacre.model.vocabulary import EntityType, EventSource, Outcome
from lacre.ports.errors import StoreUnavailableError
from lacre.recording.change import Change
from lacre.recording.refused import verdict_of
from lacre.tlog.attachment import Attachment


@dataclass
class AuditedCall:
    """Made by `AuditedRoute` for each request; endpoints take it as a parameter of type `Call`.

    `zone` is the caller's time zone, for what is shown; no event tells it.
    """

    audit: Audit
    origin: Origin
    trail: Trail
    path_parameters: dict[str, str]
    status: int = 200
    query: JsonObject = field(default_factory=dict)
    body: JsonValue = None
    actor: Actor = UNKNOWN_ACTOR
    zone: str | None = None
    recorded: ReceiptedEvent | None = None
    event_id: str = ""
    idempotent: IdempotentRequest | None = None
    attaching: Attaching | None = None

    def __post_init__(self) -> None:
        # One id for the request's one event: an attempt whose answer was lost, and what the outage lane then keeps
        # of it, are the same event.
        self.event_id = self.trail.recorder.new_id()

    def keep(self, body: JsonValue | Attachment) -> None:
        """Remember what of the request's body its event holds."""
        if isinstance(body, Attachment):
            self.attaching = Attaching(body, self.trail.attachments, self.trail.pool)
            self.body = body.reference
        else:
            self.body = body

    def begin_attaching(self) -> None:
        """A body that is larger than an event goes into the archive beside what the use case does."""
        if self.attaching:
            self.attaching.begin()

    def give_up_attaching(self) -> None:
        """Before the event of what failed is drafted: it names no attachment that is not there."""
        try:
            self._attach()
        except StoreUnavailableError as error:
            self.trail.logger.error("could not attach", extra={"cause": str(error), "trace_id": self.origin.trace_id})
            self.body = self.attaching.attachment.loss if self.attaching else None

    def require_attached(self) -> None:
        """For routes that write before `commit`: nothing is done that no event could tell of.

        Raises StoreUnavailableError.
        """
        self._attach()

    def commit(self, change: Change) -> ReceiptedEvent:
        """Write state and event in one transaction; the answer may say so only after this returned."""
        self._attach()
        actor, action = change.actor or self.actor, change.action or self.audit.action
        draft = self._draft(actor, action, change.entity_type or self.audit.entity_type, change.entity_id)
        draft = replace(draft, before=change.before, after=change.after)
        # What else the action did is told without the request, which the first event holds.
        further = [replace(draft, id=None, request=None, **vars(one)) for one in change.further]
        self.recorded = self.trail.recorder.record([draft, *further], change.writes)[0]
        # Not before: whoever loses a race is not shown to be who the action would have been by.
        self.actor = actor
        return self.recorded

    def done(self, change: Change, answer: Answer, *, is_final: bool = True) -> Response:
        """Commit a change, and keep its answer if the request has an idempotency key; then answer.

        An answer that is not final is not kept: the same request again is to do what this one left.
        """
        if self.idempotent is not None and is_final:
            now = self.trail.clock.now()
            kept = self.idempotent.kept(self.event_id, self.status, answer, now)
            keeping = self.trail.answers.keeping(self.idempotent.name, kept, now)
            change = replace(change, writes=[*change.writes, keeping])
        self.commit(change)
        return answer.response(self.status)

    def is_answered(self) -> bool:
        """Whether this very request was answered already, sent twice with one key. Raises StoreUnavailableError."""
        key = self.idempotent
        return key is not None and self.trail.answers.find(key.name, self.trail.clock.now()) is not None

    def part(
        self,
        action: str,
        entity_type: EntityType,
        entity_id: str,
        *,
        source: EventSource,
        outcome: Outcome = Outcome.SUCCEEDED,
        before: JsonObject | None = None,
        after: JsonObject | None = None,
        reason: Reason | None = None,
        occurred_at: str | None = None,
    ) -> Draft:
        """The draft of one item of a batch: by the same actor, under the correlation id of the batch's own event."""
        return replace(
            self._draft(self.actor, action, entity_type, entity_id),
            id=None,
            request=None,
            source=source,
            outcome=outcome,
            before=before,
            after=after,
            reason=reason,
            occurred_at=occurred_at,
            correlation_id=self.correlation_id,
        )

    @property
    def correlation_id(self) -> str:
        """What all events of this request are linked by: the caller's wish, or the id of the request's own event."""
        return self.origin.correlation_id or self.event_id

    def read(self, entity_id: str = COLLECTION) -> ReceiptedEvent:
        """Record a read before its answer leaves."""
        return self.commit(Change(entity_id))

    def refuse(self, refusal: Refusal) -> Draft:
        """The draft of this request's refusal."""
        verdict = verdict_of(refusal, self.audit.failure)
        subject = refusal.subject
        self.actor = refusal.actor or self.actor
        draft = self._draft(
            self.actor,
            verdict.action,
            subject.entity_type if subject else self.audit.entity_type,
            subject.entity_id if subject else recordable_entity(self.audit, self.path_parameters),
        )
        return replace(
            draft,
            outcome=verdict.outcome,
            attempted_action=self.audit.action,
            reason=refusal.reason,
            after=refusal.facts,
        )

    def _attach(self) -> None:
        if self.attaching:
            self.attaching.finish()

    def _draft(self, actor: Actor, action: str, entity_type: EntityType, entity_id: str) -> Draft:
        is_known = actor is not UNKNOWN_ACTOR
        return Draft(
            id=self.event_id,
            action=action,
            actor=actor,
            source=EventSource.API,
            entity_id=entity_id,
            entity_type=entity_type,
            ip_address=self.origin.ip_address,
            request={
                "method": self.origin.method,
                "path": self.origin.route,
                "user_agent": self.origin.user_agent,
                # Before authentication no body and no query is kept: a PIN may stand anywhere in them.
                "query": self.query if is_known else None,
                "body": self.body if is_known else None,
            },
            trace_id=self.origin.trace_id,
            correlation_id=self.origin.correlation_id if is_known else None,
        )


def recordable_entity(audit: Audit, path_parameters: dict[str, str]) -> str:
    entity_id = audit.entity_id(path_parameters)
    return entity_id if entity_id == COLLECTION else recordable_id(entity_id)


async def current_call(request: Request) -> AuditedCall:
    # Async, since it waits for nothing: FastAPI would hand it to another thread.
    call = request.state.call
    if not isinstance(call, AuditedCall):
        raise TypeError("the request did not come through an audited route")
    return call


Call = Annotated[AuditedCall, Depends(current_call)]
