"""The console's page of exports, and what its forms do."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse

from functions.query.asking import asked_anew
from functions.query.export_bodies import ExportForm, ExportsPageQuery, LinkForm
from functions.query.language import words_of
from functions.query.page_route import PageRoute
from functions.query.rendering import render
from functions.query.routes.events import READERS
from functions.query.sources import Sources
from functions.query.viewer import viewer_of
from functions.query.views.choices import CHOICES
from functions.query.views.exports import exports_page
from functions.query.views.labels import labels
from lacre.exporting.ask_export import AskExport
from lacre.exporting.link_export import LinkExport
from lacre.exporting.list_exports import ListExports
from lacre.exporting.read_export import ReadExport
from lacre.http.answer import Answer
from lacre.http.audit import audited
from lacre.http.call import Call
from lacre.http.own_form import require_own_form
from lacre.model.vocabulary import EntityType

ONCE_BYTES = 16


def export_pages_router(sources: Sources) -> APIRouter:
    router = APIRouter(prefix="/exports", route_class=PageRoute, include_in_schema=False)
    kept, clock = sources.exporting, sources.clock
    ask_export = AskExport(kept.jobs, kept.queue, clock, kept.entropy)
    list_exports = ListExports(kept.jobs)
    link_export = LinkExport(kept.files, ReadExport(kept.jobs), clock)

    @router.get("", response_model=None)
    @audited("LIST_ENTITIES", roles=READERS, entity_type=EntityType.EXPORT, page=True)
    def list_all(request: Request, call: Call, asked: Annotated[ExportsPageQuery, Query()]) -> HTMLResponse:
        page = list_exports(call.actor.id if asked.mine else None, asked.cursor, asked.limit)
        # The list comes from an index, which may not have it yet.
        own = kept.jobs.find(str(asked.asked)) if asked.asked else None
        call.read()
        given = {**request.query_params, **asked.form_moments}
        shown = exports_page(page, own, given, clock.now(), is_mine=asked.mine)
        viewer, once = viewer_of(request), kept.entropy.take(ONCE_BYTES).hex()
        said = {"labels": labels(words_of(viewer.language).gettext), "choices": CHOICES}
        return HTMLResponse(render("exports.html", root="", viewer=viewer, shown=shown, once=once, **said))

    @router.post("", status_code=303, response_model=None)
    @audited("EXPORT_AUDIT", roles=READERS, page=True, refusals=(429,))
    def ask(request: Request, call: Call, given: Annotated[ExportForm, Form()]) -> Response:
        require_own_form(request, given.csrf.get_secret_value())

        def answer() -> Response:
            asked = ask_export(call.actor, call.event_id, call.correlation_id, given.wanted)
            return call.done(asked.change, Answer(location=f"exports?asked={asked.job.id}"))

        return asked_anew(call, answer)

    # The answer is the page with the link, and no other page that would show it again.
    @router.post("/{job_id}/link", response_model=None)
    @audited("EXPORT_AUDIT", roles=READERS, entity="job_id", page=True)
    def link(request: Request, call: Call, job_id: str, given: Annotated[LinkForm, Form()]) -> HTMLResponse:
        require_own_form(request, given.csrf.get_secret_value())
        issued = link_export(job_id, given.file)
        call.commit(issued.change)
        return HTMLResponse(render("export_link.html", root="../../", viewer=viewer_of(request), link=issued))

    return router
