"""`/v1/sync`."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Response

from lacre.http.answer import Answer
from lacre.http.audit import audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import AuditedCall, Call
from lacre.model import moment
from lacre.model.draft import Draft
from lacre.model.vocabulary import EventSource, Outcome
from lacre.ports.errors import StateConflictError
from lacre.ports.events import StateWrite
from network.http.sync_answers import SyncAnswer, sync_answer
from network.http.sync_bodies import SyncBody
from network.model.offline_item import Fate, OfflineItem, Result
from network.model.own import POS
from network.ports.uploads import Part
from network.syncing.conclude_upload import ConcludeUpload
from network.syncing.upload import Upload

_ATTEMPTS = 5


@dataclass(frozen=True)
class SyncUseCases:
    upload: Upload
    conclude: ConcludeUpload


@dataclass(frozen=True)
class CallJournal:
    """`network.ports.uploads.Journal`: the items' events belong to the event of the request."""

    call: AuditedCall

    def write(self, parts: Sequence[Part], writes: Sequence[StateWrite]) -> None:
        self.call.trail.recorder.record([self._draft(part) for part in parts], writes)

    def _draft(self, part: Part) -> Draft:
        return self.call.part(
            part.action,
            part.entity_type,
            part.entity_id,
            source=EventSource.OFFLINE_SYNC,
            outcome=Outcome.FAILED if part.reason else Outcome.SUCCEEDED,
            after=part.after,
            reason=part.reason,
            occurred_at=None if part.occurred_at is None else moment.to_text(part.occurred_at),
        )


def sync_router(sync: SyncUseCases) -> APIRouter:
    router = APIRouter(route_class=AuditedRoute)

    @router.post("/v1/sync", response_model=SyncAnswer)
    @audited("OFFLINE_SYNC", roles=(POS,), further=("TRANSACTION_CREATED", "TRANSACTION_FAILED", "RECEIPT_PRINTED"))
    def upload(call: Call, given: SyncBody) -> Response:
        call.require_attached()
        items = given.read
        return _concluded(sync, call, items, sync.upload(call.actor, items, CallJournal(call)))

    return router


def _concluded(
    sync: SyncUseCases,
    call: AuditedCall,
    items: Sequence[OfflineItem],
    fates: Sequence[Fate],
    attempts: int = _ATTEMPTS,
) -> Response:
    """Another upload of the same POS can end at the same time: then this one is concluded anew."""
    concluded = sync.conclude(call.actor.id, call.event_id, items, fates)
    answer = Answer(sync_answer(items, fates, concluded.numbers))
    is_final = all(fate.result is not Result.NOT_PROCESSED for fate in fates)
    try:
        return call.done(concluded.change, answer, is_final=is_final)
    except StateConflictError:
        if attempts == 1:
            raise
    return _concluded(sync, call, items, fates, attempts - 1)
