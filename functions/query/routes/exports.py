"""`/v1/audit/exports`."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from functions.query.asking import asked_anew
from functions.query.export_answers import ExportAnswer, ExportsAnswer, LinkAnswer, export_answer
from functions.query.export_bodies import ExportBody, ExportsQuery, LinkBody
from functions.query.routes.events import READERS
from functions.query.sources import Sources
from lacre.exporting.ask_export import AskExport
from lacre.exporting.link_export import LinkExport
from lacre.exporting.list_exports import ListExports
from lacre.exporting.read_export import ReadExport
from lacre.http.answer import Answer
from lacre.http.audit import audited
from lacre.http.audited_route import AuditedRoute
from lacre.http.call import Call
from lacre.model.canonical import JsonObject
from lacre.model.vocabulary import EntityType


def exports_router(sources: Sources) -> APIRouter:
    router = APIRouter(prefix="/v1/audit/exports", route_class=AuditedRoute)
    kept, clock = sources.exporting, sources.clock
    ask_export = AskExport(kept.jobs, kept.queue, clock, kept.entropy)
    list_exports, read_export = ListExports(kept.jobs), ReadExport(kept.jobs)
    link_export = LinkExport(kept.files, read_export, clock)

    @router.post("", status_code=202, response_model=ExportAnswer)
    @audited("EXPORT_AUDIT", roles=READERS, refusals=(429,))
    def ask(call: Call, given: ExportBody) -> Response:
        def answer() -> Response:
            asked = ask_export(call.actor, call.event_id, call.correlation_id, given.wanted)
            return call.done(asked.change, Answer(export_answer(asked.job)))

        return asked_anew(call, answer)

    @router.get("", response_model=ExportsAnswer)
    @audited("LIST_ENTITIES", roles=READERS, entity_type=EntityType.EXPORT)
    def list_all(call: Call, asked: Annotated[ExportsQuery, Query()]) -> JsonObject:
        page = list_exports(call.actor.id if asked.mine else None, asked.cursor, asked.limit)
        call.read()
        return {"exports": [export_answer(job) for job in page.items], "cursor": page.next}

    @router.get("/{job_id}", response_model=ExportAnswer)
    @audited("READ_ENTITY", roles=READERS, entity_type=EntityType.EXPORT, entity="job_id")
    def read(call: Call, job_id: str) -> JsonObject:
        job = read_export(job_id)
        call.read(job_id)
        return export_answer(job)

    @router.post("/{job_id}/link", response_model=LinkAnswer)
    @audited("EXPORT_AUDIT", roles=READERS, entity="job_id")
    def link(call: Call, job_id: str, given: LinkBody) -> Response:
        issued = link_export(job_id, given.file)
        told = {"id": job_id, "file": issued.file.value, "expires_at": issued.expires_at}
        return call.done(issued.change, Answer(told, once={"url": issued.address}))

    return router
